package io.rivulet.sessionizer.archive;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.sessionizer.archive.ObjectStore.Failure;
import io.rivulet.sessionizer.archive.ObjectStore.UnavailableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store can be used, as far as its last answers tell. Logs an outage at its beginning
 * and at its end: a store that fails now and then is one outage until it was well for a while.
 */
final class StoreState {
  private static final Logger LOG = LoggerFactory.getLogger(StoreState.class);
  private static final Duration WELL_AFTER = Duration.ofSeconds(10);

  /** How long only a write can show that writing works again; any write is tried more often. */
  private static final Duration WRITE_FAILURE_COUNTS = Duration.ofMinutes(3);

  private final MeterRegistry metrics;
  private volatile @Nullable String problem = "the lake was not asked yet";
  private boolean away;
  private @Nullable String conflict;
  private long failedAt = System.nanoTime();
  private long writeFailedAt = System.nanoTime() - WRITE_FAILURE_COUNTS.toNanos();

  StoreState(MeterRegistry metrics) {
    this.metrics = metrics;
    for (Failure failure : Failure.values()) {
      count(failure, 0);
    }
  }

  /** What was wrong last, in one sentence; null when the store can be used. */
  @Nullable String problem() {
    return problem;
  }

  synchronized void writeFailed(UnavailableException e) {
    writeFailedAt = System.nanoTime();
    failed(e);
  }

  synchronized void checkFailed(UnavailableException e) {
    failed(e);
  }

  synchronized void written() {
    writeFailedAt = System.nanoTime() - WRITE_FAILURE_COUNTS.toNanos();
    answered();
  }

  synchronized void checked() {
    if (System.nanoTime() - writeFailedAt >= WRITE_FAILURE_COUNTS.toNanos()) {
      answered();
    }
  }

  private void failed(UnavailableException e) {
    problem = e.getMessage();
    failedAt = System.nanoTime();
    count(e.failure(), 1);
    if (e.failure() == Failure.CONFLICT) {
      if (!String.valueOf(e.getMessage()).equals(conflict)) {
        conflict = e.getMessage();
        LOG.error("{}", e.getMessage());
      }
    } else if (!away) {
      away = true;
      LOG.warn("the lake is away, everything waits in Kafka and is retried: {}", e.getMessage());
    }
  }

  private void answered() {
    problem = null;
    conflict = null;
    if (away && System.nanoTime() - failedAt >= WELL_AFTER.toNanos()) {
      away = false;
      LOG.info("the lake is back");
    }
  }

  private void count(Failure failure, int times) {
    metrics.counter("rivulet.archive.failures", "kind", failure.tag()).increment(times);
  }
}
