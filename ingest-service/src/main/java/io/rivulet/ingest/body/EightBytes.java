package io.rivulet.ingest.body;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes of a text looked at eight at a time: as one number, the first byte in its lowest bits. The
 * formulas are those of Henry Warren, Hacker's Delight, chapter 6 (Find First 0-Byte).
 */
final class EightBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = ONES << (Byte.SIZE - 1);

  private EightBytes() {}

  /** The eight bytes from there on, all of which must be in the text. */
  static long at(byte[] text, int from) {
    return (long) LONGS.get(text, from);
  }

  /** Whether all bytes of a text are ASCII. */
  static boolean areAscii(byte[] text) {
    int at = 0;
    for (; at + Long.BYTES <= text.length; at += Long.BYTES) {
      if ((at(text, at) & HIGHEST_BITS) != 0) {
        return false;
      }
    }
    for (; at < text.length; at++) {
      if (text[at] < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The place of the first of eight bytes that is a quote, a backslash or a control character; 8
   * where none is.
   */
  static int firstSpecial(long eight) {
    // A difference below zero marks its byte's highest bit, and may borrow from the bytes above it
    // and mark them wrongly; the first mark is always right.
    long quotes = eight ^ ONES * '"';
    long slashes = eight ^ ONES * '\\';
    long marks =
        ((quotes - ONES) & ~quotes)
            | ((slashes - ONES) & ~slashes)
            | ((eight - ONES * ' ') & ~eight);
    return Long.numberOfTrailingZeros(marks & HIGHEST_BITS) / Byte.SIZE;
  }
}
