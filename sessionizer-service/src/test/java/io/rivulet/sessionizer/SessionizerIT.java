package io.rivulet.sessionizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.ForgetRequest;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.forget.ForgetRequests;
import io.rivulet.sessionizer.session.ReferenceSessions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
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
import software.amazon.awssdk.core.sync.RequestBody;

/** The whole service, from the topic events to the lake. The first test counts all lines of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SessionizerIT {
  private static final int ACTORS = 40;
  private static final int EVENTS_EACH = 75;

  private static RealParts parts;
  private static ConfigurableApplicationContext service;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    parts = new RealParts(directory);
    Path projects = directory.resolve("projects.yml");
    Files.writeString(
        projects,
        """
        projects:
          - id: demo
            write-keys: [demo-write-key]
        """);
    service =
        SessionizerApplication.builder()
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.kafka.bootstrap-servers=" + parts.bootstrapServers(),
                "--rivulet.projects=" + projects,
                "--rivulet.kafka.partitions=3",
                "--rivulet.sessionizer.state-directory=" + directory.resolve("state"),
                "--rivulet.archive.spool-directory=" + directory.resolve("spool"),
                "--rivulet.archive.rotate-after=2s");
  }

  @AfterAll
  static void stop() {
    service.close();
    parts.close();
  }

  @Test
  @Order(1)
  void every_event_is_in_the_lake_once_with_the_session_of_the_batch() throws Exception {
    List<Event> events = TestEvents.history(ACTORS, EVENTS_EACH);
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of("acks", "all"))) {
      List<Future<?>> acknowledged = new ArrayList<>();
      for (Event event : events) {
        acknowledged.add(
            producer.send(
                new ProducerRecord<>(
                    Topics.EVENTS, event.actor().recordKey(), EventJson.write(event))));
      }
      acknowledged.add(
          producer.send(
              new ProducerRecord<>(
                  Topics.EVENTS, "demo|i:a-1", "no event".getBytes(StandardCharsets.UTF_8))));
      for (Future<?> one : acknowledged) {
        one.get();
      }
    }

    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                parts.lines(Area.RAW).size() >= events.size()
                    && !parts.lines(Area.QUARANTINE).isEmpty());

    List<Event> archived =
        parts.lines(Area.RAW).stream()
            .map(line -> EventJson.readEvent(line.getBytes(StandardCharsets.UTF_8)))
            .toList();
    assertThat(archived)
        .extracting(Event::eventId)
        .containsExactlyInAnyOrderElementsOf(events.stream().map(Event::eventId).toList());
    assertThat(archived).extracting(Event::language).containsOnly("de");
    ReferenceSessions.assertThatEachIsIn(archived);
    assertThat(parts.objects(Area.RAW))
        .allSatisfy(
            o -> assertThat(o.declaredLines()).isEqualTo(Integer.toString(o.lines().size())));

    assertThat(parts.lines(Area.QUARANTINE))
        .singleElement()
        .extracting(line -> EventJson.readRejected(line.getBytes(StandardCharsets.UTF_8)))
        .satisfies(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(RejectionReason.INVALID_JSON);
              assertThat(rejected.project()).isEqualTo("demo");
              assertThat(rejected.raw()).isEqualTo("no event");
            });

    assertThat(get("/actuator/health/liveness")).contains("\"status\":\"UP\"");
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(get("/actuator/health/readiness")).contains("\"status\":\"UP\""));
    assertThat(get("/actuator/prometheus"))
        .contains("rivulet_archive_lines_total{area=\"raw\"} " + events.size() + ".0")
        .contains("rivulet_sessionizer_undecodable_total 1.0")
        .contains("rivulet_sessionizer_sessions_total " + begun(archived) + ".0")
        .contains("rivulet_sessionizer_late_events_total{age=\"over-7d\"} ")
        .contains("rivulet_sessionizer_restored_records_total 0.0")
        .containsPattern("rivulet_sessionizer_restore_seconds_count \\d")
        .containsPattern("rivulet_sessionizer_actors [1-9]")
        .containsPattern("rivulet_sessionizer_lag_events \\d")
        .containsPattern("rivulet_sessionizer_lag_age_seconds \\d")
        .contains("rivulet_archive_lag{topic=\"events-sessionized\"}")
        .contains("kafka_stream_");
  }

  private static long begun(List<Event> events) {
    return events.stream().map(Event::sessionId).distinct().count();
  }

  private static String get(String path) throws Exception {
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  @Order(2)
  void who_is_to_be_forgotten_is_forgotten_in_the_changelog_too() throws Exception {
    Event event =
        TestEvents.track("forget-1", "somebody", Instant.parse("2026-03-01T10:00:00Z")).build();
    String key = event.actor().recordKey();
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of("acks", "all"))) {
      producer.send(new ProducerRecord<>(Topics.EVENTS, key, EventJson.write(event))).get();
    }
    // the stream waits for Kafka's topics first
    await().atMost(Duration.ofMinutes(2)).until(() -> remembered(key).contains(true));
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
        .atMost(Duration.ofMinutes(1))
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
