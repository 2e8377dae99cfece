package io.rivulet.sessionizer.archive;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.kafka.KafkaTopics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
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

  /** The topics whose records go into the lake. */
  public static final List<String> TOPICS =
      List.of(Topics.EVENTS_SESSIONIZED, Topics.EVENTS_REJECTED);

  /** What the names of all metrics of archiving begin with. */
  public static final String METRICS = "rivulet.archive";

  private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(15);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration POLLING_WITHIN = Duration.ofSeconds(60);

  /** Lines of a poll are in memory twice: with events of 32 KB, the longest, 32 MB. */
  private static final int MAX_POLL_RECORDS = 500;

  private final Map<String, Object> kafka;
  private final KafkaTopics topics;
  private final ArchiveSettings settings;
  private final MeterRegistry metrics;
  private final Uploads uploads;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Thread thread;
  private volatile @Nullable SpoolDirectory spools;
  private volatile int openObjects;
  private volatile boolean full;
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
    Gauge.builder(METRICS + ".spool.bytes", this::spoolBytes)
        .description("Bytes in the spool folder")
        .register(metrics);
    Gauge.builder(METRICS + ".open.objects", () -> openObjects)
        .description("Objects that lines are collected for or that are uploaded just now")
        .register(metrics);
  }

  /**
   * Returns at once; archiving begins when Kafka and the store can be reached.
   *
   * @throws IllegalStateException when another process uses the spool folder
   * @throws java.io.UncheckedIOException when the spool folder cannot be written
   */
  public void start() {
    SpoolDirectory taken = new SpoolDirectory(settings);
    spools = taken;
    thread = new Thread(() -> run(taken), "archiver");
    thread.start();
  }

  /** Whether it takes part in the work just now. */
  public boolean isPolling() {
    Thread running = thread;
    return running != null
        && running.isAlive()
        && System.nanoTime() - polledAt < POLLING_WITHIN.toNanos();
  }

  /** What was wrong with the store last, in one sentence; null when it can be used. */
  public @Nullable String storeProblem() {
    return uploads.problem();
  }

  /** Whether records wait in Kafka because the spool folder has no room for them. */
  public boolean isSpoolFull() {
    return full;
  }

  /** Whether the disk of the spool folder had no room when it was last looked at. */
  public boolean isDiskFull() {
    SpoolDirectory taken = spools;
    return taken != null && taken.isDiskFull();
  }

  /** Bytes in the spool folder. */
  public long spoolBytes() {
    SpoolDirectory taken = spools;
    return taken == null ? 0 : taken.bytes();
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

  private void run(SpoolDirectory taken) {
    try (taken) {
      if (!topics.await(closing)) {
        return;
      }
      while (!uploads.prepare()) {
        if (closing.await(1, TimeUnit.SECONDS)) {
          return;
        }
      }
      while (closing.getCount() > 0) {
        archive(taken);
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
  private void archive(SpoolDirectory taken) {
    try (PartitionArchives archives =
        new PartitionArchives(consumerConfig(), taken, uploads, settings, metrics)) {
      LOG.info("archiving {}", TOPICS);
      while (closing.getCount() > 0) {
        step(archives, false);
      }
      finish(archives);
    } catch (IOException | RuntimeException e) {
      metrics.counter(METRICS + ".restarts").increment();
      LOG.error("archiving failed and begins anew from the committed offsets", e);
    }
  }

  private void step(PartitionArchives archives, boolean finishing) throws IOException {
    archives.step(finishing);
    polledAt = System.nanoTime();
    openObjects = archives.openObjects();
    full = archives.isFull();
    uploads.checkNowAndThen();
  }

  private void finish(PartitionArchives archives) throws IOException {
    long until = System.nanoTime() + FINISH_WITHIN.toNanos();
    while (System.nanoTime() - until < 0 && !archives.areDone()) {
      step(archives, true);
    }
    if (!archives.areDone()) {
      LOG.warn(
          "not all was uploaded within {} s; it is still in Kafka and comes with the next start",
          FINISH_WITHIN.toSeconds());
    }
  }

  private Map<String, Object> consumerConfig() {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Where records are gone that were not archived, it must be noticed.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class));
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    // How long a killed process keeps its partitions from the next one.
    config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    config.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    return config;
  }
}
