package io.rivulet.ingest.body;

import io.rivulet.event.RejectionReason;

/** A request's body: its text, or why there is none. */
public sealed interface Body {
  /** Its size in memory, in bytes or, of text, characters. */
  int length();

  /** The decompressed text. */
  record Text(String text) implements Body {
    @Override
    public int length() {
      return text.length();
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
