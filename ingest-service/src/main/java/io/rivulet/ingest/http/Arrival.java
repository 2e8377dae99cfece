package io.rivulet.ingest.http;

/** What came of waiting for a request's body. */
sealed interface Arrival {
  /**
   * All of it, or as much as shows that it is too large.
   *
   * @param bytes owned by the receiver
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and too long to copy
  record Whole(byte[] bytes) implements Arrival {}

  /** Why there is none. */
  enum Failed implements Arrival {
    /** There was no room for it in {@link WorkBound}. */
    NO_ROOM,
    /** It took longer than a request may. */
    LATE,
    /** The connection ended, or what came is no HTTP. */
    BROKEN
  }
}
