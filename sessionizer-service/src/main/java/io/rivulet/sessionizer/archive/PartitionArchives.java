package io.rivulet.sessionizer.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that this process has just now, as they come and go. For one thread. */
final class PartitionArchives implements ConsumerRebalanceListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionArchives.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<String, byte[]> consumer;
  private final KafkaClientMetrics consumerMetrics;
  private final SpoolDirectory spools;
  private final Uploads uploads;
  private final ArchiveSettings settings;
  private final Timer flushes;
  private final Counter expired;
  private final Map<TopicPartition, PartitionArchive> archives = new HashMap<>();
  private boolean full;

  /** Joins the consumer group of the configuration. */
  PartitionArchives(
      Map<String, Object> consumerConfig,
      SpoolDirectory spools,
      Uploads uploads,
      ArchiveSettings settings,
      MeterRegistry metrics) {
    this.spools = spools;
    this.uploads = uploads;
    this.settings = settings;
    this.flushes =
        Timer.builder(Archiver.METRICS + ".flush")
            .description("Time from the promise of a flush to the commit of its end")
            .register(metrics);
    this.expired =
        Counter.builder(Archiver.METRICS + ".expired")
            .description("Records, and marks among them, that Kafka deleted before they were read")
            .register(metrics);
    this.consumer = new KafkaConsumer<>(consumerConfig);
    this.consumerMetrics = new KafkaClientMetrics(consumer);
    consumerMetrics.bindTo(metrics);
    consumer.subscribe(Archiver.TOPICS, this);
  }

  /** Collects what is there and brings each partition as far as it can go without waiting. */
  void step(boolean finishing) throws IOException {
    if (finishing) {
      consumer.pause(consumer.assignment());
    }
    ConsumerRecords<String, byte[]> records = poll();
    for (TopicPartition partition : records.partitions()) {
      PartitionArchive archive = archives.get(partition);
      if (archive != null) {
        archive.append(records.records(partition));
      }
    }
    full = spools.isFull();
    // One that must collect up to a promise before it can make room may go on, when no other will.
    boolean roomIsMade = archives.values().stream().anyMatch(PartitionArchive::isFlushing);
    for (PartitionArchive archive : archives.values()) {
      archive.advance(finishing, full && (roomIsMade || !archive.isCollectingPromise()));
      roomIsMade |= archive.isFlushing() || archive.isCollectingPromise();
    }
  }

  /** Whether the spool folder had no room in the last step. */
  boolean isFull() {
    return full;
  }

  int openObjects() {
    return archives.values().stream().mapToInt(PartitionArchive::openObjects).sum();
  }

  /** Whether there is nothing to upload or commit. */
  boolean areDone() {
    return archives.values().stream().allMatch(PartitionArchive::isDone);
  }

  private ConsumerRecords<String, byte[]> poll() {
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      goOnWhereRecordsAre(e.offsetOutOfRangePartitions());
      return ConsumerRecords.empty();
    }
  }

  private void goOnWhereRecordsAre(Map<TopicPartition, Long> positions) {
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(positions.keySet());
    positions.forEach(
        (partition, position) -> {
          long first = Objects.requireNonNull(firsts.get(partition));
          if (position < first) {
            reportExpired(partition, position, first);
          } else {
            LOG.error(
                "{}: offset {} is past the end; was the topic deleted and made anew? Archiving "
                    + "begins at its first record, {}",
                partition,
                position,
                first);
            abandon(Set.of(partition));
            begin(partition, first, OptionalLong.empty());
          }
          consumer.seek(partition, first);
        });
  }

  private void reportExpired(TopicPartition partition, long position, long first) {
    expired.increment((double) (first - position));
    LOG.error(
        "{}: up to {} records from offset {} on were deleted by Kafka before they were archived: "
            + "they are lost to the lake. Raise the topic's retention",
        partition,
        first - position,
        position);
  }

  private void begin(TopicPartition partition, long start, OptionalLong promisedEnd) {
    archives.put(
        partition,
        new PartitionArchive(
            partition,
            start,
            promisedEnd,
            consumer,
            () -> spools.newSpool(partition.topic(), partition.partition()),
            uploads,
            settings,
            flushes));
  }

  private void abandon(Collection<TopicPartition> gone) {
    for (TopicPartition partition : gone) {
      PartitionArchive archive = archives.remove(partition);
      if (archive != null) {
        archive.abandon();
      }
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(assigned);
    Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
    for (TopicPartition partition : assigned) {
      OffsetAndMetadata offset = committed.get(partition);
      long first = Objects.requireNonNull(firsts.get(partition));
      long start = offset == null ? first : offset.offset();
      if (start < first) {
        reportExpired(partition, start, first);
      }
      if (offset == null && first < Objects.requireNonNull(ends.get(partition))) {
        LOG.warn(
            "{}: Kafka knows no offset of group {}, so archiving begins at the first record, {}. "
                + "That is right for a lake without objects of this topic",
            partition,
            Archiver.GROUP,
            first);
      }
      begin(partition, start, FlushPromise.read(offset));
      consumer.seek(partition, Math.max(start, first));
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    abandon(revoked);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    abandon(lost);
  }

  /** Leaves the group; what is not committed begins at the committed offsets elsewhere. */
  @Override
  public void close() {
    abandon(new HashSet<>(archives.keySet()));
    consumerMetrics.close();
    consumer.close();
  }
}
