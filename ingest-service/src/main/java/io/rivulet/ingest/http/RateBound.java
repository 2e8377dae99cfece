package io.rivulet.ingest.http;

import java.util.function.LongSupplier;

/** Lets through at most so many a second, counted from the first of each second. */
final class RateBound {
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private long windowStart;
  private int taken;

  RateBound(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.windowStart = nanoTime.getAsLong();
  }

  /** Whether one more may pass. */
  synchronized boolean tryTake() {
    long now = nanoTime.getAsLong();
    if (now - windowStart >= SECOND) {
      windowStart = now;
      taken = 0;
    }
    if (taken >= perSecond) {
      return false;
    }
    taken++;
    return true;
  }
}
