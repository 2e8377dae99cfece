package io.rivulet.ingest.body;

import io.rivulet.event.RejectionReason;

/** A request's body: its text, or why there is none. */
public sealed interface Body {
  /** Its size in bytes. */
  int length();

  /**
   * The decompressed text.
   *
   * @param utf8 well-formed, without byte order mark
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and too long to copy
  record Text(byte[] utf8) implements Body {
    @Override
    public int length() {
      return utf8.length;
    }
  }

  /**
   * The body cannot be read.
   *
   * @param read the bytes as far as they were read
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and too long to copy
  record Refused(RejectionReason reason, String message, byte[] read) implements Body {
    @Override
    public int length() {
      return read.length;
    }
  }
}
