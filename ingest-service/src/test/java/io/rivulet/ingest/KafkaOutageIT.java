package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.embedded.KafkaBroker;
import io.rivulet.event.Event;
import io.rivulet.event.Topics;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaOutageIT {

  @Test
  void events_that_come_while_kafka_is_stopped_are_in_it_after_its_start(@TempDir Path directory) {
    KafkaBroker kafka = KafkaBroker.start(directory.resolve("kafka"), 0);
    int port = kafka.port();
    try (Collector collector =
        new Collector(kafka.bootstrapServers(), Collector.projectsFile(directory))) {
      awaitReadiness(collector, 200);
      Collector.Tail events = collector.tail(Topics.EVENTS);
      Collector.Tail rejected = collector.tail(Topics.EVENTS_REJECTED);
      assertThat(post(collector, "before").statusCode()).isEqualTo(200);

      kafka.close();
      long start = System.nanoTime();
      HttpResponse<String> during = post(collector, "during");
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(during.statusCode()).isEqualTo(200);
      assertThat(took).isLessThan(Duration.ofSeconds(8));
      assertThat(post(collector, "later").statusCode()).isEqualTo(200);
      assertThat(collector.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      assertThat(collector.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

      kafka = KafkaBroker.start(directory.resolve("kafka"), port);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(events.events())
                      .extracting(Event::eventId)
                      .containsSubsequence("before", "during", "later"));
      // What passes later is no refusal.
      assertThat(rejected.rejected()).isEmpty();
    } finally {
      kafka.close();
    }
  }

  @Test
  void a_collector_that_starts_before_kafka_and_projects_waits_for_the_projects_only(
      @TempDir Path directory) throws Exception {
    KafkaBroker first = KafkaBroker.start(directory.resolve("kafka"), 0);
    int port = first.port();
    String bootstrapServers = first.bootstrapServers();
    first.close();
    Path projects = directory.resolve("projects.yml");

    try (Collector collector = new Collector(bootstrapServers, projects)) {
      assertThat(post(collector, "early").body()).contains("\"code\":\"projects_not_loaded\"");
      assertThat(post(collector, "early").statusCode()).isEqualTo(503);
      Files.writeString(projects, Collector.PROJECTS);
      awaitReadiness(collector, 200);
      assertThat(post(collector, "spooled").statusCode()).isEqualTo(200);

      KafkaBroker kafka = KafkaBroker.start(directory.resolve("kafka"), port);
      try {
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(
                () ->
                    assertThat(collector.all(Topics.EVENTS).events())
                        .extracting(Event::eventId)
                        .containsExactly("spooled"));
        assertThat(post(collector, "late").statusCode()).isEqualTo(200);
      } finally {
        kafka.close();
      }
    }
  }

  private static HttpResponse<String> post(Collector collector, String messageId) {
    return collector.post(
        "/v1/page",
        ("{\"userId\":\"u1\",\"messageId\":\"" + messageId + "\"}")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8),
        Map.of());
  }

  private static void awaitReadiness(Collector collector, int status) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> collector.get("/actuator/health/readiness").statusCode() == status);
  }
}
