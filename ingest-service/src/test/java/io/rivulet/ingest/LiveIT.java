package io.rivulet.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.stores.TestKafka;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Streams of live events over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveIT {
  private TestKafka kafka;
  private Collector collector;

  @BeforeAll
  void start(@TempDir Path directory) {
    kafka = TestKafka.start(directory.resolve("kafka"));
    collector = new Collector(kafka.bootstrapServers(), Collector.projectsFile(directory));
    collector.awaitReady();
  }

  @AfterAll
  void stop() {
    try (Listener listening = listen("/live?writeKey=demo-write-key", Map.of())) {
      long start = System.nanoTime();
      collector.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("a listener holds up no shutdown")
          .isLessThan(Duration.ofSeconds(12));
      assertThat(listening.answer.statusCode()).isEqualTo(200);
    }
    kafka.close();
  }

  @Test
  void who_has_the_key_sees_what_is_accepted_and_refused() throws IOException {
    try (Listener listener =
        listen(
            "/live",
            Map.of(
                "Authorization",
                Collector.basic("demo-write-key:"),
                "Origin",
                "https://shop.example"))) {
      assertThat(listener.answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      assertThat(listener.answer.headers().firstValue("Access-Control-Allow-Origin"))
          .contains("https://shop.example");
      assertThat(listener.until("\n\n")).isEqualTo(":\n\n");

      collector.post("/v1/track", "{\"event\":\"Tried\",\"userId\":\"u\",\"messageId\":\"m-1\"}");
      assertThat(listener.until("\n\n"))
          .startsWith("event: accepted\ndata: {\"event_id\":\"m-1\",\"type\":\"track\"");

      collector.post("/v1/track", "{\"userId\":\"u\"}");
      assertThat(listener.until("\n\n"))
          .startsWith("event: rejected\ndata: {\"reason\":\"missing_name\"");
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(openStreams()).isZero());
  }

  @Test
  void a_page_may_put_the_key_into_the_address() throws IOException {
    try (Listener listener = listen("/live/?writeKey=demo-write-key", Map.of())) {
      assertThat(listener.until("\n\n")).isEqualTo(":\n\n");
    }
  }

  @Test
  void without_a_known_key_there_is_nothing_to_see() {
    assertThat(collector.get("/live").statusCode()).isEqualTo(401);
    assertThat(collector.get("/live?writeKey=wrong").statusCode()).isEqualTo(401);
    assertThat(collector.get("/live/more?writeKey=demo-write-key").statusCode()).isEqualTo(404);
    assertThat(collector.post("/live", "{}").statusCode()).isEqualTo(405);
    HttpResponse<String> preflight =
        collector.send(
            collector
                .request("/live")
                .header("Origin", "null")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(preflight.statusCode()).isEqualTo(204);
  }

  @Test
  void the_sixth_listener_of_a_project_is_put_off() {
    List<Listener> listeners = new ArrayList<>();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(openStreams()).isZero());
      for (int i = 0; i < 5; i++) {
        listeners.add(listen("/live?writeKey=demo-write-key", Map.of()));
      }

      HttpResponse<String> sixth = collector.get("/live?writeKey=demo-write-key");

      assertThat(sixth.statusCode()).isEqualTo(429);
      assertThat(sixth.headers().firstValue("Retry-After")).contains("5");
      assertThat(sixth.body()).contains("\"code\":\"too_many_streams\"");
    } finally {
      listeners.forEach(Listener::close);
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(openStreams()).isZero());
  }

  private double openStreams() {
    return collector
        .get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith("rivulet_ingest_live_streams "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ", 2)[1]))
        .findFirst()
        .orElse(-1);
  }

  private Listener listen(String path, Map<String, String> headers) {
    HttpRequest.Builder request = collector.request(path);
    headers.forEach(request::setHeader);
    CompletableFuture<HttpResponse<InputStream>> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    return new Listener(answer.join());
  }

  private record Listener(HttpResponse<InputStream> answer) implements AutoCloseable {
    String until(String end) throws IOException {
      StringBuilder text = new StringBuilder();
      while (!text.toString().endsWith(end)) {
        byte[] next = answer.body().readNBytes(1);
        assertThat(next).as("the stream ended after %s", text).isNotEmpty();
        text.append(new String(next, UTF_8));
      }
      return text.toString();
    }

    @Override
    public void close() {
      try {
        answer.body().close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
