package io.rivulet.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.embedded.KafkaBroker;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the log says, and what it must not say. */
@ExtendWith(OutputCaptureExtension.class)
class LogsIT {
  private static final String KEY = "kEy7Q0zWriteKey";
  private static final String SECRET = "sEc7Q0zRevolt";
  private static final String PAYLOAD = "pAy7Q0zLoad";
  private static final String PROJECTS =
      """
      projects:
        - id: demo
          write-keys: [%s]
          revolt-secret: %s
      """
          .formatted(KEY, SECRET);

  @Test
  void no_line_shows_a_key_or_what_was_sent_and_each_is_json_where_that_is_asked_for(
      @TempDir Path directory, CapturedOutput output) throws Exception {
    KafkaBroker kafka = KafkaBroker.start(directory.resolve("kafka"), 0);
    Path projects = Files.writeString(directory.resolve("projects.yml"), PROJECTS);
    try (Collector collector =
        new Collector(
            kafka.bootstrapServers(), projects, "--logging.structured.format.console=ecs")) {
      collector.awaitReady();

      sendGoodAndBad(collector);
      breakProjectsFile(projects, output);
      kafka.close();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> output.getOut().contains("Kafka is not reachable"));
      sendGoodAndBad(collector);
    } finally {
      kafka.close();
    }

    assertThat(output.getAll())
        .contains("Kafka is reachable")
        .doesNotContainIgnoringCase(KEY)
        .doesNotContainIgnoringCase(SECRET)
        .doesNotContainIgnoringCase(PAYLOAD);
    List<String> ofCollector =
        output
            .getOut()
            .lines()
            .dropWhile(line -> !line.startsWith("{")) // of what else runs here
            .filter(line -> line.contains("io.rivulet.ingest"))
            .toList();
    assertThat(ofCollector)
        .hasSizeGreaterThan(3)
        .allSatisfy(
            line -> {
              JsonNode json = JsonMapper.shared().readTree(line);
              assertThat(json.at("/@timestamp").isString()).isTrue();
              assertThat(json.at("/service/name").asString()).isEqualTo("rivulet-ingest");
              assertThat(json.at("/message").isString()).isTrue();
            });
  }

  private static void sendGoodAndBad(Collector collector) throws Exception {
    Map<String, String> known = Map.of("Authorization", Collector.basic(KEY + ":"));
    String event = "{\"userId\":\"" + PAYLOAD + "\",\"event\":\"" + PAYLOAD + "\"}";
    List<byte[]> bodies =
        List.of(
            event.getBytes(UTF_8),
            ("{\"batch\":[" + event + ",{\"type\":\"" + PAYLOAD + "\"}]}").getBytes(UTF_8),
            (event + PAYLOAD).getBytes(UTF_8),
            event.repeat(50_000).getBytes(UTF_8),
            ("{\"a\":".repeat(30_000) + PAYLOAD).getBytes(UTF_8),
            event.replace("}", ",\"timestamp\":\"" + PAYLOAD + "\"}").getBytes(UTF_8));
    for (byte[] body : bodies) {
      List<String> paths =
          body.length < 1 << 20 // of more, a client that goes on after its 404 is cut off
              ? List.of("/v1/batch", "/v1/track", "/v1/" + PAYLOAD, "/" + KEY)
              : List.of("/v1/batch", "/v1/track");
      for (String path : paths) {
        collector.post(path, body, known);
        collector.post(path, body, Map.of("Authorization", Collector.basic(KEY + "x:")));
        collector.post(path, body, Map.of("Content-Encoding", "gzip", "X-Write-Key", KEY));
        collector.post(path + "?writeKey=" + KEY, body, Map.of("Content-Encoding", PAYLOAD));
      }
      collector.post("/api/v1/demo/" + PAYLOAD + "/events", body, revolt("demo:" + SECRET));
      collector.post("/api/v1/demo/i/events", body, revolt("demo:" + SECRET + "x"));
    }
    collector.get("/live?writeKey=" + KEY + "x");
    collector.get("/actuator/" + PAYLOAD);
    HttpResponse<InputStream> live =
        HttpClient.newHttpClient()
            .send(
                collector.request("/live?writeKey=" + KEY).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    live.body().close();
    assertThat(live.statusCode()).isEqualTo(200);
  }

  private static Map<String, String> revolt(String credentials) {
    return Map.of("Authorization", Collector.basic(credentials));
  }

  private static void breakProjectsFile(Path projects, CapturedOutput output) throws Exception {
    for (String broken :
        List.of(
            PROJECTS + "  - id: other\n    write-keys: [" + KEY + "]\n",
            PROJECTS.replace("[" + KEY + "]", "[" + KEY),
            PROJECTS.replace("[" + KEY + "]", "{" + KEY + ": 1}"),
            PROJECTS.replace("revolt-secret", "inactivity: x\n    revolt-secret"),
            PROJECTS.replace("revolt-secret: ", "revolt-secret: [ "))) {
      int before = refusals(output);
      Files.writeString(projects, broken);
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> refusals(output) > before);
    }
    Files.writeString(projects, PROJECTS);
  }

  private static int refusals(CapturedOutput output) {
    return output.getOut().split("the last good one stays", -1).length;
  }
}
