package io.rivulet.sessionizer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.SessionRule;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.RealParts;
import io.rivulet.sessionizer.TestEvents;
import io.rivulet.sessionizer.enrich.Enrichment;
import io.rivulet.sessionizer.geoip.GeoDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps the stream running, on a real broker. */
class SessionStreamIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private Path directory;
  private RealParts parts;

  @BeforeEach
  void start(@TempDir Path temporary) throws InterruptedException {
    directory = temporary;
    parts = new RealParts(directory);
    parts.createTopics(2);
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  private SessionStream stream(Supplier<Topology> topology) {
    Properties config =
        new StreamSettings(directory.resolve("state"), 1)
            .kafkaStreams(Map.of("bootstrap.servers", parts.bootstrapServers()));
    config.put("main.consumer.metadata.max.age.ms", 500);
    SessionStream stream =
        new SessionStream(parts.topics(2), topology, config, new SimpleMeterRegistry());
    stream.start();
    return stream;
  }

  private static Topology sessionizer() {
    SessionizerTopology.Problems none =
        new SessionizerTopology.Problems() {
          @Override
          public void refused(String message) {}

          @Override
          public void stepFailed(String step, Event event, Throwable cause) {}
        };
    return SessionizerTopology.build(
        project -> SessionRule.DEFAULT,
        Enrichment.standard(() -> TestEvents.NO_RULES, new GeoDatabase(null), none),
        none);
  }

  private void raise(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", parts.bootstrapServers()))) {
      admin
          .createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void partitions_that_do_not_fit_are_named_until_they_do() throws Exception {
    try (SessionStream stream = stream(SessionStreamIT::sessionizer)) {
      await().atMost(SOON).until(() -> stream.state() == KafkaStreams.State.RUNNING);
      assertThat(stream.problem()).isNull();

      raise(Topics.EVENTS, 3);
      await().atMost(SOON).until(() -> stream.problem() != null);

      assertThat(stream.problem())
          .startsWith(
              "topic events has 3 partitions and topic rivulet-sessionizer-actors-changelog has 2,"
                  + " but both must have the same number: raise the smaller to 3");
      assertThat(stream.state()).isNull();

      raise("rivulet-sessionizer-actors-changelog", 3);
      await().atMost(SOON).until(() -> stream.state() == KafkaStreams.State.RUNNING);

      assertThat(stream.problem()).isNull();
    }
  }

  @Test
  void a_stream_that_does_not_end_is_left_to_itself() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    SessionStream stream = stream(() -> stuck(entered, released));
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.EVENTS, "demo|i:a-1", EventJson.write(TestEvents.plain())))
          .get();
    }
    assertThat(entered.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

    stream.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("session-stream");
    released.countDown();
  }

  /** A topology whose only step waits for its release. */
  private static Topology stuck(CountDownLatch entered, CountDownLatch released) {
    return new Topology()
        .addSource("events", new StringDeserializer(), new ByteArrayDeserializer(), Topics.EVENTS)
        .addProcessor(
            "stuck",
            () ->
                new ContextualProcessor<String, byte[], String, byte[]>() {
                  @Override
                  public void process(Record<String, byte[]> record) {
                    entered.countDown();
                    try {
                      released.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }
                },
            "events");
  }
}
