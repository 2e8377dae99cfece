package io.rivulet.ingest.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the requests that are decoded or wait for Kafka, and so the memory that they take: by the
 * bytes of their bodies and, since each weighs {@link #LEAST_WEIGHT} at least, by their number. Of
 * 16 MiB, 64 requests of 200 KiB or 16 of 1 MiB are in work at once.
 */
final class WorkBound {
  /** Bytes that the smallest request counts for. */
  static final int LEAST_WEIGHT = 256 << 10;

  private final int bytes;
  private final Duration patience;
  private final Semaphore free;

  /**
   * @param bytes of all bodies in work
   * @param patience how long a request waits for its turn
   */
  WorkBound(int bytes, Duration patience) {
    this.bytes = bytes;
    this.patience = patience;
    this.free = new Semaphore(bytes, true);
  }

  /**
   * Whether a request with a body of that many bytes may be worked on. One that may must {@link
   * #leave} with the same number.
   */
  boolean tryEnter(int length) {
    try {
      return free.tryAcquire(weight(length), patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void leave(int length) {
    free.release(weight(length));
  }

  // Never more than there is: a single large request must not be put off for ever.
  private int weight(int length) {
    return Math.min(bytes, Math.max(LEAST_WEIGHT, length));
  }
}
