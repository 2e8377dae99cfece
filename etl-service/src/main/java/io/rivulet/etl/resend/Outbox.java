package io.rivulet.etl.resend;

import io.rivulet.event.Sha256;
import io.rivulet.event.resend.Door;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers events for one request after the other, without the copies among the latest. */
final class Outbox {
  private static final int MOST_EVENTS = 100;

  /** So many of the latest events are not sent a second time; it would do no harm. */
  private static final int REMEMBERED = 100_000;

  /** Half of what a request may have. */
  private static final int MOST_BYTES = 500_000;

  private final Delivery delivery;
  private final List<byte[]> events = new ArrayList<>();
  private final Set<String> sent =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });
  private @Nullable Door door;
  private int bytes;

  Outbox(Delivery delivery) {
    this.delivery = delivery;
  }

  /** Takes an event. */
  void add(Door through, byte[] event) throws IOException, InterruptedException {
    // Its text, not its id: what was corrected and refused again under one id is another event.
    if (!sent.add(Sha256.hex(new String(event, StandardCharsets.UTF_8)))) {
      delivery.outcome().repeated();
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
      delivery.send(door, events);
    }
    events.clear();
    bytes = 0;
  }
}
