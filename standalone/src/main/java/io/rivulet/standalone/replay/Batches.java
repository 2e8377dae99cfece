package io.rivulet.standalone.replay;

import io.rivulet.event.EventJson;
import io.rivulet.event.resend.Collector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Cuts lines into batches of one door, at most {@code maxLines} and {@code maxBytes} each. A line
 * that is no JSON object, or too long for any request, is reported to the tally and left out: one
 * such line would make the collector refuse its whole batch. For several threads.
 */
final class Batches {
  /** A request may have 1 MB; its head and tail are counted too. */
  static final int MAX_BYTES = 1_000_000;

  /** Most events that a collector takes in one request. */
  static final int MAX_LINES = 2_500;

  private final EventLines lines;
  private final Tally tally;
  private final int maxLines;
  private final int maxBytes;
  private final double linesPerSecond;
  private final long startedNanos = System.nanoTime();
  private long released;
  private @Nullable EventLine held;

  /**
   * @param linesPerSecond how fast batches are handed out, on average; not limited where 0
   */
  Batches(EventLines lines, Tally tally, int maxLines, int maxBytes, double linesPerSecond) {
    this.lines = lines;
    this.tally = tally;
    this.maxLines = maxLines;
    this.maxBytes = maxBytes;
    this.linesPerSecond = linesPerSecond;
  }

  /** The next batch, at its time; empty after the last. */
  synchronized Optional<Batch> next() throws IOException {
    List<EventLine> batch = new ArrayList<>(maxLines);
    long bytes = Collector.FRAME_BYTES;
    while (batch.size() < maxLines) {
      EventLine line = held != null ? held : nextGood();
      held = null;
      if (line == null) {
        break;
      }
      bytes += line.json().length + 1;
      if (bytes > maxBytes || (!batch.isEmpty() && !line.door().equals(batch.get(0).door()))) {
        held = line;
        break;
      }
      batch.add(line);
    }
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    pace();
    released += batch.size();
    return Optional.of(new Batch(batch));
  }

  private @Nullable EventLine nextGood() throws IOException {
    while (true) {
      EventLine line = lines.next();
      if (line == null) {
        return null;
      }
      tally.read();
      Optional<String> defect = defectOf(line);
      if (defect.isEmpty()) {
        return line;
      }
      tally.broken(line, defect.get());
    }
  }

  private Optional<String> defectOf(EventLine line) {
    int limit = maxBytes - Collector.FRAME_BYTES - 1;
    if (line.json().length > limit) {
      return Optional.of(
          "has " + line.json().length + " bytes, more than the " + limit + " a request can carry");
    }
    try (JsonParser json = EventJson.mapper().createParser(line.json())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.of("is no JSON object");
      }
      json.skipChildren();
      return json.nextToken() == null
          ? Optional.empty()
          : Optional.of("goes on after the end of its JSON object");
    } catch (JacksonException e) {
      return Optional.of("is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  private void pace() {
    if (linesPerSecond <= 0) {
      return;
    }
    long due = startedNanos + (long) (released / linesPerSecond * 1e9);
    for (long left = due - System.nanoTime();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
