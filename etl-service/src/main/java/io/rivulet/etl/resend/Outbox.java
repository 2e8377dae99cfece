package io.rivulet.etl.resend;

import io.rivulet.event.resend.Door;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers events for one request after the other, each event once. */
final class Outbox {
  private static final int MOST_EVENTS = 100;

  /** Half of what a request may have, so that one large event more fits in. */
  private static final int MOST_BYTES = 500_000;

  private final CollectorDoor collector;
  private final Outcome outcome;
  private final List<byte[]> events = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private @Nullable Door door;
  private int bytes;

  Outbox(CollectorDoor collector, Outcome outcome) {
    this.collector = collector;
    this.outcome = outcome;
  }

  /**
   * Takes an event.
   *
   * @param id which makes it the same event however often it was refused
   */
  void add(Door through, String id, byte[] event) throws IOException, InterruptedException {
    if (!ids.add(id)) {
      outcome.repeated();
      return;
    }
    if (!through.equals(door)
        || events.size() == MOST_EVENTS
        || bytes + event.length > MOST_BYTES) {
      flush();
    }
    door = through;
    events.add(event);
    bytes += event.length;
  }

  /** Sends what is left. */
  void flush() throws IOException, InterruptedException {
    if (door != null && !events.isEmpty()) {
      collector.send(door, events, outcome);
    }
    events.clear();
    bytes = 0;
  }
}
