package io.rivulet.sessionizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.archive.Archiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** The service after what it or Kafka kept is gone; the lake is there. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LossIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  /** Far behind every offset that a topic will ever reach. */
  private static final long FAR_OFFSET = 1_000_000_000_000_000_000L;

  private static Path directory;
  private static RealParts parts;
  private static ConfigurableApplicationContext service;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Files.writeString(directory.resolve("projects.yml"), "projects: [{id: demo, write-keys: [k]}]");
    parts = RealParts.inThisJvm(directory);
    service = startService();
  }

  @AfterAll
  static void stop() {
    service.close();
    parts.close();
  }

  private static ConfigurableApplicationContext startService() {
    return SessionizerApplication.builder()
        .run(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.kafka.bootstrap-servers=" + parts.bootstrapServers(),
            "--rivulet.projects=" + directory.resolve("projects.yml"),
            "--rivulet.kafka.partitions=1",
            // who comes back under another name waits for so long; as short as the broker allows
            "--spring.kafka.consumer.properties.session.timeout.ms=6000",
            "--spring.kafka.streams.properties.main.consumer.session.timeout.ms=6000",
            "--rivulet.sessionizer.state-directory=" + directory.resolve("state"),
            "--rivulet.archive.spool-directory=" + directory.resolve("spool"),
            "--rivulet.archive.rotate-after=1s");
  }

  @Test
  @Order(1)
  void a_lost_state_directory_tears_no_session() throws Exception {
    send("e-0", TEN, TEN);
    awaitInLake(1);
    service.close();
    FileSystemUtils.deleteRecursively(directory.resolve("state"));
    service = startService();

    send("e-1", TEN.plusSeconds(60), TEN);
    awaitInLake(2);

    assertThat(lake()).extracting(Event::sessionIndex).containsExactlyInAnyOrder(0, 1);
    assertThat(lake()).extracting(Event::sessionId).containsOnly(lake().get(0).sessionId());
  }

  @Test
  @Order(2)
  void a_kafka_that_is_lost_and_made_anew_takes_nothing_from_the_lake() throws Exception {
    service.close();
    parts.loseKafka();
    service = startService();
    Archiver archiver = service.getBean(Archiver.class);

    // offsets begin at 0 again: in the hour of the old object that is its name, which it keeps
    send("e-2", TEN.plusSeconds(120), TEN);
    await()
        .atMost(SOON)
        .until(() -> String.valueOf(archiver.storeProblem()).contains("has other lines"));
    assertThat(lake()).extracting(Event::eventId).containsExactlyInAnyOrder("e-0", "e-1");
    // what the documentation says to do
    for (RealParts.StoredObject object : parts.objects(Area.RAW)) {
      moveFar(object.key());
    }
    // in any other hour it is another name
    send("e-3", TEN.plusSeconds(3_600), TEN.plusSeconds(3_600));
    awaitInLake(4);

    await().atMost(SOON).until(() -> archiver.storeProblem() == null);
    assertThat(lake())
        .extracting(Event::eventId)
        .containsExactlyInAnyOrder("e-0", "e-1", "e-2", "e-3");
  }

  private static void send(String id, Instant occurredAt, Instant receivedAt) throws Exception {
    Event event = TestEvents.track(id, "a-1", occurredAt).receivedAt(receivedAt).build();
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of("acks", "all"))) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.EVENTS, event.actor().recordKey(), EventJson.write(event)))
          .get();
    }
  }

  private static List<Event> lake() throws Exception {
    return parts.lines(Area.RAW).stream()
        .map(line -> EventJson.readEvent(line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static void awaitInLake(int events) {
    await().atMost(SOON).until(() -> lake().size() >= events);
  }

  private static void moveFar(String key) {
    LakeObject object = LakeObject.parse(key).orElseThrow();
    LakeObject far =
        new LakeObject(
            object.area(),
            object.project(),
            object.receivedHour(),
            object.topic(),
            object.partition(),
            FAR_OFFSET + object.firstOffset());
    parts
        .s3()
        .copyObject(
            b ->
                b.sourceBucket(RealParts.BUCKET)
                    .sourceKey(key)
                    .destinationBucket(RealParts.BUCKET)
                    .destinationKey(far.key()));
    parts.s3().deleteObject(b -> b.bucket(RealParts.BUCKET).key(key));
  }
}
