package io.rivulet.standalone.replay;

import io.rivulet.event.resend.Door;
import java.util.List;

/**
 * Lines that travel in one request.
 *
 * @param lines at least one; all of one door
 */
record Batch(List<EventLine> lines) {
  Batch {
    lines = List.copyOf(lines);
  }

  Door door() {
    return lines.get(0).door();
  }

  /** The lines as they stand in the file. */
  List<byte[]> events() {
    return lines.stream().map(EventLine::json).toList();
  }
}
