package io.rivulet.ingest.spool;

/** How far a spool is written and drained, by sequence. */
final class Progress {
  /** After the last durable record; set by the writer. */
  volatile long end;

  /** Of the first record that is not drained; set by the reader. */
  volatile long drained;

  /** When the first of what is not drained was appended; means nothing while all is. */
  volatile long oldestAtMillis = System.currentTimeMillis();

  boolean isDrained() {
    return drained >= end;
  }
}
