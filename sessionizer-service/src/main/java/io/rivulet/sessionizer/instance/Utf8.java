package io.rivulet.sessionizer.instance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Texts in a buffer. */
final class Utf8 {
  private Utf8() {}

  /** The text that the next {@code length} bytes are. */
  static String read(ByteBuffer bytes, int length) {
    String text =
        new String(
            bytes.array(), bytes.arrayOffset() + bytes.position(), length, StandardCharsets.UTF_8);
    bytes.position(bytes.position() + length);
    return text;
  }
}
