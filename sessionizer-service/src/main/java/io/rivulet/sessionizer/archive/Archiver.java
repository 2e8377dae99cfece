package io.rivulet.sessionizer.archive;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.kafka.KafkaTopics;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of two topics into the lake, each exactly once: also when it is killed at any
 * moment, and also to a reader that looks between the crash and the repetition. See {@link
 * PartitionArchive} for how.
 *
 * <p>One thread polls and commits, so no commit can outrun a rebalance. It never waits for the
 * store, so it stays in its consumer group however long the store is away. What it does not expect
 * (a full disk, say) makes it begin anew from the committed offsets after a pause.
 */
public final class Archiver implements AutoCloseable {
  /** The consumer group whose committed offsets say what is in the lake. */
  public static final String GROUP = "rivulet-archiver";

  private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(15);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration POLLING_WITHIN = Duration.ofSeconds(60);

  private final Map<String, Object> kafka;
  private final KafkaTopics topics;
  private final ArchiveSettings settings;
  private final MeterRegistry metrics;
  private final Uploads uploads;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Thread thread;
  private final Map<TopicPartition, PartitionArchive> partitions = new HashMap<>();
  private volatile Map<String, Long> lags = Map.of();
  private volatile long polledAt;

  /**
   * Prepares an archiver; {@link #start} starts it.
   *
   * @param kafka how to reach Kafka, as consumers take it
   */
  public Archiver(
      Map<String, Object> kafka,
      KafkaTopics topics,
      ObjectStore store,
      ArchiveSettings settings,
      MeterRegistry metrics) {
    this.kafka = Map.copyOf(kafka);
    this.topics = topics;
    this.settings = settings;
    this.metrics = metrics;
    this.uploads = new Uploads(store, metrics);
    this.polledAt = System.nanoTime() - POLLING_WITHIN.toNanos();
    for (String topic : topicNames()) {
      Gauge.builder("rivulet.archive.lag", () -> lags.getOrDefault(topic, 0L))
          .description("Records of this process's partitions that are not in the lake yet")
          .tag("topic", topic)
          .register(metrics);
    }
  }

  /**
   * Returns at once; archiving begins when Kafka and the store can be reached.
   *
   * @throws IllegalStateException when another process uses the spool folder
   * @throws java.io.UncheckedIOException when the spool folder cannot be written
   */
  public void start() {
    SpoolDirectory spools = new SpoolDirectory(settings.spoolDirectory());
    thread = new Thread(() -> run(spools), "archiver");
    thread.start();
  }

  /** Whether it takes part in the work just now. */
  public boolean isPolling() {
    Thread running = thread;
    return running != null
        && running.isAlive()
        && System.nanoTime() - polledAt < POLLING_WITHIN.toNanos();
  }

  /** Whether the store answered last. */
  public boolean isStoreReachable() {
    return uploads.reachable();
  }

  /** Uploads and commits what was collected, within a bound; what remains is Kafka's to keep. */
  @Override
  public void close() {
    closing.countDown();
    try {
      Thread running = thread;
      if (running != null) {
        running.join(FINISH_WITHIN.plusSeconds(10).toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    uploads.close();
  }

  private static List<String> topicNames() {
    return List.of(Topics.EVENTS_SESSIONIZED, Topics.EVENTS_REJECTED);
  }

  private void run(SpoolDirectory spools) {
    try (spools) {
      if (!topics.await(closing)) {
        return;
      }
      while (!uploads.prepare()) {
        if (closing.await(1, TimeUnit.SECONDS)) {
          return;
        }
      }
      while (closing.getCount() > 0) {
        archive(spools);
        if (closing.await(PAUSE_AFTER_FAILURE.toSeconds(), TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("the archiver ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Archives until this is closed or something unexpected happens. */
  private void archive(SpoolDirectory spools) {
    try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(consumerConfig());
        KafkaClientMetrics bound = new KafkaClientMetrics(consumer)) {
      bound.bindTo(metrics);
      consumer.subscribe(topicNames(), new Assignments(consumer, spools));
      LOG.info("archiving {}", topicNames());
      while (closing.getCount() > 0) {
        step(consumer, false);
      }
      finish(consumer);
    } catch (IOException | RuntimeException e) {
      LOG.error("archiving failed and begins anew from the committed offsets", e);
    } finally {
      abandon(new HashSet<>(partitions.keySet()));
    }
  }

  private void step(Consumer<String, byte[]> consumer, boolean finishing) throws IOException {
    ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
    polledAt = System.nanoTime();
    for (TopicPartition partition : records.partitions()) {
      PartitionArchive archive = partitions.get(partition);
      if (archive != null) {
        archive.append(records.records(partition));
      }
    }
    Map<String, Long> lag = new HashMap<>();
    for (Map.Entry<TopicPartition, PartitionArchive> entry : partitions.entrySet()) {
      entry.getValue().advance(finishing);
      lag.merge(entry.getKey().topic(), entry.getValue().lag(), Long::sum);
    }
    lags = Map.copyOf(lag);
    uploads.checkNowAndThen();
  }

  private void finish(Consumer<String, byte[]> consumer) throws IOException {
    long until = System.nanoTime() + FINISH_WITHIN.toNanos();
    while (System.nanoTime() - until < 0 && !allDone()) {
      consumer.pause(consumer.assignment());
      step(consumer, true);
    }
    if (!allDone()) {
      LOG.warn(
          "not all was uploaded within {} s; it is still in Kafka and comes with the next start",
          FINISH_WITHIN.toSeconds());
    }
  }

  private boolean allDone() {
    return partitions.values().stream().allMatch(PartitionArchive::isDone);
  }

  private void abandon(Collection<TopicPartition> gone) {
    for (TopicPartition partition : gone) {
      PartitionArchive archive = partitions.remove(partition);
      if (archive != null) {
        archive.abandon();
      }
    }
  }

  private Map<String, Object> consumerConfig() {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class));
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    // How long a killed process keeps its partitions from the next one.
    config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    config.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    return config;
  }

  /** Begins and ends the work on partitions as they come and go. */
  private final class Assignments implements ConsumerRebalanceListener {
    private final Consumer<String, byte[]> consumer;
    private final SpoolDirectory spools;

    Assignments(Consumer<String, byte[]> consumer, SpoolDirectory spools) {
      this.consumer = consumer;
      this.spools = spools;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
      for (TopicPartition partition : assigned) {
        OffsetAndMetadata offset = committed.get(partition);
        long start = offset == null ? consumer.position(partition) : offset.offset();
        partitions.put(
            partition,
            new PartitionArchive(
                partition,
                start,
                FlushPromise.read(offset),
                consumer,
                () -> spools.newSpool(partition.topic(), partition.partition()),
                uploads,
                settings));
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
  }
}
