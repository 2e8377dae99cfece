package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.embedded.FreePort;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SDKs fetch when they start, from a collector that has no Kafka. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsIT {
  private static final String NO_KAFKA = "127.0.0.1:1";
  private static final String PROJECTS =
      """
      projects:
        - id: demo
          name: Demo shop
          write-keys: [demo-write-key]
        - id: shop
          write-keys: [shop-key]
          allowed-origins: ['https://shop.example']
      """;

  private Collector collector;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Path projects = Files.writeString(directory.resolve("projects.yml"), PROJECTS);
    collector = new Collector(NO_KAFKA, projects, "--RIVULET_TRUSTED_PROXIES=10.0.0.0/8,127.0.0.1");
  }

  @AfterAll
  void stop() {
    collector.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo-write-key", "nobodys-key"})
  void segment_sdks_learn_where_to_send_whoever_they_are(String key) {
    HttpResponse<String> answer = collector.get("/v1/projects/" + key + "/settings");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map().get("content-type")).containsExactly("application/json");
    assertThat(answer.body())
        .isEqualTo(
            ("{\"integrations\":{\"Segment.io\":{\"apiKey\":\"%s\",\"apiHost\":\"127.0.0.1:%d/v1\","
                    + "\"protocol\":\"http\",\"addBundledMetadata\":true,\"httpConfig\":"
                    + "{\"rateLimitConfig\":{\"enabled\":true},\"backoffConfig\":{\"enabled\":true}}}},"
                    + "\"plan\":{\"track\":{\"__default\":{\"enabled\":true}}},\"edgeFunction\":{},"
                    + "\"middlewareSettings\":{},\"metrics\":{\"sampleRate\":0},\"remotePlugins\":[],"
                    + "\"legacyVideoPluginsEnabled\":false}")
                .formatted(key, collector.port()));
  }

  @Test
  void behind_a_trusted_proxy_they_send_to_the_proxy() {
    HttpResponse<String> answer =
        collector.send(
            collector
                .request("/v1/projects/demo-write-key/settings/")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "events.example.org, inner")
                .build());

    assertThat(answer.body())
        .contains("\"apiHost\":\"events.example.org/v1\"", "\"protocol\":\"https\"");
  }

  @Test
  void health_and_metrics_can_have_a_port_of_their_own(@TempDir Path directory) throws Exception {
    int port = FreePort.find();
    try (Collector apart =
        new Collector(
            NO_KAFKA,
            directory.resolve("absent.yml"),
            "--RIVULET_INGEST_MANAGEMENT_PORT=" + port)) {
      assertThat(apart.get("/actuator/prometheus").statusCode()).isEqualTo(404);
      assertThat(apart.get("/actuator/health").statusCode()).isEqualTo(404);
      assertThat(at(apart, port, "/actuator/prometheus").body()).contains("rivulet_ingest_");
      assertThat(at(apart, port, "/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(at(apart, port, "/v1/batch").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> at(Collector collector, int port, String path) {
    return collector.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build());
  }

  @Test
  void a_platform_that_forwards_makes_nobody_a_trusted_proxy(@TempDir Path directory) {
    try (Collector onKubernetes =
        new Collector(
            NO_KAFKA, directory.resolve("absent.yml"), "--spring.main.cloud-platform=kubernetes")) {
      HttpResponse<String> answer =
          onKubernetes.send(
              onKubernetes
                  .request("/v1/projects/demo-write-key/settings")
                  .header("X-Forwarded-Proto", "https")
                  .header("X-Forwarded-Host", "evil.example")
                  .build());

      assertThat(answer.body()).contains("\"protocol\":\"http\"").doesNotContain("evil");
    }
  }

  @Test
  void rubbish_in_a_host_header_finds_its_way_nowhere() {
    HttpResponse<String> answer =
        collector.send(
            collector
                .request("/v1/projects/demo-write-key/settings")
                .header("X-Forwarded-Host", "evil/\"><script>")
                .build());

    assertThat(answer.body()).contains("\"apiHost\":\"localhost/v1\"").doesNotContain("script");
  }

  @Test
  void head_is_the_same_without_the_body() {
    HttpResponse<String> answer =
        collector.send(
            collector
                .request("/v1/projects/demo-write-key/settings")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("Content-Length").orElse(0)).isGreaterThan(300);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sourceConfig", "/sourceConfig/"})
  void rudder_stack_sdks_find_their_source(String path) {
    String expected =
        "{\"source\":{\"id\":\"demo\",\"name\":\"Demo shop\",\"writeKey\":\"demo-write-key\","
            + "\"enabled\":true,\"workspaceId\":\"rivulet\",\"destinations\":[],\"config\":{}}}";

    assertThat(collector.get(path + "?p=npm&v=3&writeKey=demo-write-key").body())
        .isEqualTo(expected);
    assertThat(
            collector
                .send(
                    collector
                        .request(path + "?p=android&v=1")
                        .header("Authorization", Collector.basic("demo-write-key:"))
                        .build())
                .body())
        .isEqualTo(expected);
  }

  @Test
  void rudder_stack_sdks_without_a_key_are_told_so() {
    HttpResponse<String> answer = collector.get("/sourceConfig?writeKey=nobodys");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("\"code\":\"unknown_key\"", "\"message\":");
    assertThat(collector.get("/sourceConfig").statusCode()).isEqualTo(401);
  }

  @Test
  void pages_of_foreign_origins_do_not_read_a_projects_settings() {
    HttpResponse<String> foreign = settingsFor("https://evil.example");
    HttpResponse<String> own = settingsFor("https://shop.example");

    assertThat(foreign.statusCode()).isEqualTo(400);
    assertThat(foreign.body()).contains("\"code\":\"origin_not_allowed\"");
    assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(own.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://shop.example");
  }

  private HttpResponse<String> settingsFor(String origin) {
    return collector.send(
        collector.request("/v1/projects/shop-key/settings").header("Origin", origin).build());
  }

  @Test
  void a_public_address_that_the_owner_names_outranks_what_requests_say(@TempDir Path directory) {
    try (Collector named =
        new Collector(
            NO_KAFKA,
            directory.resolve("absent.yml"),
            "--RIVULET_PUBLIC_URL=https://events.example.org:8443/in/")) {
      assertThat(named.get("/v1/projects/k/settings").body())
          .contains("\"apiHost\":\"events.example.org:8443/in/v1\"", "\"protocol\":\"https\"");
      assertThat(named.get("/sourceConfig?writeKey=k").statusCode()).isEqualTo(200);
    }
  }
}
