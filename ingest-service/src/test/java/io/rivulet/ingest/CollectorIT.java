package io.rivulet.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.Topics;
import io.rivulet.stores.TestKafka;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectorIT {
  private TestKafka kafka;
  private Collector collector;
  private Collector.Tail events;
  private Collector.Tail rejected;

  @BeforeAll
  void start(@TempDir Path directory) {
    kafka = TestKafka.start(directory.resolve("kafka"));
    collector = new Collector(kafka.bootstrapServers(), Collector.projectsFile(directory));
    collector.awaitReady();
  }

  @AfterAll
  void stop() {
    collector.close();
    kafka.close();
  }

  @BeforeEach
  void remember() {
    events = collector.tail(Topics.EVENTS);
    rejected = collector.tail(Topics.EVENTS_REJECTED);
  }

  @Test
  void a_batch_is_answered_once_all_of_it_is_in_kafka() {
    HttpResponse<String> answer =
        collector.post(
            "/v1/batch",
            """
            {"batch":[
              {"type":"track","event":"Signed Up","userId":"u1","messageId":"m1"},
              {"type":"page","name":"Home","anonymousId":"a1","messageId":"m2"}],
             "sentAt":"2026-03-01T10:00:00.000Z"}""");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map().get("content-type")).containsExactly("application/json");
    assertThat(answer.body()).isEqualTo("{\"success\":true,\"accepted\":2,\"rejected\":[]}");
    assertThat(events.records())
        .extracting(ConsumerRecord::key)
        .containsExactlyInAnyOrder("demo|u:u1", "demo|i:a1");
    assertThat(events.events()).extracting(Event::eventId).contains("m1", "m2");
    assertThat(rejected.records()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/batch", "/v1/batch/", "/v1/import", "/v1/import/", "/v1/b", "/v1/b/"})
  void every_batch_route_leads_to_the_same_handler(String path) {
    assertThat(
            collector
                .post(
                    path,
                    "{\"batch\":[{\"type\":\"alias\",\"userId\":\"u\",\"previousId\":\"p\"}]}")
                .body())
        .isEqualTo("{\"success\":true,\"accepted\":1,\"rejected\":[]}");
    assertThat(events.events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "track",
        "identify",
        "page",
        "screen",
        "group",
        "alias",
        "t",
        "i",
        "p",
        "s",
        "g",
        "a",
        "track/",
        "i/"
      })
  void a_single_event_has_the_type_of_its_route(String word) {
    HttpResponse<String> answer =
        collector.post("/v1/" + word, "{\"event\":\"x\",\"userId\":\"u1\"}");

    assertThat(answer.body()).isEqualTo("{\"success\":true,\"accepted\":1,\"rejected\":[]}");
    assertThat(events.events())
        .singleElement()
        .satisfies(e -> assertThat(e.type().wireName()).startsWith(word.replace("/", "")));
  }

  @Test
  void bad_neighbours_are_refused_one_by_one_and_good_ones_stored() {
    String large = "x".repeat(33 * 1024);

    HttpResponse<String> answer =
        collector.post(
            "/v1/batch",
            """
            {"batch":[
              {"type":"track","event":"good","userId":"u1","messageId":"m0"},
              {"type":"track","userId":"u1","messageId":"m1"},
              {"type":"track","event":"nobody","userId":"","anonymousId":"undefined","messageId":"m2"},
              {"event":"no type","userId":"u1","messageId":"m3"},
              {"type":"track","event":"large","userId":"u1","messageId":"m4","properties":{"x":"%s"}},
              {"type":"track","event":"late","userId":"u1","messageId":"m5","timestamp":"yesterday"},
              "what",
              {"type":"buy","userId":"u1","messageId":"m7"},
              {"type":"track","event":"nan","userId":"u1","messageId":"m8","properties":{"a":NaN,"b":-Infinity,"c":"x\\u0000y"}}]}"""
                .formatted(large));

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode body = EventJson.mapper().readTree(answer.body());
    assertThat(body.get("accepted").asInt()).isEqualTo(2);
    assertThat(body.get("rejected").valueStream().map(r -> r.get("index") + " " + r.get("reason")))
        .containsExactly(
            "1 \"missing_name\"",
            "2 \"missing_id\"",
            "3 \"missing_type\"",
            "4 \"event_too_large\"",
            "5 \"invalid_timestamp\"",
            "6 \"invalid_event\"",
            "7 \"unknown_type\"");
    assertThat(body.get("rejected").get(3).get("messageId").asString()).isEqualTo("m4");
    assertThat(events.events()).extracting(Event::eventId).containsExactlyInAnyOrder("m0", "m8");
    assertThat(events.events())
        .filteredOn(e -> e.eventId().equals("m8"))
        .singleElement()
        .satisfies(
            e ->
                assertThat(String.valueOf(e.properties()))
                    .isEqualTo("{\"a\":null,\"b\":null,\"c\":\"x\uFFFDy\"}"));
    assertThat(rejected.rejected()).hasSize(7);
    assertThat(rejected.rejected())
        .allSatisfy(r -> assertThat(r.project()).isEqualTo("demo"))
        .filteredOn(r -> r.reason() == RejectionReason.MISSING_NAME)
        .singleElement()
        .satisfies(
            r ->
                assertThat(r.raw())
                    .isEqualTo("{\"type\":\"track\",\"userId\":\"u1\",\"messageId\":\"m1\"}"));
  }

  @Test
  void of_2501_events_the_last_is_refused() {
    String batch =
        IntStream.range(0, 2501)
            .mapToObj(i -> "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u" + i + "\"}")
            .collect(Collectors.joining(",", "{\"batch\":[", "]}"));

    JsonNode body = EventJson.mapper().readTree(collector.post("/v1/batch", batch).body());

    assertThat(body.get("accepted").asInt()).isEqualTo(2500);
    assertThat(body.get("rejected").toString()).contains("\"index\":2500", "too_many_events");
    assertThat(events.records()).hasSize(2500);
    assertThat(rejected.records()).hasSize(1);
  }

  @Test
  void an_empty_batch_is_fine_and_quarantined() {
    HttpResponse<String> answer = collector.post("/v1/batch", "{\"batch\":[]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"success\":true,\"accepted\":0,\"rejected\":[{\"index\":null,\"messageId\":null,"
                + "\"reason\":\"empty_batch\",\"message\":\"the batch has no events\"}]}");
    assertThat(rejected.rejected())
        .extracting(RejectedEvent::reason)
        .containsExactly(RejectionReason.EMPTY_BATCH);
  }

  @Test
  void gzip_is_read_by_its_header_and_by_its_magic_bytes() {
    byte[] body = Collector.gzip("{\"batch\":[{\"type\":\"page\",\"userId\":\"u1\"}]}");

    assertThat(collector.post("/v1/batch", body, Map.of("Content-Encoding", "gzip")).body())
        .contains("\"accepted\":1");
    assertThat(
            collector
                .post(
                    "/v1/batch", body, Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .body())
        .contains("\"accepted\":1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "rubbish;;/"
      })
  void the_content_type_is_ignored(String contentType) {
    HttpResponse<String> answer =
        collector.post(
            "/v1/track",
            "{\"event\":\"x\",\"userId\":\"u1\"}".getBytes(UTF_8),
            Map.of("Content-Type", contentType));

    assertThat(answer.body()).isEqualTo("{\"success\":true,\"accepted\":1,\"rejected\":[]}");
  }

  @Test
  void wrong_gzip_is_refused_and_kept_as_base64() {
    HttpResponse<String> answer =
        collector.post(
            "/v1/batch",
            new byte[] {0x1f, (byte) 0x8b, 7, 7, 7},
            Map.of("Content-Encoding", "gzip"));

    assertRefused(answer, 400, "invalid_encoding");
    assertThat(rejected.rejected())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.reason()).isEqualTo(RejectionReason.INVALID_ENCODING);
              assertThat(r.project()).isEqualTo("demo");
              assertThat(r.raw()).isEqualTo("base64:H4sHBwc=");
            });
  }

  @Test
  void broken_json_is_refused_and_kept() {
    HttpResponse<String> answer = collector.post("/v1/batch", "{\"batch\":[{\"type\":");

    assertRefused(answer, 400, "invalid_json");
    assertThat(rejected.rejected())
        .extracting(RejectedEvent::raw)
        .containsExactly("{\"batch\":[{\"type\":");
    assertThat(events.records()).isEmpty();
  }

  @Test
  void a_body_over_a_megabyte_is_refused_with_400() {
    assertRefused(collector.post("/v1/batch", " ".repeat(6_000_000)), 400, "request_too_large");
    assertRefused(
        collector.post("/v1/batch", Collector.gzip(" ".repeat(50_000_000)), Map.of()),
        400,
        "request_too_large");
    assertThat(rejected.rejected())
        .allSatisfy(r -> assertThat(r.raw()).hasSize(65_536))
        .extracting(RejectedEvent::message)
        .allSatisfy(m -> assertThat(m).contains("1048576 bytes", "keeps only its beginning"))
        .hasSize(2);
  }

  @Test
  void an_unknown_key_is_refused_and_kept_under_no_project() {
    HttpResponse<String> answer =
        collector.post(
            "/v1/track",
            "{\"event\":\"x\",\"userId\":\"u1\",\"context\":{\"ip\":\"203.0.113.77\"}}"
                .getBytes(UTF_8),
            Map.of("Authorization", Collector.basic("nobodys-key:")));

    assertRefused(answer, 401, "unknown_key");
    assertThat(answer.body()).contains("invalid write key");
    assertThat(rejected.rejected())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.project()).isEqualTo(RejectedEvent.UNKNOWN_PROJECT);
              assertThat(r.raw()).contains("203.0.113.0").doesNotContain("203.0.113.77");
            });
  }

  @Test
  void the_key_may_stand_in_header_query_or_body() {
    String event = "{\"type\":\"page\",\"userId\":\"u1\"";
    List<HttpRequest.Builder> requests =
        List.of(
            collector
                .request("/v1/page")
                .header("X-Write-Key", "demo-write-key")
                .POST(of(event + "}")),
            collector.request("/v1/page?writeKey=demo-write-key").POST(of(event + "}")),
            collector.request("/v1/page").POST(of(event + ",\"writeKey\":\"demo-write-key\"}")),
            collector
                .request("/v1/batch")
                .POST(of("{\"batch\":[" + event + "}],\"writeKey\":\"demo-write-key\"}")),
            collector
                .request("/v1/batch")
                .POST(of("{\"batch\":[" + event + ",\"writeKey\":\"demo-write-key\"}]}")));

    assertThat(requests)
        .allSatisfy(r -> assertThat(collector.send(r.build()).statusCode()).isEqualTo(200));
    assertThat(events.records()).hasSize(5);
    assertThat(events.records())
        .allSatisfy(r -> assertThat(new String(r.value(), UTF_8)).doesNotContain("write-key"));
  }

  @Test
  void a_revolt_batch_is_always_accepted_as_a_whole() {
    HttpResponse<String> answer =
        revolt(
            "/api/v1/demo/r-1/events",
            """
            [{"meta":{"id":"r1","type":"user.signedIn","timestamp":1767225600000},"data":{"appUserId":"u1"}},
             {"meta":{"id":"r2"},"data":{}},
             7]""");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map().get("content-type")).containsExactly("application/json");
    assertThat(answer.body()).isEqualTo("{\"eventsAccepted\":3,\"eventError\":null}");
    assertThat(events.events()).extracting(Event::eventId).containsExactly("r1");
    assertThat(rejected.rejected())
        .extracting(RejectedEvent::reason)
        .containsExactlyInAnyOrder(RejectionReason.MISSING_TYPE, RejectionReason.INVALID_EVENT);
  }

  @Test
  void a_broken_revolt_batch_is_accepted_and_quarantined() {
    HttpResponse<String> answer =
        revolt("/api/v1/demo/r-1/events", "[{\"meta\":{\"id\":\"r1\"}},{\"meta\":{");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"eventsAccepted\":2,\"eventError\":null}");
    assertThat(rejected.rejected())
        .extracting(RejectedEvent::reason)
        .containsExactly(RejectionReason.INVALID_JSON);
  }

  @Test
  void revolt_credentials_must_be_those_of_the_project_in_the_path() {
    assertRefused(revolt("/api/v1/other/r-1/events", "[]"), 401, "unknown_key");
    assertRefused(collector.post("/api/v1/demo/r-1/events", "[]"), 401, "unknown_key");
  }

  @Test
  void preflights_are_answered_without_a_key() {
    HttpResponse<String> answer =
        collector.send(
            collector
                .request("/v1/batch")
                .header("Origin", "capacitor://localhost")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("capacitor://localhost");
    assertThat(answer.headers().firstValue("Vary")).contains("Origin");
    assertThat(answer.headers().firstValue("Access-Control-Max-Age")).contains("7200");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "X-Write-Key", "Content-Encoding");
  }

  @Test
  void errors_too_can_be_read_by_pages() {
    HttpResponse<String> answer =
        collector.post("/v1/batch", "{".getBytes(UTF_8), Map.of("Origin", "null"));

    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("null");
    assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
        .contains("Retry-After");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nothing", "/v1/nothing", "/v2/batch", "/api/v1/demo/events"})
  void unknown_paths_are_answered_in_json(String path) {
    assertRefused(collector.post(path, "{}"), 404, "not_found");
    assertRefused(
        collector.send(collector.request(path).header("Accept", "text/html").build()),
        404,
        "not_found");
  }

  @Test
  void other_methods_are_answered_in_json() {
    HttpResponse<String> answer = collector.get("/v1/batch");

    assertRefused(answer, 405, "method_not_allowed");
    assertThat(answer.headers().firstValue("Allow")).contains("POST, OPTIONS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rubbish\r\n\r\n",
        "POST /v1/batch HTTP/3.0\r\nHost: x\r\n\r\n",
        "POST /v1/batch HTTP/1.1\r\n\r\n",
        "POST /v1/ba{t}ch HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: rubbish\r\n\r\n",
        "POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: rubbish\r\n\r\n",
        "POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nrubbish\r\n",
        "POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
        "POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}",
        "POST /v1/batch HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/../../batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      })
  void requests_that_are_no_http_are_answered_with_400_in_json(String request) throws IOException {
    String answer = raw(request);

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("Content-Type: application/json");
    assertThat(answer).contains("{\"success\":false,\"code\":\"bad_request\",\"message\":");
  }

  @Test
  void a_client_without_content_length_is_read_to_the_last_chunk() throws IOException {
    String request =
        """
        POST /v1/page HTTP/1.1
        Host: x
        X-Write-Key: demo-write-key
        Transfer-Encoding: chunked
        Connection: close

        5
        {"use
        B
        rId":"u-1"}
        0

        """;

    String answer = raw(request.replace("\n", "\r\n"));

    assertThat(answer).startsWith("HTTP/1.1 200").contains("\"accepted\":1");
  }

  @Test
  void the_counts_are_exposed_by_verdict_and_reason() {
    collector.post(
        "/v1/batch", "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"},{\"userId\":\"u\"}]}");

    assertThat(collector.get("/actuator/prometheus").body())
        .contains("rivulet_ingest_events_total{reason=\"none\",verdict=\"accepted\"}")
        .contains("rivulet_ingest_events_total{reason=\"missing_type\",verdict=\"rejected\"}")
        .contains("rivulet_ingest_requests_seconds_count{route=\"/v1/batch\",status=\"200\"}")
        .contains("rivulet_ingest_batch_size_events_count");
  }

  private HttpResponse<String> revolt(String path, String body) {
    return collector.post(
        path, body.getBytes(UTF_8), Map.of("Authorization", Collector.basic("demo:demo-secret")));
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), collector.port());
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static HttpRequest.BodyPublisher of(String body) {
    return HttpRequest.BodyPublishers.ofString(body);
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().map().get("content-type")).containsExactly("application/json");
    assertThat(answer.body())
        .startsWith("{\"success\":false,\"code\":\"" + code + "\",\"message\":\"");
  }
}
