package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.trigger.TriggerClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two instances of the service on one database: triggers, chains of runs, and what goes wrong. */
@ExtendWith(OutputCaptureExtension.class)
class TriggersIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String JOBS =
      """
      jobs:
        flaky: {retries: 2, back-off: 0s}
        heavy: {timeout: 2s, retries: 3}
        siege: {max-concurrent-runs: 4}
        root:
          arguments: {from: 2026-03-01}
        right:
          fixed-arguments: {from: 2026-03-02}
        awaited: {expected-every: 1s}
      triggers:
        preprocess-never: {job: preprocess, cron: "0 0 30 2 *"}
        left-after-root: {job: left, any: {root: [succeeded]}}
        right-after-root: {job: right, any: {root: [succeeded]}}
        joined-after-both: {job: joined, all: {left: [succeeded], right: [succeeded]}}
        mourner-after-flaky: {job: mourner, any: {flaky: [failed, timeout], heavy: [timeout]}}
        cheerer-after-flaky: {job: cheerer, any: {flaky: [succeeded]}}
        tick-each-second: {job: tick, cron: "* * * * * *"}
        left-nightly: {job: left, cron: "0 3 * * *", time-zone: Europe/Berlin, missed: skip}
        right-nightly: {job: right, cron: "0 3 * * *", time-zone: Europe/Berlin}
        reader-on-objects: {job: reader, objects: 2, window: 1h}
      """;

  static EtlParts parts;
  static Path folder;
  static HttpServer webhook;
  static final Queue<String> ALERTS = new ConcurrentLinkedQueue<>();
  static ConfigurableApplicationContext first;
  static ConfigurableApplicationContext second;

  @BeforeAll
  static void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    parts = EtlParts.start(folder);
    webhook = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    webhook.createContext(
        "/hook",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          ALERTS.add(exchange.getRequestHeaders().getFirst("X-Rivulet-Signature") + " " + body);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhook.start();
    Files.writeString(folder.resolve("projects.yml"), "projects: [{id: shop, write-keys: [k]}]");
    Files.writeString(folder.resolve("jobs.yml"), JOBS);
    first = startEtl("first");
    second = startEtl("second");
  }

  private static ConfigurableApplicationContext startEtl(String name) {
    return EtlApplication.builder()
        .sources(ProbeJobs.class)
        .run(
            "--server.port=0",
            "--rivulet.projects=" + folder.resolve("projects.yml"),
            "--rivulet.admin-token=test-token",
            "--rivulet.analytics.url=" + parts.postgres.jdbcUrl("analytics"),
            "--rivulet.ops.url=" + parts.postgres.jdbcUrl("ops"),
            "--rivulet.lake.bucket=" + EtlParts.BUCKET,
            "--rivulet.etl.work-directory=" + folder.resolve(name),
            "--rivulet.etl.memory-limit=256MB",
            "--rivulet.etl.jobs=" + folder.resolve("jobs.yml"),
            "--rivulet.etl.sql-jobs=" + folder.resolve("sql-jobs"),
            "--rivulet.etl.webhook.url=http://localhost:"
                + webhook.getAddress().getPort()
                + "/hook",
            "--rivulet.etl.webhook.secret=oven");
  }

  @AfterAll
  static void stop() {
    ProbeJobs.GATE.release(100);
    ProbeJobs.SIEGE.release(100);
    first.close();
    second.close();
    webhook.stop(0);
    parts.close();
  }

  @Test
  void a_chain_runs_each_of_its_nodes_once() {
    List<Long> chains =
        IntStream.range(0, 5)
            .mapToObj(i -> start("root", "{\"project\":\"p" + i + "\"}"))
            .map(run -> run.get("workflow_run").asLong())
            .collect(toList());

    for (long chain : chains) {
      soon(
          () ->
              assertThat(nodes(chain))
                  .containsExactlyInAnyOrder(
                      "root-on-demand SUCCEEDED",
                      "left-after-root SUCCEEDED",
                      "right-after-root SUCCEEDED",
                      "joined-after-both SUCCEEDED"));
    }
    assertThat(
            ops()
                .sql(
                    "select count(*) from job_run where job = 'joined' group by arguments"
                        + " having count(*) > 1")
                .query(Long.class)
                .list())
        .isEmpty();
  }

  @Test
  void the_scope_goes_down_the_chain_and_fixed_arguments_stay() {
    long chain = start("root", "{\"from\":\"2026-03-05\"}").get("workflow_run").asLong();

    soon(
        () ->
            assertThat(
                    ops()
                        .sql(
                            "select n.trigger || ' ' || (r.arguments ->> 'from')"
                                + " from workflow_node n join job_run r using (run_id)"
                                + " where n.workflow_run_id = ?")
                        .param(chain)
                        .query(String.class)
                        .list())
                .contains("left-after-root 2026-03-05", "right-after-root 2026-03-02"));
  }

  @Test
  void what_failed_is_repeated_and_only_its_last_end_counts() {
    ProbeJobs.FAILURES.set(2);
    JsonNode run = start("flaky", "{}");
    long chain = run.get("workflow_run").asLong();

    soon(
        () ->
            assertThat(nodes(chain))
                .containsExactly("flaky-on-demand SUCCEEDED", "cheerer-after-flaky SUCCEEDED"));
    assertThat(
            ops()
                .sql(
                    "select attempt || ' ' || state || ' ' || coalesce(message, '') from job_run"
                        + " where workflow_run_id = ? and job = 'flaky' order by run_id")
                .param(chain)
                .query(String.class)
                .list())
        .containsExactly("1 FAILED the oven is cold", "2 FAILED the oven is cold", "3 SUCCEEDED ");
  }

  @Test
  void a_chain_goes_on_from_the_node_that_failed() {
    ProbeJobs.FAILURES.set(3);
    long chain = start("flaky", "{}").get("workflow_run").asLong();
    soon(
        () ->
            assertThat(nodes(chain))
                .containsExactly("flaky-on-demand FAILED", "mourner-after-flaky SUCCEEDED"));

    assertThat(post("/api/workflows/" + chain + "/resume", "{\"trigger\":\"nothing\"}"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(409);
    assertThat(post("/api/workflows/" + chain + "/resume", "").statusCode()).isEqualTo(202);

    soon(
        () ->
            assertThat(nodes(chain))
                .containsExactly("flaky-on-demand SUCCEEDED", "cheerer-after-flaky SUCCEEDED"));
    HttpResponse<String> again = post("/api/workflows/" + chain + "/resume", "");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("has no node that did not succeed");
  }

  @Test
  void what_takes_too_long_is_stopped_and_not_repeated() {
    JsonNode run = start("heavy", "{}");
    long id = run.get("id").asLong();

    soon(() -> assertThat(run(id).get("state").asString()).isEqualTo("TIMEOUT"));

    assertThat(run(id).get("message").asString()).isEqualTo("took longer than PT2S");
    assertThat(nodes(run.get("workflow_run").asLong()))
        .anyMatch(node -> node.startsWith("mourner-after-flaky"));
    assertThat(
            ops()
                .sql("select count(*) from job_run where previous_run_id = ? and job = 'heavy'")
                .param(id)
                .query(Long.class)
                .single())
        .isZero();
    soon(
        () ->
            assertThat(ALERTS)
                .anyMatch(
                    a ->
                        a.matches(
                            "sha256=[0-9a-f]{64} .*\"kind\":\"TIMEOUT\",\"job\":\"heavy\",\"run\":"
                                + id
                                + ",.*took longer than PT2S.*")));
  }

  @Test
  void a_run_is_stopped_by_either_instance_and_others_wait_for_their_turn() {
    List<Long> ids =
        IntStream.range(0, 2).mapToObj(i -> start("gate", "{}").get("id").asLong()).toList();
    soon(() -> assertThat(states(ids)).containsExactlyInAnyOrder("RUNNING", "WAITING"));
    long running = ids.get(states(ids).indexOf("RUNNING"));

    assertThat(post(first, "/api/runs/" + running + "/stop", "").statusCode()).isEqualTo(202);

    soon(() -> assertThat(states(ids)).containsExactlyInAnyOrder("STOPPED", "RUNNING"));
    assertThat(post(first, "/api/runs/" + running + "/stop", "").statusCode()).isEqualTo(409);
    long other = ids.get(states(ids).indexOf("RUNNING"));
    assertThat(post(second, "/api/runs/" + other + "/stop", "").statusCode()).isEqualTo(202);
    soon(() -> assertThat(states(ids)).containsExactly("STOPPED", "STOPPED"));
  }

  @Test
  void long_runs_leave_a_thread_of_each_instance_to_others() {
    List<Long> sieges =
        IntStream.range(0, 4).mapToObj(i -> start("siege", "{}").get("id").asLong()).toList();
    soon(
        () ->
            assertThat(states(sieges))
                .containsExactlyInAnyOrder("RUNNING", "RUNNING", "WAITING", "WAITING"));

    long other = start("cheerer", "{}").get("id").asLong();

    soon(() -> assertThat(states(List.of(other))).containsExactly("SUCCEEDED"));
    assertThat(states(sieges)).filteredOn("WAITING"::equals).hasSize(2);
    ProbeJobs.SIEGE.release(4);
    soon(() -> assertThat(states(sieges)).containsOnly("SUCCEEDED"));
  }

  @Test
  void a_run_that_begins_while_it_is_stopped_is_asked_to_stop() throws Exception {
    long id = insertRun("mourner", "STARTING");
    try (Connection worker = parts.dataSource("ops", "rivulet", "rivulet").getConnection()) {
      worker.setAutoCommit(false);
      worker.createStatement().execute("update job_run set state = 'RUNNING' where run_id = " + id);
      CompletableFuture<HttpResponse<String>> stop =
          CompletableFuture.supplyAsync(() -> post("/api/runs/" + id + "/stop", ""));
      soon(
          () ->
              assertThat(
                      ops()
                          .sql(
                              "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                  + " and query like 'update job_run%'")
                          .query(Long.class)
                          .single())
                  .isPositive());
      worker.commit();

      assertThat(stop.join().statusCode()).isEqualTo(202);
      assertThat(states(List.of(id))).containsExactly("STOPPING");
    } finally {
      ops().sql("update job_run set state = 'STOPPED' where run_id = ?").param(id).update();
    }
  }

  @Test
  void a_worker_whose_run_others_closed_breaks_off() {
    long id = start("gate", "{}").get("id").asLong();
    soon(() -> assertThat(ProbeJobs.GATE.hasQueuedThreads()).isTrue());

    ops().sql("update job_run set state = 'FAILED' where run_id = ?").param(id).update();

    soon(() -> assertThat(ProbeJobs.GATE.hasQueuedThreads()).isFalse());
    assertThat(states(List.of(id))).containsExactly("FAILED");
  }

  @Test
  void a_run_that_fails_while_it_is_to_stop_was_stopped() {
    long id = insertRun("mourner", "STOPPING");

    assertThat(
            new JobRuns(ops())
                .end(id, State.FAILED, new RunContext(id, Map.of()), "worker shut down"))
        .isTrue();

    assertThat(states(List.of(id))).containsExactly("STOPPED");
  }

  @Test
  void an_end_that_cannot_be_written_at_once_is_written_later() {
    ops()
        .sql(
            """
            create sequence refused;
            create function refuse_twice() returns trigger language plpgsql as
            $$ begin
              if nextval('refused') <= 2 then raise exception 'not now'; end if;
              return new;
            end $$;
            create trigger refuse_twice before update on job_run for each row
              when (new.job = 'gate' and new.state = 'SUCCEEDED') execute function refuse_twice();
            """)
        .update();
    try {
      ProbeJobs.GATE.release();
      long id = start("gate", "{}").get("id").asLong();

      soon(() -> assertThat(states(List.of(id))).containsExactly("SUCCEEDED"));
      assertThat(ops().sql("select last_value from refused").query(Long.class).single())
          .isEqualTo(3);
    } finally {
      ops()
          .sql(
              "drop trigger refuse_twice on job_run; drop function refuse_twice;"
                  + " drop sequence refused")
          .update();
    }
  }

  private static long insertRun(String job, String state) {
    return ops()
        .sql(
            "insert into job_run (job, state, trigger, started_at) values (?, ?, ?, now())"
                + " returning run_id")
        .params(job, state, job + "-on-demand")
        .query(Long.class)
        .single();
  }

  @Test
  void each_second_has_one_run_and_each_run_is_carried_out_once() {
    soon(
        () ->
            assertThat(
                    ops()
                        .sql(
                            "select count(*) from job_run where job = 'tick' and state ="
                                + " 'SUCCEEDED'")
                        .query(Long.class)
                        .single())
                .isGreaterThan(5));

    assertThat(
            ops()
                .sql(
                    "select count(*) <= 2 + extract(epoch from max(created_at) - min(created_at))"
                        + " from job_run where job = 'tick'")
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(List.copyOf(ProbeJobs.CARRIED_OUT)).doesNotHaveDuplicates();
  }

  @Test
  void what_was_missed_is_made_up_for_once_or_left_out() {
    JdbcClient ops = ops();
    ops.sql(
            "update trigger set next_fire_at = now() - interval '3 days'"
                + " where trigger in ('left-nightly', 'right-nightly')")
        .update();

    soon(
        () ->
            assertThat(
                    ops.sql(
                            "select count(*) from trigger where next_fire_at > now()"
                                + " and trigger in ('left-nightly', 'right-nightly')")
                        .query(Long.class)
                        .single())
                .isEqualTo(2));
    assertThat(
            ops.sql(
                    "select trigger from job_run where trigger in ('left-nightly',"
                        + " 'right-nightly')")
                .query(String.class)
                .list())
        .containsExactly("right-nightly");
  }

  @Test
  void enough_new_objects_start_a_run() {
    assertThat(post("/api/jobs/reader/pause", "").statusCode()).isEqualTo(200);
    lookForObjects(1);
    Instant now = Instant.now();
    for (int i = 0; i < 2; i++) {
      parts.archive(
          List.of(event("o" + i, "i", now.toString()).receivedAt(now.plusSeconds(i)).build()));
    }
    lookForObjects(2);
    lookForObjects(3);
    assertThat(
            ops()
                .sql("select awaits_end from trigger where trigger = 'reader-on-objects'")
                .query(Boolean.class)
                .single())
        .isFalse();
    assertThat(post("/api/jobs/reader/resume", "").statusCode()).isEqualTo(200);
    lookForObjects(4);

    assertThat(
            ops()
                .sql("select count(*) from job_run where trigger = 'reader-on-objects'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  /**
   * Looks as if it were so many hours later, and once: this job reads nothing, so each look would
   * start a run, and the instances' own clocks have none to make until then.
   */
  private static void lookForObjects(int hours) {
    first.getBean(TriggerClock.class).lookForObjects(Instant.now().plus(Duration.ofHours(hours)));
  }

  @Test
  void a_job_that_does_not_succeed_in_time_is_late_until_it_does() {
    soon(
        () ->
            assertThat(ALERTS).anyMatch(a -> a.contains("\"kind\":\"LATE\",\"job\":\"awaited\"")));
    assertThat(get("/actuator/prometheus")).contains("rivulet_etl_job_late{job=\"awaited\"} 1.0");

    start("awaited", "{}");

    soon(
        () ->
            assertThat(
                    ops()
                        .sql(
                            "select count(*) from job_run where job = 'awaited'"
                                + " and state = 'SUCCEEDED'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          root  | {"form": "2026-03-01"} | job root takes no argument 'form', only [from, project]
          root  | {"from": "yesterday"}  | argument from takes a day such as 2026-03-31, not 'yesterday'
          root  | {"from": ["a", "b"]}   | argument from is a single value, not [a, b]
          right | {"from": "2026-03-09"} | argument from of job right is fixed and cannot be given
          """)
  void an_argument_that_a_run_cannot_have_is_refused(String job, String body, String message) {
    HttpResponse<String> answer = post("/api/jobs/" + job + "/runs", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"invalid_arguments\"", message);
  }

  @Test
  void a_run_has_the_presets_of_the_jobs_file() {
    JsonNode run = start("root", "{}");

    assertThat(run.get("arguments").toString()).isEqualTo("{\"from\":\"2026-03-01\"}");
  }

  @Test
  void a_paused_job_takes_no_runs_until_it_is_resumed() {
    assertThat(post("/api/jobs/mourner/pause", "").body()).contains("\"is_paused\":true");

    HttpResponse<String> refused = post("/api/jobs/mourner/runs", "{}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("job mourner is paused");

    assertThat(post("/api/jobs/mourner/resume", "").body()).contains("\"is_paused\":false");
    assertThat(post("/api/jobs/mourner/runs", "{}").statusCode()).isEqualTo(202);
  }

  @Test
  void a_paused_trigger_does_not_fire_and_does_not_make_up_for_it() {
    assertThat(post("/api/triggers/cheerer-after-flaky/pause", "").statusCode()).isEqualTo(200);
    assertThat(post("/api/triggers/unheard-of/pause", "").statusCode()).isEqualTo(404);
    try {
      ProbeJobs.FAILURES.set(0);
      long chain = start("flaky", "{}").get("workflow_run").asLong();
      soon(() -> assertThat(nodes(chain)).containsExactly("flaky-on-demand SUCCEEDED"));
    } finally {
      assertThat(post("/api/triggers/cheerer-after-flaky/resume", "").body())
          .contains("\"is_paused\":false");
    }
  }

  @Test
  void what_the_file_says_no_more_is_retired_and_a_broken_file_changes_nothing(
      CapturedOutput output) throws IOException {
    Path file = folder.resolve("jobs.yml");
    Files.writeString(file, JOBS.replace("objects: 2, window: 1h", "objects: many"));
    soon(() -> assertThat(output).contains("invalid jobs file", "the last good one stays"));
    assertThat(get("/api/triggers")).contains("reader-on-objects");

    Files.writeString(
        file, JOBS + "  left-at-noon: {job: left, cron: \"0 12 * * *\", time-zone: Asia/Tokyo}\n");

    soon(() -> assertThat(get("/api/triggers")).contains("left-at-noon"));

    Files.writeString(file, JOBS);
    soon(() -> assertThat(get("/api/triggers")).doesNotContain("left-at-noon"));
    assertThat(
            ops()
                .sql("select retired_at is not null from trigger where trigger = 'left-at-noon'")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).untilAsserted(assertion);
  }

  /** The nodes of a chain with their states, in the order of their runs. */
  private static List<String> nodes(long chain) {
    JsonNode workflow = JsonMapper.shared().readTree(get("/api/workflows/" + chain));
    return workflow
        .get("nodes")
        .valueStream()
        .map(n -> text(n, "trigger") + " " + text(n, "state"))
        .toList();
  }

  private static String text(JsonNode node, String member) {
    return node.get(member).asString();
  }

  private static List<String> states(List<Long> runs) {
    return runs.stream().map(id -> text(run(id), "state")).toList();
  }

  private static JsonNode run(long id) {
    return JsonMapper.shared().readTree(get("/api/runs/" + id));
  }

  private static JsonNode start(String job, String arguments) {
    HttpResponse<String> answer = post("/api/jobs/" + job + "/runs", arguments);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static JdbcClient ops() {
    return JdbcClient.create(parts.dataSource("ops", "rivulet", "rivulet"));
  }

  private static HttpResponse<String> post(String path, String body) {
    return post(first, path, body);
  }

  private static HttpResponse<String> post(
      ConfigurableApplicationContext instance, String path, String body) {
    return send(
        HttpRequest.newBuilder(uri(instance, path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static String get(String path) {
    return send(HttpRequest.newBuilder(uri(second, path))).body();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(
          request.header("Authorization", "Bearer test-token").build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI uri(ConfigurableApplicationContext instance, String path) {
    return URI.create(
        "http://localhost:" + instance.getEnvironment().getProperty("local.server.port") + path);
  }
}
