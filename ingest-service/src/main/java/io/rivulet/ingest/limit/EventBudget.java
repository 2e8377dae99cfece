package io.rivulet.ingest.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A bucket of tokens, one an event: so many flow in each second, and those of {@link #BURST} fit.
 * While there is a token a batch may pass, and its events are charged afterwards, below nothing
 * where they must be: a batch larger than the bucket waits for its turn like any other and is no
 * poison, and the debt makes the next one wait longer. Safe for threads, without a lock.
 *
 * <p>With 100 a second: 1,000 tokens at first. A batch of 2,500 passes and leaves a debt of 1,500;
 * the next may come after 15 s.
 */
final class EventBudget {
  /** A bucket holds what flows in within this time. */
  static final Duration BURST = Duration.ofSeconds(10);

  private static final double SECOND_NANOS = 1e9;

  private final int perSecond;
  private final LongSupplier nanoTime;
  // When the bucket was, or will be, empty: every event puts it off by the time its token takes.
  private final AtomicLong emptyAt;

  /**
   * @param nanoTime a clock that never goes back
   */
  EventBudget(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.emptyAt = new AtomicLong(nanoTime.getAsLong() - BURST.toNanos());
  }

  int perSecond() {
    return perSecond;
  }

  /** Nanoseconds until a batch may pass; 0 when it may pass now. */
  long waitNanos() {
    long ahead = emptyAt.get() - nanoTime.getAsLong();
    return ahead < 0 ? 0 : ahead + 1;
  }

  /** Takes the tokens of so many events. */
  void charge(int events) {
    long taken = (long) Math.ceil(events * SECOND_NANOS / perSecond);
    while (true) {
      long now = emptyAt.get();
      long full = nanoTime.getAsLong() - BURST.toNanos();
      if (emptyAt.compareAndSet(now, (full - now > 0 ? full : now) + taken)) {
        return;
      }
    }
  }
}
