package io.rivulet.sessionizer.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.kafka.KafkaTopics;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stream running: waits for Kafka and its topics, starts the stream, and when it dies of
 * an error starts it anew after a pause that doubles up to {@link #LONGEST_PAUSE}. Starting the
 * whole stream anew, rather than one thread, leaves nothing of what failed. Exactly-once makes the
 * new one begin at the last committed transaction.
 */
public final class SessionStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionStream.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration HEALTHY_AFTER = Duration.ofMinutes(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

  private final KafkaTopics topics;
  private final Function<Commits, Topology> topology;
  private final Properties config;
  private final MeterRegistry metrics;
  private final Restoration restoration;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread supervisor;
  private volatile @Nullable KafkaStreams current;
  private volatile @Nullable String problem;

  /** Prepares a stream; {@link #start} starts it. */
  public SessionStream(
      KafkaTopics topics,
      Function<Commits, Topology> topology,
      Properties config,
      MeterRegistry metrics) {
    this.topics = topics;
    this.topology = topology;
    this.config = config;
    this.metrics = metrics;
    this.restoration = new Restoration(metrics);
    Gauge.builder("rivulet.sessionizer.actors", this, SessionStream::actors)
        .description("Actors whose memory this process has, its copies of others' included, about")
        .register(metrics);
    this.supervisor = new Thread(this::supervise, "session-stream");
  }

  /** Returns at once; the stream runs when Kafka can be reached. */
  public void start() {
    supervisor.start();
  }

  /** What the stream does just now; null while none is there. */
  public KafkaStreams.@Nullable State state() {
    KafkaStreams streams = current;
    return streams == null ? null : streams.state();
  }

  /** Why the stream cannot start before somebody acts, in one sentence; else null. */
  public @Nullable String problem() {
    return problem;
  }

  /** How many partitions' memory is being restored from Kafka; they are not worked on meanwhile. */
  public int restoringPartitions() {
    return restoration.partitions();
  }

  /** How many records are still to be read for that, about. */
  public long recordsToRestore() {
    return restoration.recordsToGo();
  }

  /**
   * RocksDB's own estimate: an actor of this week and of the last one counts twice, and each change
   * that is still in its write buffers counts.
   */
  private double actors() {
    KafkaStreams streams = current;
    return streams == null
        ? 0
        : streams.metrics().values().stream()
            .filter(m -> m.metricName().name().equals("estimate-num-keys"))
            .mapToDouble(m -> ((Number) m.metricValue()).doubleValue())
            .sum();
  }

  /** Lets the stream finish and commit what it has begun. */
  @Override
  public void close() {
    closing.countDown();
    try {
      supervisor.join(CLOSE_TIMEOUT.plusSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void supervise() {
    try {
      Duration pause = SHORTEST_PAUSE;
      if (!topics.await(closing)) {
        return;
      }
      while (closing.getCount() > 0) {
        long startedAt = System.nanoTime();
        problem = mismatch();
        if (problem == null) {
          runOnce();
        } else {
          LOG.error("the stream cannot start: {}", problem);
        }
        if (System.nanoTime() - startedAt > HEALTHY_AFTER.toNanos()) {
          pause = SHORTEST_PAUSE;
        }
        if (closing.getCount() == 0) {
          return;
        }
        LOG.warn("the stream does not run; it is tried again in {} s", pause.toSeconds());
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable String mismatch() throws InterruptedException {
    try {
      return topics.mismatch(Topics.EVENTS, SessionizerTopology.CHANGELOG).orElse(null);
    } catch (ExecutionException | KafkaException e) {
      return null; // Kafka went away: the stream waits for it
    }
  }

  /** Runs the stream until it fails or this is closed. */
  private void runOnce() throws InterruptedException {
    try {
      Commits commits = new Commits();
      KafkaStreams streams = new KafkaStreams(topology.apply(commits), config, commits);
      current = streams;
      try {
        run(streams);
      } finally {
        // The bound matters: close() without one waits for as long as a thread is stuck.
        if (!streams.close(CLOSE_TIMEOUT)) {
          LOG.warn("the stream did not end within {} s", CLOSE_TIMEOUT.toSeconds());
        }
        current = null;
      }
    } catch (RuntimeException e) {
      LOG.error("the stream cannot start", e);
    }
  }

  private void run(KafkaStreams streams) throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    streams.setUncaughtExceptionHandler(
        e -> {
          LOG.error("the stream failed", e);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setGlobalStateRestoreListener(restoration);
    streams.setStateListener(
        (now, before) -> {
          LOG.info("the stream is {}, it was {}", now, before);
          if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.PENDING_ERROR) {
            failed.countDown();
          }
        });
    try (KafkaStreamsMetrics bound = new KafkaStreamsMetrics(streams)) {
      streams.start();
      bound.bindTo(metrics);
      while (!closing.await(200, TimeUnit.MILLISECONDS) && failed.getCount() > 0) {}
    }
  }
}
