package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs by schedule, by condition and over the API, on a real PostgreSQL and S3. */
class RunsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path folder) {
    parts = EtlParts.start(folder);
    etl = parts.startEtl("projects: [{id: shop, write-keys: [k]}]", "1s");
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  @Test
  void what_arrives_is_in_the_reports_without_anybody_asking() {
    parts.archive(List.of(event("s1", "i1", "2026-03-01T10:00:00Z").build()));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        parts
                            .bi()
                            .sql("select count(*) from bi.sessions where project = 'shop'")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1));

    JdbcClient ops = ops();
    Map<String, Object> report =
        ops.sql(
                "select r.trigger, p.job as previous_job, p.state as previous_state from job_run r"
                    + " join job_run p on p.run_id = r.previous_run_id where r.job = 'report'"
                    + " limit 1")
            .query()
            .singleRow();
    assertThat(report)
        .containsEntry("trigger", "report-after-preprocess")
        .containsEntry("previous_job", "preprocess")
        .containsEntry("previous_state", "SUCCEEDED");
  }

  @Test
  void a_run_can_be_asked_for_and_followed() throws Exception {
    HttpResponse<String> started = post("/api/jobs/preprocess/runs", "{\"project\":\"shop\"}");
    assertThat(started.statusCode()).isEqualTo(202);
    JsonNode run = JsonMapper.shared().readTree(started.body());
    assertThat(run.get("job").asString()).isEqualTo("preprocess");
    long id = run.get("id").asLong();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        JsonMapper.shared()
                            .readTree(get("/api/runs/" + id).body())
                            .get("state")
                            .asString())
                    .isEqualTo("SUCCEEDED"));

    JsonNode ended = JsonMapper.shared().readTree(get("/api/runs/" + id).body());
    assertThat(ended.propertyNames())
        .contains("id", "job", "state", "started_at", "ended_at", "rows_in", "rows_out", "message");
  }

  @Test
  void the_run_of_a_dead_worker_is_closed_and_repeated() {
    JdbcClient ops = ops();
    long lost =
        ops.sql(
                "insert into job_run (job, state, trigger, started_at)"
                    + " values ('report', 'RUNNING', 'report-on-demand', now()) returning run_id")
            .query(Long.class)
            .single();
    ops.sql(
            "insert into scheduled_tasks (task_name, task_instance, execution_time, picked,"
                + " picked_by, last_heartbeat, version)"
                + " values ('run', ?::text, now() - interval '1 hour', true, 'a dead worker',"
                + " now() - interval '1 hour', 1)")
        .param(lost)
        .update();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        ops.sql(
                                "select state || ' ' || coalesce(message, '') from job_run where run_id = ?")
                            .param(lost)
                            .query(String.class)
                            .single())
                    .isEqualTo("FAILED worker lost"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        ops.sql("select attempt, state from job_run where previous_run_id = ?")
                            .param(lost)
                            .query()
                            .listOfRows())
                    .containsExactly(Map.of("attempt", 2, "state", "SUCCEEDED")));
  }

  @Test
  void without_the_token_nobody_gets_in() throws Exception {
    HttpResponse<String> answer =
        HTTP.send(HttpRequest.newBuilder(uri("/api/runs")).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("\"code\":\"unauthorized\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/%61pi/runs", "/api;x/runs", "//api/runs", "/api/../api/runs", "/API/runs"})
  void a_path_written_differently_does_not_get_by_without_the_token(String path) throws Exception {
    try (Socket socket = new Socket("localhost", uri("/").getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("\"id\"");
    }
  }

  @Test
  void a_run_number_that_is_none_is_said_in_json() throws Exception {
    HttpResponse<String> answer = get("/api/runs/first");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"invalid_id\"", "'first' is no number");
  }

  @Test
  void an_unknown_job_is_named_in_the_answer() throws Exception {
    HttpResponse<String> answer = post("/api/jobs/bake/runs", "{}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains(
            "there is no job 'bake', only [backfill, compact, crawl, erase, preprocess, rebuild, replay-quarantine, report, retention, score-churn, score-recommendations, score-segments, train-churn, train-recommendations, train-segments, verify]");
  }

  @Test
  void an_argument_that_no_job_takes_is_refused() throws Exception {
    assertThat(post("/api/jobs/report/runs", "{\"projekt\":\"shop\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void health_needs_no_token() throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(uri("/actuator/health/readiness")).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private static JdbcClient ops() {
    return JdbcClient.create(parts.dataSource("ops", "rivulet", "rivulet"));
  }

  private static HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer test-token")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer test-token").build(),
        BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create(
        "http://localhost:" + etl.getEnvironment().getProperty("local.server.port") + path);
  }
}
