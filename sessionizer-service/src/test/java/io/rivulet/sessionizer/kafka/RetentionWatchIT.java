package io.rivulet.sessionizer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.RealParts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@SuppressWarnings("try") // watches work by themselves
class RetentionWatchIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String GROUP = "readers";
  private static final String TOPIC = "watched";

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private RealParts parts;
  private Admin admin;

  @BeforeEach
  void start(@TempDir Path directory) {
    parts = new RealParts(directory);
    admin = Admin.create(Map.of("bootstrap.servers", parts.bootstrapServers()));
    log.start();
    ((Logger) LoggerFactory.getLogger(RetentionWatch.class)).addAppender(log);
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(RetentionWatch.class)).detachAppender(log);
    admin.close();
    parts.close();
  }

  private void createTopic(Map<String, String> retention) throws Exception {
    admin
        .createTopics(
            List.of(new NewTopic(TOPIC, Optional.of(2), Optional.empty()).configs(retention)))
        .all()
        .get();
  }

  private void produce(int records, Duration age) throws Exception {
    long timestamp = System.currentTimeMillis() - age.toMillis();
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of("acks", "all"))) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(TOPIC, 1, timestamp, "key", new byte[10_000])).get();
      }
    }
  }

  private void commit(long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            GROUP, Map.of(new TopicPartition(TOPIC, 1), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  private RetentionWatch watch() {
    RetentionWatch watch =
        new RetentionWatch(
            Map.of("bootstrap.servers", parts.bootstrapServers()),
            parts.topics(1),
            GROUP,
            List.of(TOPIC, Topics.EVENTS),
            "test",
            metrics);
    watch.start();
    return watch;
  }

  private double gauge(String name) {
    return metrics.get(name).tag("topic", TOPIC).gauge().value();
  }

  private List<Level> levels() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getLevel).toList();
  }

  @Test
  void the_age_of_the_oldest_record_that_waits_is_compared_with_the_retention() throws Exception {
    createTopic(Map.of("retention.ms", Long.toString(Duration.ofHours(10).toMillis())));
    produce(1, Duration.ofHours(9));
    produce(3, Duration.ofHours(6));

    try (RetentionWatch watch = watch()) {
      await().atMost(SOON).until(() -> gauge("test.lag") == 4);
      assertThat(gauge("test.lag.seconds")).isBetween(9 * 3_600.0, 9 * 3_600.0 + 60);
      assertThat(gauge("test.retention.used")).isBetween(0.90, 0.91);
      assertThat(watch.used().get(TOPIC)).isBetween(0.90, 0.91);
      assertThat(watch.used()).containsEntry(Topics.EVENTS, 0.0);
      await().atMost(SOON).until(() -> levels().contains(Level.ERROR));

      commit(4);
      await().atMost(SOON).until(() -> gauge("test.lag") == 0);
      assertThat(gauge("test.lag.seconds")).isZero();
      assertThat(gauge("test.retention.used")).isZero();
      await().atMost(SOON).until(() -> levels().contains(Level.INFO));
    }
    assertThat(levels()).containsExactly(Level.ERROR, Level.INFO);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("readers is behind", "topic watched", "90 %");
  }

  @Test
  void bytes_count_where_retention_is_by_bytes() throws Exception {
    createTopic(Map.of("retention.ms", "-1", "retention.bytes", "1000000"));
    produce(80, Duration.ZERO);
    commit(20);

    try (RetentionWatch unused = watch()) {
      await().atMost(SOON).until(() -> gauge("test.lag") == 60);
      assertThat(gauge("test.retention.used")).isBetween(0.6, 0.65);
      await().atMost(SOON).until(() -> levels().contains(Level.WARN));
    }
  }
}
