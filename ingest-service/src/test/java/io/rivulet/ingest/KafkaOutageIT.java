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
  void without_kafka_the_answer_is_503_and_with_it_again_200(@TempDir Path directory) {
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
      HttpResponse<String> refused = post(collector, "during");
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("5");
      assertThat(refused.body())
          .startsWith("{\"success\":false,\"code\":\"store_unavailable\",\"message\":");
      assertThat(took).isLessThan(Duration.ofSeconds(7));
      awaitReadiness(collector, 503);
      assertThat(secondsOfTenRefusals(collector)).isLessThan(3);
      assertThat(collector.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

      kafka = KafkaBroker.start(directory.resolve("kafka"), port);
      awaitReadiness(collector, 200);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> post(collector, "after").statusCode() == 200);

      assertThat(events.events())
          .extracting(Event::eventId)
          .contains("before", "after")
          .doesNotContain("while down");
      // What could not be stored is sent again; it is not refused and not in the quarantine.
      assertThat(rejected.rejected()).isEmpty();
    } finally {
      kafka.close();
    }
  }

  @Test
  void a_collector_that_starts_before_kafka_and_projects_waits_for_both(@TempDir Path directory)
      throws Exception {
    KafkaBroker first = KafkaBroker.start(directory.resolve("kafka"), 0);
    int port = first.port();
    String bootstrapServers = first.bootstrapServers();
    first.close();
    Path projects = directory.resolve("projects.yml");

    try (Collector collector = new Collector(bootstrapServers, projects)) {
      assertThat(post(collector, "early").body()).contains("\"code\":\"projects_not_loaded\"");
      assertThat(post(collector, "early").statusCode()).isEqualTo(503);
      Files.writeString(projects, Collector.PROJECTS);
      KafkaBroker kafka = KafkaBroker.start(directory.resolve("kafka"), port);
      try {
        awaitReadiness(collector, 200);

        assertThat(post(collector, "late").statusCode()).isEqualTo(200);
      } finally {
        kafka.close();
      }
    }
  }

  private static double secondsOfTenRefusals(Collector collector) {
    long start = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> refused = post(collector, "while down");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("5");
    }
    return (System.nanoTime() - start) / 1e9;
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
        .atMost(Duration.ofSeconds(40))
        .until(() -> collector.get("/actuator/health/readiness").statusCode() == status);
  }
}
