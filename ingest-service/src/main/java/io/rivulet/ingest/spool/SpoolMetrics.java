package io.rivulet.ingest.spool;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What a spool counts. */
final class SpoolMetrics {
  final Counter written;
  final Counter drained;
  final Counter refused;
  final Counter damaged;
  final Counter failures;
  final Timer fsync;

  private final MeterRegistry registry;

  SpoolMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.written = counter(registry, "written", "Records made durable on disk");
    this.drained = counter(registry, "drained", "Records of the spool that Kafka acknowledged");
    this.refused = counter(registry, "refused", "Requests refused because the spool was full");
    this.damaged = counter(registry, "damaged", "Places of the files that are no record");
    this.failures = counter(registry, "failures", "Writes that the disk failed");
    this.fsync =
        Timer.builder("rivulet.ingest.spool.fsync")
            .description("Time until the disk has what it was given")
            .publishPercentileHistogram()
            .register(registry);
  }

  /** Shows how much waits. */
  void watch(Spool spool) {
    Gauge.builder("rivulet.ingest.spool.records", spool, Spool::records)
        .description("Records on disk that Kafka has not acknowledged")
        .register(registry);
    Gauge.builder("rivulet.ingest.spool.bytes", spool, Spool::bytes)
        .description("Size of the spool's files")
        .baseUnit("bytes")
        .register(registry);
    TimeGauge.builder(
            "rivulet.ingest.spool.oldest", spool, TimeUnit.MILLISECONDS, Spool::oldestAgeMillis)
        .description("How long the oldest record has been waiting for Kafka")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String what, String description) {
    return Counter.builder("rivulet.ingest.spool." + what)
        .description(description)
        .register(registry);
  }
}
