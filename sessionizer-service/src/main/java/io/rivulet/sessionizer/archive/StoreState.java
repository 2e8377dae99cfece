package io.rivulet.sessionizer.archive;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.sessionizer.archive.ObjectStore.Failure;
import io.rivulet.sessionizer.archive.ObjectStore.UnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** An object that cannot be written, whatever becomes of others. */
  private record Conflict(String message, long seenAt) {}

  private final MeterRegistry metrics;
  private @Nullable String problem = "the lake was not asked yet";
  private boolean away;
  private final Map<String, Conflict> conflicts = new LinkedHashMap<>();
  private long failedAt = System.nanoTime();
  private long writeFailedAt = System.nanoTime() - WRITE_FAILURE_COUNTS.toNanos();

  StoreState(MeterRegistry metrics) {
    this.metrics = metrics;
    for (Failure failure : Failure.values()) {
      count(failure, 0);
    }
  }

  /** What was wrong last, in one sentence; null when the store can be used. */
  synchronized @Nullable String problem() {
    // Another process may have taken over its partition.
    conflicts.values().removeIf(c -> hasPassed(WRITE_FAILURE_COUNTS, c.seenAt()));
    return conflicts.isEmpty() ? problem : conflicts.values().iterator().next().message();
  }

  synchronized void writeFailed(String key, UnavailableException e) {
    if (e.failure() == Failure.CONFLICT) {
      count(e.failure(), 1);
      String message = String.valueOf(e.getMessage());
      if (conflicts.put(key, new Conflict(message, System.nanoTime())) == null) {
        LOG.error("{}", message);
      }
    } else {
      writeFailedAt = System.nanoTime();
      failed(e);
    }
  }

  synchronized void checkFailed(UnavailableException e) {
    failed(e);
  }

  synchronized void written(String key) {
    conflicts.remove(key);
    writeFailedAt = System.nanoTime() - WRITE_FAILURE_COUNTS.toNanos();
    answered();
  }

  synchronized void checked() {
    if (hasPassed(WRITE_FAILURE_COUNTS, writeFailedAt)) {
      answered();
    }
  }

  private void failed(UnavailableException e) {
    problem = e.getMessage();
    failedAt = System.nanoTime();
    count(e.failure(), 1);
    if (!away) {
      away = true;
      LOG.warn("the lake is away, everything waits in Kafka and is retried: {}", e.getMessage());
    }
  }

  private void answered() {
    problem = null;
    if (away && hasPassed(WELL_AFTER, failedAt)) {
      away = false;
      LOG.info("the lake is back");
    }
  }

  private static boolean hasPassed(Duration time, long since) {
    return System.nanoTime() - since >= time.toNanos();
  }

  private void count(Failure failure, int times) {
    metrics.counter("rivulet.archive.failures", "kind", failure.tag()).increment(times);
  }
}
