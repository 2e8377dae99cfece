package io.rivulet.sessionizer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.event.Event;
import io.rivulet.sessionizer.kafka.StreamLag;
import io.rivulet.sessionizer.stream.SessionizerTopology;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;

/** Counts what the stream does, and measures how far it is behind. */
class StreamMetrics implements SessionizerTopology.Progress {

  /** An event is late that was under way for longer than an SDK collects events. */
  private static final Duration LATE_AFTER = Duration.ofMinutes(1);

  private final StreamLag lag;
  private final Counter sessions;
  private final Counter lateToTheHour;
  private final Counter lateToTheDay;
  private final Counter lateToTheWeek;
  private final Counter later;
  private volatile StreamLag.@Nullable Lag measured;

  StreamMetrics(StreamLag lag, MeterRegistry metrics) {
    this.lag = lag;
    this.sessions =
        Counter.builder("rivulet.sessionizer.sessions")
            .description("Sessions that began, as far as the stream sees")
            .register(metrics);
    this.lateToTheHour = late(metrics, "1m-1h");
    this.lateToTheDay = late(metrics, "1h-1d");
    this.lateToTheWeek = late(metrics, "1d-7d");
    this.later = late(metrics, "over-7d");
    Gauge.builder("rivulet.sessionizer.lag", this, m -> m.lag(StreamLag.Lag::events))
        .baseUnit("events")
        .description("Events in Kafka that no process of the stream has worked on yet")
        .register(metrics);
    Gauge.builder("rivulet.sessionizer.lag.age", this, m -> m.lag(l -> l.age().toMillis() / 1e3))
        .baseUnit("seconds")
        .description("How long the oldest of these events has waited")
        .register(metrics);
  }

  private static Counter late(MeterRegistry metrics, String age) {
    return Counter.builder("rivulet.sessionizer.late")
        .baseUnit("events")
        .tag("age", age)
        .description("Events that happened more than a minute before they arrived, by how long")
        .register(metrics);
  }

  @Override
  public void sessionized(Event event, boolean beginsSession) {
    if (beginsSession) {
      sessions.increment();
    }
    Duration lateness = event.lateness();
    if (lateness.compareTo(LATE_AFTER) > 0) {
      counterOf(lateness).increment();
    }
  }

  private Counter counterOf(Duration lateness) {
    if (lateness.compareTo(Duration.ofHours(1)) <= 0) {
      return lateToTheHour;
    }
    if (lateness.compareTo(Duration.ofDays(1)) <= 0) {
      return lateToTheDay;
    }
    return lateness.compareTo(Duration.ofDays(7)) <= 0 ? lateToTheWeek : later;
  }

  @Scheduled(fixedDelay = 10_000)
  void measureLag() {
    try {
      measured = lag.at(Instant.now());
    } catch (KafkaException e) {
      measured = null; // Kafka is away, which the stream and the archiver say
    }
  }

  /** Not a number while Kafka does not answer. */
  private double lag(ToDoubleFunction<StreamLag.Lag> part) {
    StreamLag.Lag now = measured;
    return now == null ? Double.NaN : part.applyAsDouble(now);
  }
}
