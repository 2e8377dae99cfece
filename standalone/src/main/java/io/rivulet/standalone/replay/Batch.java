package io.rivulet.standalone.replay;

import io.rivulet.event.resend.Door;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Lines that travel in one request.
 *
 * @param lines at least one; all of one door
 */
record Batch(List<EventLine> lines) {
  private static final byte[] HEAD = {'{', '"', 'b', 'a', 't', 'c', 'h', '"', ':', '['};
  private static final byte[] TAIL = {']', '}'};
  private static final byte[] REVOLT_HEAD = {'['};
  private static final byte[] REVOLT_TAIL = {']'};

  /** Bytes of a body beside its lines, and beside the comma that each line brings. */
  static final int FRAME_BYTES = HEAD.length + TAIL.length;

  Batch {
    lines = List.copyOf(lines);
  }

  int size() {
    return lines.size();
  }

  Door door() {
    return lines.get(0).door();
  }

  /**
   * The request's body: the lines as they stand in the file, so that every digit of every number
   * arrives as it was written. There is no {@code sentAt}: a replayed history is not to be moved by
   * the difference of clocks.
   */
  byte[] body() {
    int bytes = FRAME_BYTES;
    for (EventLine line : lines) {
      bytes += line.json().length + 1;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream(bytes);
    body.writeBytes(door().isRevolt() ? REVOLT_HEAD : HEAD);
    boolean first = true;
    for (EventLine line : lines) {
      if (!first) {
        body.write(',');
      }
      body.writeBytes(line.json());
      first = false;
    }
    body.writeBytes(door().isRevolt() ? REVOLT_TAIL : TAIL);
    return body.toByteArray();
  }
}
