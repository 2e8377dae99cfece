package io.rivulet.sessionizer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.RealParts;
import io.rivulet.sessionizer.TestEvents;
import io.rivulet.sessionizer.kafka.StreamLag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
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
import org.springframework.util.FileSystemUtils;

/** What keeps the stream running, on a real broker. */
class SessionStreamIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  private final MeterRegistry metrics = new SimpleMeterRegistry();
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

  private SessionStream stream(Function<Commits, Topology> topology) {
    Properties config =
        new StreamSettings(directory.resolve("state"), 1)
            .kafkaStreams(Map.of("bootstrap.servers", parts.bootstrapServers()));
    config.put("main.consumer.metadata.max.age.ms", 500);
    SessionStream stream = new SessionStream(parts.topics(2), topology, config, metrics);
    stream.start();
    return stream;
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
    try (SessionStream stream = stream(StreamProcess::topology)) {
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

  private void send(Event... events) throws Exception {
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of())) {
      for (Event event : events) {
        producer
            .send(
                new ProducerRecord<>(
                    Topics.EVENTS, event.actor().recordKey(), EventJson.write(event)))
            .get();
      }
    }
  }

  @Test
  void how_far_the_stream_is_behind_is_known_while_it_does_not_run() throws Exception {
    try (StreamLag lag =
        new StreamLag(
            Map.of("bootstrap.servers", parts.bootstrapServers()), StreamSettings.APPLICATION_ID)) {
      assertThat(lag.at(Instant.now())).isEqualTo(new StreamLag.Lag(0, Duration.ZERO));

      Instant before = Instant.now();
      send(
          TestEvents.plain(),
          TestEvents.track("e-2", "a-2", Instant.EPOCH).build(),
          TestEvents.track("e-3", "a-3", Instant.EPOCH).build());

      StreamLag.Lag behind = lag.at(before.plusSeconds(3_600));
      assertThat(behind.events()).isEqualTo(3);
      assertThat(behind.age())
          .isBetween(Duration.ofMinutes(58), Duration.ofMinutes(60).plusMillis(1));

      SessionStream stream = stream(StreamProcess::topology);
      await().atMost(SOON).until(() -> lag.at(Instant.now()).events() == 0);
      stream.close();
      send(TestEvents.plain());
      assertThat(lag.at(Instant.now()).events()).isEqualTo(1);
    }
  }

  @Test
  void memory_that_is_lost_on_disk_is_restored_from_Kafka_and_counted() throws Exception {
    send(TestEvents.plain(), TestEvents.track("e-2", "a-2", Instant.EPOCH).build());
    SessionStream first = stream(StreamProcess::topology);
    await()
        .atMost(SOON)
        .until(() -> metrics.get("rivulet.sessionizer.actors").gauge().value() >= 2);
    first.close();
    assertThat(metrics.get("rivulet.sessionizer.restored").counter().count()).isZero();

    FileSystemUtils.deleteRecursively(directory.resolve("state"));
    try (SessionStream stream = stream(StreamProcess::topology)) {
      await().atMost(SOON).until(() -> stream.state() == KafkaStreams.State.RUNNING);

      // each actor's memory, and the marks that end transactions
      assertThat(metrics.get("rivulet.sessionizer.restored").counter().count())
          .isGreaterThanOrEqualTo(2);
      assertThat(metrics.get("rivulet.sessionizer.restore").timer().count()).isPositive();
      assertThat(stream.restoringPartitions()).isZero();
      assertThat(stream.recordsToRestore()).isZero();
    }
  }

  @Test
  void a_killed_stream_restores_only_what_its_disk_had_not_yet() throws Exception {
    Event[] events =
        IntStream.range(0, 500)
            .mapToObj(i -> TestEvents.track("e-" + i, "a-" + i, Instant.EPOCH).build())
            .toArray(Event[]::new);
    Process killed = StreamProcess.start(parts, directory.resolve("state"));
    try (KafkaConsumer<String, byte[]> sessionized = parts.consumer(Topics.EVENTS_SESSIONIZED, 2);
        KafkaConsumer<String, byte[]> changelog =
            parts.consumer(SessionizerTopology.CHANGELOG, 2)) {
      send(events);
      AtomicInteger done = new AtomicInteger();
      await()
          .atMost(SOON)
          .until(() -> done.addAndGet(sessionized.poll(Duration.ofMillis(100)).count()) >= 500);
      Map<TopicPartition, Long> ends = changelog.endOffsets(changelog.assignment());
      // A checkpoint comes with a commit, so there must be some until that of each partition is
      // past all events.
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                send(Arrays.copyOf(events, 10));
                Map<TopicPartition, Long> checkpoints = checkpoints();
                return ends.entrySet().stream()
                    .allMatch(end -> checkpoints.getOrDefault(end.getKey(), 0L) >= end.getValue());
              });
    } finally {
      killed.destroyForcibly().waitFor();
    }

    Event last = TestEvents.track("last", "a-400", Instant.EPOCH.plusSeconds(60)).build();
    try (SessionStream stream = stream(StreamProcess::topology);
        KafkaConsumer<String, byte[]> sessionized = parts.consumer(Topics.EVENTS_SESSIONIZED, 2)) {
      send(last);
      List<Event> found = new ArrayList<>();
      await()
          .atMost(SOON)
          .until(
              () -> {
                for (var record : sessionized.poll(Duration.ofMillis(100))) {
                  Event event = EventJson.readEvent(record.value());
                  if (event.eventId().equals("last")) {
                    found.add(event);
                  }
                }
                return !found.isEmpty();
              });

      assertThat(found).extracting(Event::sessionIndex).containsExactly(1);
      assertThat(metrics.get("rivulet.sessionizer.restored").counter().count()).isLessThan(250);
      assertThat(stream.problem()).isNull();
    }
  }

  /** Up to which offset of the changelog the files of each partition are complete. */
  private Map<TopicPartition, Long> checkpoints() throws IOException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (int partition = 0; partition < 2; partition++) {
      Path file =
          directory.resolve(
              "state/%s/0_%d/.checkpoint".formatted(StreamSettings.APPLICATION_ID, partition));
      if (Files.exists(file)) {
        // version, number of entries, and each entry's topic, partition and offset
        String[] entry = Files.readAllLines(file).get(2).split(" ", -1);
        offsets.put(
            new TopicPartition(entry[0], Integer.parseInt(entry[1])), Long.parseLong(entry[2]));
      }
    }
    return offsets;
  }

  @Test
  void a_stream_that_does_not_end_is_left_to_itself() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    SessionStream stream = stream(commits -> stuck(entered, released));
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
