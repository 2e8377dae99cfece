package io.rivulet.sessionizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.ForgetRequest;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.forget.ForgetRequests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import software.amazon.awssdk.core.sync.RequestBody;

/** The ETL's way to the memory of the stream. */
class ForgetIT {
  private static RealParts parts;
  private static ConfigurableApplicationContext service;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    parts = new RealParts(directory);
    Path projects =
        Files.writeString(
            directory.resolve("projects.yml"), "projects: [{id: demo, write-keys: [k]}]");
    service =
        SessionizerApplication.builder()
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.kafka.bootstrap-servers=" + parts.bootstrapServers(),
                "--rivulet.projects=" + projects,
                "--rivulet.kafka.partitions=3",
                "--rivulet.sessionizer.state-directory=" + directory.resolve("state"),
                "--rivulet.archive.spool-directory=" + directory.resolve("spool"));
  }

  @AfterAll
  static void stop() {
    service.close();
    parts.close();
  }

  @Test
  void who_is_to_be_forgotten_is_forgotten_in_the_changelog_too() throws Exception {
    Event event =
        TestEvents.track("forget-1", "somebody", Instant.parse("2026-03-01T10:00:00Z")).build();
    String key = event.actor().recordKey();
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of("acks", "all"))) {
      producer.send(new ProducerRecord<>(Topics.EVENTS, key, EventJson.write(event))).get();
    }
    // the stream waits for Kafka's topics first
    await().atMost(Duration.ofSeconds(60)).until(() -> remembered(key).contains(true));
    String request = ForgetRequest.key("demo", 1);
    parts
        .s3()
        .putObject(
            b -> b.bucket(RealParts.BUCKET).key(request),
            RequestBody.fromBytes(
                EventJson.mapper()
                    .writeValueAsBytes(
                        new ForgetRequest("demo", List.of(), List.of("somebody", "nobody")))));

    service.getBean(ForgetRequests.class).take();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> remembered(key).lastIndexOf(false) > remembered(key).lastIndexOf(true));
    assertThat(
            parts
                .s3()
                .listObjectsV2(b -> b.bucket(RealParts.BUCKET).prefix(ForgetRequest.PREFIX))
                .contents())
        .isEmpty();
  }

  /** Of an actor: whether each record of the changelog has a memory, in the order of writing. */
  private static List<Boolean> remembered(String key) {
    List<Boolean> records = new ArrayList<>();
    try (var changelog = parts.consumer("rivulet-sessionizer-actors-changelog", 3)) {
      var ends = changelog.endOffsets(changelog.assignment());
      while (ends.entrySet().stream()
          .anyMatch(e -> changelog.position(e.getKey()) < e.getValue())) {
        // The key is the actor's, and the week's.
        changelog
            .poll(Duration.ofMillis(200))
            .forEach(
                r -> {
                  if (r.key().startsWith(key)) {
                    records.add(r.value() != null);
                  }
                });
      }
    }
    return records;
  }
}
