package io.rivulet.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.rivulet.event.Event;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.Topics;
import io.rivulet.stores.TestKafka;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beacons, pixels, encodings, origins: the doors beside the main one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesIT {
  private static final String PROJECTS =
      """
      projects:
        - id: demo
          write-keys: [demo-write-key]
          revolt-secret: demo-secret
        - id: shop
          write-keys: [shop-key]
          revolt-secret: shop-secret
          allowed-origins: ['https://*.shop.example', 'capacitor://localhost']
          ip-policy: full
      """;
  private static final String PAGE = "{\"userId\":\"u-1\"}";
  private static final String STORED = "{\"success\":true,\"accepted\":1,\"rejected\":[]}";

  private TestKafka kafka;
  private Collector collector;
  private Collector.Tail events;
  private Collector.Tail rejected;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    kafka = TestKafka.start(directory.resolve("kafka"));
    Path projects = Files.writeString(directory.resolve("projects.yml"), PROJECTS);
    collector =
        new Collector(kafka.bootstrapServers(), projects, "--RIVULET_TRUSTED_PROXIES=127.0.0.1");
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
  void a_beacon_carries_its_key_in_the_query() {
    HttpResponse<String> answer =
        collector.send(
            collector
                .request("/beacon/v1/batch?writeKey=demo-write-key")
                .header("Content-Type", "text/plain;charset=UTF-8")
                .POST(of("{\"batch\":[{\"type\":\"page\",\"anonymousId\":\"a-1\"}]}"))
                .build());

    assertThat(answer.body()).isEqualTo(STORED);
    assertThat(events.events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/s/page", "/api/s/page/", "/api/s/s2s/page"})
  void jitsus_key_in_the_header_outranks_the_stars_in_the_body(String path) {
    HttpResponse<String> answer =
        collector.send(
            collector
                .request(path)
                .header("X-Write-Key", "demo-write-key")
                .POST(of("{\"writeKey\":\"***\",\"anonymousId\":\"a-1\"}"))
                .build());

    assertThat(answer.body()).isEqualTo(STORED);
    assertThat(events.events()).extracting(e -> e.type().wireName()).containsExactly("page");
  }

  @Test
  void bearer_means_the_key_in_the_body() {
    HttpResponse<String> answer =
        collector.post(
            "/v1/page",
            "{\"anonymousId\":\"a-1\",\"writeKey\":\"demo-write-key\"}".getBytes(UTF_8),
            Map.of("Authorization", "Bearer what-ever"));

    assertThat(answer.body()).isEqualTo(STORED);
  }

  @Test
  void a_pixel_is_an_event_of_its_own_protocol() {
    String data = base64("{\"event\":\"Mail Opened\",\"userId\":\"u-1\",\"messageId\":\"m-1\"}");

    assertPixel(collector.get("/v1/pixel/track?writeKey=demo-write-key&data=" + data));
    assertPixel(
        collector.get(
            "/v1/pixel/page/?data="
                + base64("{\"userId\":\"u-1\",\"writeKey\":\"demo-write-key\"}")));

    assertThat(events.events()).extracting(Event::protocol).containsExactly("pixel", "pixel");
    assertThat(events.events())
        .extracting(e -> e.type().wireName())
        .containsExactlyInAnyOrder("track", "page");
  }

  @Test
  void a_pixel_is_shown_whatever_becomes_of_its_event() {
    String key = "writeKey=demo-write-key";

    assertPixel(collector.get("/v1/pixel/track"));
    assertPixel(collector.get("/v1/pixel/track?" + key));
    assertPixel(collector.get("/v1/pixel/track?" + key + "&data=%7Bno+base64"));
    assertPixel(collector.get("/v1/pixel/what?" + key + "&data=" + base64("{\"userId\":\"u\"}")));
    assertPixel(collector.get("/v1/pixel/page?writeKey=nobodys&data=" + base64(PAGE)));

    assertThat(rejected.rejected())
        .allSatisfy(r -> assertThat(r.protocol()).isEqualTo("pixel"))
        .extracting(RejectedEvent::reason)
        .containsExactlyInAnyOrder(
            RejectionReason.INVALID_JSON,
            RejectionReason.INVALID_JSON,
            RejectionReason.INVALID_JSON,
            RejectionReason.MISSING_TYPE,
            RejectionReason.UNKNOWN_KEY);
    assertThat(collector.get("/actuator/prometheus").body())
        .contains("rivulet_ingest_requests_seconds_count{route=\"/v1/pixel/page\",status=\"401\"}");
  }

  @Test
  void measurements_of_sdks_are_thrown_away_without_a_key() {
    HttpResponse<String> answer =
        collector.send(collector.request("/v1/m").POST(of("{\"series\":[{}]}")).build());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"success\":true}");
    assertThat(events.records()).isEmpty();
    assertThat(rejected.records()).isEmpty();
  }

  @Test
  void every_encoding_is_read() throws IOException {
    byte[] page = PAGE.getBytes(UTF_8);

    assertThat(posted("gzip", Collector.gzip(PAGE))).isEqualTo(STORED);
    assertThat(posted("deflate", deflate(page, false))).isEqualTo(STORED);
    assertThat(posted("deflate", deflate(page, true))).isEqualTo(STORED);
    assertThat(posted("zstd", Zstd.compress(page))).isEqualTo(STORED);
    assertThat(posted("br", Base64.getDecoder().decode("iweAeyJ1c2VySWQiOiJ1LTEifQM=")))
        .isEqualTo(STORED);
    assertThat(posted("identity", page)).isEqualTo(STORED);
    assertThat(events.events()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"compress", "gzip, gzip", "aes128gcm"})
  void other_encodings_are_refused(String encoding) {
    HttpResponse<String> answer =
        collector.post("/v1/page", Collector.gzip(PAGE), Map.of("Content-Encoding", encoding));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"invalid_encoding\"");
    assertThat(rejected.rejected())
        .extracting(RejectedEvent::reason)
        .containsExactly(RejectionReason.INVALID_ENCODING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/batch",
        "/v1/t/",
        "/api/s/track",
        "/beacon/v1/batch",
        "/v1/pixel/page",
        "/v1/m",
        "/v1/projects/k/settings",
        "/sourceConfig/",
        "/api/v1/demo/i/events",
        "/openapi.json"
      })
  void every_route_answers_preflights_without_a_key(String path) {
    HttpResponse<String> answer =
        collector.send(
            collector
                .request(path)
                .header("Origin", "https://anybody.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().map())
        .containsEntry("access-control-allow-origin", List.of("https://anybody.example"))
        .containsEntry("access-control-allow-credentials", List.of("true"))
        .containsEntry("access-control-allow-methods", List.of("GET, POST, OPTIONS"))
        .containsEntry("access-control-max-age", List.of("7200"))
        .containsEntry("vary", List.of("Origin"))
        .containsEntry(
            "access-control-allow-headers",
            List.of(
                "Authorization, Content-Type, Content-Encoding, X-Retry-Count, AnonymousId,"
                    + " SentAt, X-Write-Key, Rsa-Retry-Attempt, Rsa-Retry-Reason,"
                    + " Rsa-Since-Last-Attempt, Rsa-Since-First-Attempt, Rsa-Recovered"));
  }

  @Test
  void a_project_takes_events_from_its_own_pages_and_from_no_page() {
    for (String origin : List.of("https://www.shop.example", "capacitor://localhost")) {
      HttpResponse<String> answer = fromPage("/v1/page", origin);

      assertThat(answer.body()).isEqualTo(STORED);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(origin);
    }
    assertThat(
            collector.send(collector.request("/v1/page?writeKey=shop-key").POST(of(PAGE)).build()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
    assertThat(events.events()).hasSize(3);
  }

  @Test
  void a_project_takes_no_events_from_foreign_pages() {
    HttpResponse<String> answer = fromPage("/v1/page", "https://evil.example");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"origin_not_allowed\"");
    assertThat(answer.headers().map())
        .doesNotContainKeys(
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-expose-headers");
    assertThat(answer.headers().firstValue("Vary")).contains("Origin");
    assertThat(events.records()).isEmpty();
    assertThat(rejected.rejected())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.reason()).isEqualTo(RejectionReason.ORIGIN_NOT_ALLOWED);
              assertThat(r.project()).isEqualTo("shop");
            });
  }

  @Test
  void a_foreign_page_with_a_revolt_sdk_is_not_sent_round_for_ever() {
    HttpResponse<String> answer =
        collector.post(
            "/api/v1/shop/i-1/events",
            "[{\"meta\":{\"id\":\"r\",\"type\":\"t\",\"timestamp\":1}}]".getBytes(UTF_8),
            Map.of(
                "Authorization",
                Collector.basic("shop:shop-secret"),
                "Origin",
                "https://evil.example"));

    assertThat(answer.body()).isEqualTo("{\"eventsAccepted\":1,\"eventError\":null}");
    assertThat(rejected.rejected())
        .extracting(RejectedEvent::reason)
        .containsExactly(RejectionReason.ORIGIN_NOT_ALLOWED);
  }

  @Test
  void answers_tell_browsers_to_take_them_for_nothing_else() {
    assertThat(collector.post("/v1/page", PAGE).headers().map())
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry("content-security-policy", List.of("default-src 'none'"))
        .doesNotContainKey("strict-transport-security");
  }

  @Test
  void a_request_has_an_id() {
    Map<String, String> given = Map.of("X-Request-Id", "mine-1");

    assertThat(collector.post("/v1/page", PAGE.getBytes(UTF_8), given).headers().map())
        .containsEntry("x-request-id", List.of("mine-1"));
    assertThat(collector.post("/v1/nothing", PAGE).headers().firstValue("X-Request-Id"))
        .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{12}-[0-9a-z]+"));
  }

  @Test
  void the_address_that_a_trusted_proxy_forwards_is_the_clients() {
    collector.send(
        collector
            .request("/v1/page")
            .header("X-Write-Key", "shop-key")
            .header("X-Forwarded-For", "203.0.113.77")
            .POST(of(PAGE))
            .build());

    assertThat(events.events()).extracting(Event::ip).containsExactly("203.0.113.77");
  }

  @Test
  void errors_of_the_management_paths_are_json_too() {
    HttpResponse<String> answer = collector.get("/actuator/nothing");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).startsWith("{\"success\":false,\"code\":\"not_found\"");
  }

  private HttpResponse<String> fromPage(String path, String origin) {
    return collector.send(
        collector
            .request(path + "?writeKey=shop-key")
            .header("Origin", origin)
            .POST(of(PAGE))
            .build());
  }

  private String posted(String encoding, byte[] body) {
    return collector.post("/v1/page", body, Map.of("Content-Encoding", encoding)).body();
  }

  private static void assertPixel(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("image/gif");
    assertThat(answer.body()).startsWith("GIF89a");
  }

  private static byte[] deflate(byte[] bytes, boolean isRaw) throws IOException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(deflated, new Deflater(Deflater.BEST_SPEED, isRaw))) {
      out.write(bytes);
    }
    return deflated.toByteArray();
  }

  private static String base64(String json) {
    return Base64.getUrlEncoder().encodeToString(json.getBytes(UTF_8));
  }

  private static HttpRequest.BodyPublisher of(String body) {
    return HttpRequest.BodyPublishers.ofString(body);
  }
}
