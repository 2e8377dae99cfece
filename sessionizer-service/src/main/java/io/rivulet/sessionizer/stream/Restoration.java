package io.rivulet.sessionizer.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Follows how memory that is not on this disk is read again from Kafka's changelog. */
final class Restoration implements StateRestoreListener {

  private record Running(long startedAtNanos, long recordsToGo) {}

  private final Map<TopicPartition, Running> running = new ConcurrentHashMap<>();
  private final Counter records;
  private final Timer time;

  Restoration(MeterRegistry metrics) {
    this.records =
        Counter.builder("rivulet.sessionizer.restored")
            .baseUnit("records")
            .description("Records of the changelog that were read to restore the memory of actors")
            .register(metrics);
    this.time =
        Timer.builder("rivulet.sessionizer.restore")
            .description("How long restoring the memory of one partition took")
            .register(metrics);
  }

  /** How many partitions are being restored. */
  int partitions() {
    return running.size();
  }

  /** How many records are still to be read, about. */
  long recordsToGo() {
    return running.values().stream().mapToLong(Running::recordsToGo).sum();
  }

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
    running.put(changelog, new Running(System.nanoTime(), to - from));
  }

  @Override
  public void onBatchRestored(TopicPartition changelog, String store, long end, long count) {
    records.increment((double) count);
    running.computeIfPresent(
        changelog,
        (p, before) ->
            new Running(before.startedAtNanos(), Math.max(0, before.recordsToGo() - count)));
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long count) {
    Running done = running.remove(changelog);
    if (done != null) {
      time.record(Duration.ofNanos(System.nanoTime() - done.startedAtNanos()));
    }
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long count) {
    running.remove(changelog); // the partition went to another process
  }
}
