package io.rivulet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject;
import io.rivulet.event.Topics;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.launcher.OwnStore;
import io.rivulet.launcher.Part;
import io.rivulet.launcher.doctor.Doctor;
import io.rivulet.standalone.demo.Demo;
import io.rivulet.standalone.demo.DemoModels;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The whole way from an SDK's request to a report, in the program as a user starts it. The tests
 * share its starts, so they have an order: the kill, the memory after all the work, the end.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandaloneIT {
  private static final String PROJECTS =
      """
      projects:
        - {id: shop, write-keys: [shop-key]}
        - {id: killed, write-keys: [killed-key]}
        - {id: live, write-keys: [live-key]}
        - {id: planned, write-keys: [planned-key], tracking-plan: plan.yml}
        - {id: damaged, write-keys: [damaged-key]}
        - {id: demo, write-keys: [demo-key], revolt-secret: demo-secret}
        - {id: rivulet-canary, write-keys: [canary-key]}
      """;

  /** Two instances; p3 is sent twice, and a track without a name is no event. */
  private static final String BATCH =
      """
      {"context": {"userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"},
       "batch": [
        {"messageId": "p1", "anonymousId": "phone", "type": "track", "event": "App Opened", "timestamp": "2026-03-01T10:00:00Z"},
        {"messageId": "p2", "anonymousId": "phone", "type": "screen", "name": "Home", "timestamp": "2026-03-01T10:30:00Z"},
        {"messageId": "p3", "anonymousId": "phone", "type": "track", "event": "Song Played", "timestamp": "2026-03-01T11:00:00.001Z"},
        {"messageId": "p3", "anonymousId": "phone", "type": "track", "event": "Song Played", "timestamp": "2026-03-01T11:00:00.001Z"},
        {"messageId": "bad", "anonymousId": "phone", "type": "track", "timestamp": "2026-03-01T11:01:00Z"},
        {"messageId": "b1", "anonymousId": "browser", "type": "page", "name": "Start", "timestamp": "2026-03-01T10:05:00Z"},
        {"messageId": "b2", "anonymousId": "browser", "type": "page", "name": "Prices", "timestamp": "2026-03-01T10:05:08Z"},
        {"messageId": "b3", "anonymousId": "browser", "type": "track", "event": "Signed Up", "timestamp": "2026-03-01T10:35:09Z"},
        {"messageId": "p4", "anonymousId": "phone", "type": "track", "event": "App Opened", "timestamp": "2026-03-02T09:00:00Z"}
       ]}
      """;

  /** What is not in it is refused. */
  private static final String PLAN =
      """
      on-violation: quarantine
      unplanned: quarantine
      events:
        App Opened: {}
      """;

  private static final String DASHBOARD_PASSWORD = "a password of the admin";

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final long MEMORY_LIMIT_BYTES = 1_500_000_000;

  private static final HttpClient http = HttpClient.newHttpClient();

  static Path folder;
  static Map<String, String> settings;
  static StandaloneProcess suite;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary.toRealPath();
    var projects = Files.writeString(folder.resolve("projects.yml"), PROJECTS);
    Files.writeString(folder.resolve("plan.yml"), PLAN);
    settings = new HashMap<>(StandaloneProcess.settings(folder.resolve("data"), projects));
    settings.put("RIVULET_SQL_JOBS", folder.resolve("sql-jobs").toString());
    settings.put("RIVULET_MODELS", folder.resolve("models").toString());
    suite = StandaloneProcess.start(settings);
    suite.awaitReady();
    assertThat(post("shop-key", BATCH))
        .isEqualTo(
            "200 {\"success\":true,\"accepted\":8,\"rejected\":[{\"index\":4,\"messageId\":\"bad\","
                + "\"reason\":\"missing_name\",\"message\":\"the track has no event name\"}]}");
  }

  @AfterAll
  static void stop() {
    if (suite != null) {
      suite.clear();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INGEST", "SESSIONIZER", "ETL", "DASHBOARD"})
  @Order(1)
  void a_service_says_that_it_is_up(Part service) throws Exception {
    assertThat(get(service, "/actuator/health")).contains("\"status\":\"UP\"");
  }

  @Test
  @Order(2)
  void a_gap_of_30_minutes_keeps_a_session_and_a_longer_one_ends_it() {
    soon(
        () ->
            assertThat(
                    rows(
                        "select actor_id, started_at::text, ended_at::text, duration_seconds,"
                            + " events, pageviews, is_engaged from bi.sessions"
                            + " where project = 'shop' order by actor_id, started_at"))
                .containsExactly(
                    "browser|2026-03-01 10:05:00|2026-03-01 10:05:08|8.000000|2|2|t",
                    "browser|2026-03-01 10:35:09|2026-03-01 10:35:09|0.000000|1|0|f",
                    "phone|2026-03-01 10:00:00|2026-03-01 10:30:00|1800.000000|2|1|t",
                    "phone|2026-03-01 11:00:00.001|2026-03-01 11:00:00.001|0.000000|1|0|f",
                    "phone|2026-03-02 09:00:00|2026-03-02 09:00:00|0.000000|1|0|f"));
  }

  @Test
  @Order(2)
  void a_days_persons_sessions_and_events_are_counted() {
    soon(
        () ->
            assertThat(
                    rows(
                        "select day, active_users, new_users, returning_users, wau, mau, sessions,"
                            + " engaged_sessions, bounced_sessions, events, total_session_seconds,"
                            + " median_session_seconds, is_complete from bi.daily_activity"
                            + " where project = 'shop' order by day"))
                .containsExactly(
                    "2026-03-01|2|2|0|2|2|4|2|2|6|1808.000000|4.000000|t",
                    "2026-03-02|1|0|1|2|2|1|0|1|1|0.000000|0.000000|t"));
  }

  @Test
  @Order(2)
  void every_event_is_accounted_for() {
    soon(
        () -> {
          // Summed, as the events may have come on both sides of midnight.
          assertThat(
                  rows(
                      "select sum(received), sum(accepted), sum(quarantined), sum(curated),"
                          + " sum(duplicates), sum(abs(difference)) from bi.closing_balance"
                          + " where project = 'shop'"))
              .containsExactly("9|8|1|7|1|0");
          assertThat(
                  rows(
                      "select reason, message, event_id, protocol from bi.rejected_events"
                          + " where project = 'shop'"))
              .containsExactly("missing_name|the track has no event name|bad|segment");
        });
  }

  @Test
  @Order(2)
  void the_lake_keeps_every_accepted_event_as_a_line() {
    soon(
        () ->
            assertThat(eventIdsInTheLake("shop"))
                .containsExactlyInAnyOrder("p1", "p2", "p3", "p3", "p4", "b1", "b2", "b3"));
  }

  @Test
  @Order(2)
  void the_dashboard_shows_the_persons_of_the_reports_to_whom_was_told_the_password()
      throws Exception {
    var printed = Pattern.compile("as admin, one-time password (\\S+)").matcher(suite.out());
    assertThat(printed.find()).isTrue();
    assertThat(
            ask(dashboard("/api/session/password", printed.group(1))
                    .header("Content-Type", "application/json")
                    .PUT(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"present\": \"%s\", \"next\": \"%s\"}"
                                .formatted(printed.group(1), DASHBOARD_PASSWORD))))
                .statusCode())
        .isEqualTo(204);

    soon(
        () -> {
          var report =
              EventJson.mapper()
                  .readTree(
                      ask(dashboard("/api/overview?project=shop&range=all", DASHBOARD_PASSWORD))
                          .body())
                  .path("report");

          assertThat(report.at("/totals/active_users").asInt(-1)).isEqualTo(2);
          assertThat(report.at("/days/0/active_users").asInt(-1)).isEqualTo(2);
          assertThat(report.at("/days/1/active_users").asInt(-1)).isEqualTo(1);
        });
    assertThat(ask(dashboard("/api/operations/jobs", DASHBOARD_PASSWORD)).body())
        .contains("\"preprocess\"");
    var found =
        EventJson.mapper()
            .readTree(
                ask(dashboard("/api/find/event?project=shop&message_id=p1", DASHBOARD_PASSWORD))
                    .body());
    assertThat(found.at("/event/name").asString()).isEqualTo("App Opened");
    assertThat(found.at("/report/day").asString()).isEqualTo("2026-03-01");
  }

  /** Where the dashboard's own tests have answers from a file, these are the services'. */
  @Test
  @Order(3)
  void an_admin_sees_events_arrive_starts_and_pauses_jobs_and_builds_a_funnel(@TempDir Path profile)
      throws Exception {
    try (var reader =
        DashboardReader.signIn(profile, uri(Part.DASHBOARD, "").toString(), DASHBOARD_PASSWORD)) {
      reader.open("/live?project=live");
      reader.await("[role=status]", texts -> texts.contains("Listening"));
      post(
          "live-key",
          """
          {"batch": [{"messageId": "l1", "userId": "live", "type": "track", "event": "App Opened"},
                     {"messageId": "l2", "userId": "live", "type": "track"}]}
          """);
      var arrived = reader.await(".live tbody tr", rows -> rows.size() == 2);
      assertThat(arrived.get(0)).contains("missing_name", "l2", "the track has no event name");
      assertThat(arrived.get(1)).contains("App Opened", "live", "segment");

      reader.open("/operations");
      int before = latestRun(reader.await("[data-panel=runs] tbody tr", rows -> rows.size() > 1));
      reader.click("[aria-label='Start report']");
      reader.await(
          "[data-panel=runs] tbody tr",
          rows -> rows.stream().anyMatch(row -> run(row) > before && row.contains("report")));
      reader.click("[aria-label='Pause preprocess-on-schedule']");
      reader.await("[aria-label='Resume preprocess-on-schedule']", found -> found.size() == 1);
      post(
          "live-key",
          """
          {"batch": [{"messageId": "l3", "userId": "live", "type": "track", "event": "App Closed"}]}
          """);
      soon(
          () -> {
            reader.open("/find?project=live&message=l3");
            assertThat(reader.await("[data-state=unknown]", found -> found.size() == 1).get(0))
                .contains("It waits to be read", "raw/project=live/");
          });
      reader.open("/operations");
      reader.await("[aria-label='Resume preprocess-on-schedule']", found -> found.size() == 1);
      reader.click("[aria-label='Resume preprocess-on-schedule']");
      reader.await("[aria-label='Pause preprocess-on-schedule']", found -> found.size() == 1);
      assertThat(reader.await("[data-panel=quarantine] tbody tr", rows -> !rows.isEmpty()))
          .anySatisfy(row -> assertThat(row).contains("missing_name", "shop"));

      reader.open("/find?project=shop&message=p1");
      assertThat(reader.await("[data-panel=way] li", way -> way.size() > 4))
          .anySatisfy(step -> assertThat(step).contains("In the reports", "1 Mar 2026"));

      reader.open(
          "/funnels?project=shop&from=2026-03-01&to=2026-03-02&build=yes&window=1d"
              + "&step=App+Opened&step=Song+Played");
      assertThat(reader.await(".funnel li", steps -> steps.size() == 2).get(1))
          .startsWith("2 Song Played 100% 1 entry");
      reader.click("[data-panel=funnel] .sql summary");
      reader.await(
          "[data-panel=funnel] .sql code",
          texts -> texts.size() == 1 && texts.get(0).contains("('asked', 1, 'App Opened')"));
    }
  }

  @Test
  @Order(3)
  void an_admin_stops_a_run_and_runs_a_failed_one_again_after_mending_its_job(@TempDir Path profile)
      throws Exception {
    Path jobs = Files.createDirectories(folder.resolve("sql-jobs"));
    Path endless = jobs.resolve("endless.sql");
    Path mended = jobs.resolve("mended.sql");
    Files.writeString(
        endless,
        "-- job: endless\n-- table: endless\nselect sum(a.range * b.range) as n"
            + " from range(1000000000) a cross join range(1000000000) b");
    Files.writeString(
        mended,
        "-- job: mended\n-- description: Broken.\n-- table: mended\n"
            + "select sum(cast(name as integer)) as events from events");
    try (var reader =
        DashboardReader.signIn(profile, uri(Part.DASHBOARD, "").toString(), DASHBOARD_PASSWORD)) {
      reader.open("/operations");
      reader.await("[aria-label='Start endless']", found -> found.size() == 1);
      reader.clickAndConfirm("[aria-label='Start endless']");
      int endlessRun = run(awaitRun(reader, "endless", "running", 0));
      reader.click("[aria-label='Stop run " + endlessRun + "']");
      assertThat(run(awaitRun(reader, "endless", "stopped", 0))).isEqualTo(endlessRun);
      assertThat(ask(etl("/api/runs/" + endlessRun)).body()).contains("\"state\":\"STOPPED\"");

      reader.await("[aria-label='Start mended']", found -> found.size() == 1);
      reader.clickAndConfirm("[aria-label='Start mended']");
      int failed = run(awaitRun(reader, "mended", "failed", 0));
      Files.writeString(
          mended,
          "-- job: mended\n-- description: Whole.\n-- table: mended\n"
              + "select count(*) as events from events");
      reader.await(
          "[data-panel=jobs] tbody tr",
          rows -> rows.stream().anyMatch(row -> row.startsWith("mended Whole.")));
      reader.click("[aria-label='Run mended again']");
      awaitRun(reader, "mended", "succeeded", failed);
      assertThat(rows("select events > 0 from bi.custom_mended where project = 'shop'"))
          .containsExactly("t");

      assertThat(reader.await("[data-panel=lag] tbody tr", rows -> rows.size() == 3))
          .satisfiesExactly(
              row -> assertThat(row).contains(" events "),
              row -> assertThat(row).contains(" events-sessionized "),
              row -> assertThat(row).contains(" events-rejected "));
    } finally {
      Files.delete(endless);
      Files.delete(mended);
    }
  }

  @Test
  @Order(3)
  void an_admin_sends_refused_events_again_once_the_plan_is_mended(@TempDir Path profile)
      throws Exception {
    assertThat(post("planned-key", played("refused"))).contains("\"reason\":\"plan_violation\"");
    Files.writeString(folder.resolve("plan.yml"), PLAN + "  Song Played: {}\n");
    soon(() -> assertThat(post("planned-key", played("probe"))).contains("\"accepted\":1"));
    String send = "[aria-label='Send plan_violation of planned again']";

    try (var reader =
        DashboardReader.signIn(profile, uri(Part.DASHBOARD, "").toString(), DASHBOARD_PASSWORD)) {
      reader.open("/operations");
      reader.await(send, found -> found.size() == 1);
      reader.clickAndConfirm(send);

      reader.await(
          "[data-panel=quarantine] tbody tr",
          rows ->
              rows.stream().anyMatch(row -> row.contains("planned") && row.contains("succeeded")));
    }
    soon(
        () ->
            assertThat(
                    rows(
                        "select sum(events) from bi.events_daily where project = 'planned'"
                            + " and event_name = 'Song Played'"))
                .containsExactly("2"));
  }

  private static String played(String id) {
    return "{\"batch\": [{\"messageId\": \"%s\", \"userId\": \"u\", \"type\": \"track\", \"event\": \"Song Played\"}]}"
        .formatted(id);
  }

  /** The row of a later run of the job than the one given, once it is in the state. */
  private static String awaitRun(DashboardReader reader, String job, String state, int after) {
    return reader
        .await(
            "[data-panel=runs] tbody tr",
            rows -> rows.stream().anyMatch(row -> isRun(row, job, state, after)))
        .stream()
        .filter(row -> isRun(row, job, state, after))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRun(String row, String job, String state, int after) {
    return run(row) > after && row.contains(" " + job + " " + state);
  }

  private static int latestRun(List<String> rows) {
    return rows.stream().mapToInt(StandaloneIT::run).max().orElseThrow();
  }

  /** The number with which a row of the list of runs begins. */
  private static int run(String row) {
    return Integer.parseInt(row.substring(0, row.indexOf(' ')));
  }

  @Test
  @Order(3)
  void the_demo_comes_through_both_doors_and_counts_once_however_often_it_is_sent()
      throws Exception {
    var launch =
        Files.writeString(
            folder.resolve("demo-launch"), LocalDate.now(ZoneOffset.UTC).minusDays(4).toString());
    var demo =
        Demo.of(launch, new ProjectsFile(Path.of(settings.get("RIVULET_PROJECTS"))).current())
            .orElseThrow();
    var collector = uri(Part.INGEST, "");
    var out = new StringWriter();

    assertThat(demo.send(collector, new PrintWriter(out))).as(out.toString()).isEmpty();
    assertThat(demo.send(collector, new PrintWriter(out))).as(out.toString()).isEmpty();

    soon(
        () ->
            assertThat(
                    rows(
                        "select sum(quarantined), sum(difference),"
                            + " sum(duplicates) between 0.9 * sum(curated) and sum(curated)"
                            + " from bi.closing_balance where project = 'demo'"))
                .containsExactly("0|0|t"));
    soon(
        () ->
            assertThat(
                    rows(
                        "select distinct value from bi.devices_daily where project = 'demo'"
                            + " and dimension = 'platform' order by 1"))
                .contains("android", "desktop", "ios", "web"));
    var models = new DemoModels(uri(Part.ETL, ""), adminToken());
    assertThat(models.learn(demo.events())).isTrue();
    // five days are too few: that is what they say
    assertThat(
            EventJson.mapper()
                .readTree(ask(etl("/api/models/runs?project=demo")).body())
                .findValuesAsString("outcome"))
        .containsExactly("refused", "refused");
    assertThat(models.learn(demo.events())).isFalse();
  }

  @Test
  @Order(3)
  void a_second_start_on_the_data_folder_in_use_is_refused() throws Exception {
    var second = StandaloneProcess.start(settings);

    assertThat(second.awaitExit(REFUSAL_LIMIT)).isEqualTo(1);
    assertThat(second.out()).isEmpty();
    assertThat(second.err())
        .isEqualTo(
            "rivulet: The data folder "
                + settings.get("RIVULET_HOME")
                + " is in use by a running Rivulet (process "
                + suite.pid()
                + ").\n");
    assertThat(get(Part.DASHBOARD, "/actuator/health")).contains("\"status\":\"UP\"");
  }

  @Test
  @Order(3)
  void a_port_in_use_is_named_with_its_variable() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var others =
          new HashMap<>(
              StandaloneProcess.settings(folder.resolve("other"), folder.resolve("projects.yml")));
      others.put("RIVULET_DASHBOARD_PORT", Integer.toString(taken.getLocalPort()));

      var refused = StandaloneProcess.start(others);

      assertThat(refused.awaitExit(REFUSAL_LIMIT)).isEqualTo(1);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err())
          .isEqualTo(
              "rivulet: Port "
                  + taken.getLocalPort()
                  + " for dashboard is in use or not allowed; free it or name another one with"
                  + " RIVULET_DASHBOARD_PORT.\n");
    }
  }

  @Test
  @Order(3)
  void the_doctor_finds_every_link_whole_and_follows_an_event_to_the_reports() {
    var said = new StringWriter();

    int exit = doctor(settings, said, "--project", "shop");

    assertThat(said.toString()).doesNotContain("BROKEN").endsWith("All links hold.\n");
    assertThat(said.toString()).containsPattern("ok +event +in the reports of 20[0-9-]{8} ");
    assertThat(exit).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RIVULET_PROJECTS        | /nowhere.yml | projects file
          RIVULET_HOME            | /nowhere     | disk
          RIVULET_KAFKA_PORT      | 1            | Kafka
          RIVULET_S3_PORT         | 1            | S3
          RIVULET_POSTGRES_PORT   | 1            | PostgreSQL
          RIVULET_INGEST_PORT     | 1            | ingest
          RIVULET_SESSIONIZER_PORT| 1            | sessionizer
          RIVULET_ETL_PORT        | 1            | etl
          RIVULET_DASHBOARD_PORT  | 1            | dashboard
          RIVULET_ADMIN_TOKEN     | wrong        | ETL runs
          RIVULET_BI_READER_PASSWORD | wrong     | PostgreSQL
          """)
  @Order(3)
  void the_doctor_names_the_link_that_is_broken_and_sends_nothing(
      String variable, String value, String link) {
    var elsewhere = new HashMap<>(settings);
    elsewhere.put(variable, value);
    var said = new StringWriter();

    int exit = doctor(elsewhere, said);

    assertThat(said.toString())
        .containsPattern("(?m)^BROKEN +" + link + " .*\n +\\S")
        .contains("none was sent");
    assertThat(exit).isEqualTo(1);
  }

  @Test
  @Order(3)
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere no file system without room is known")
  void the_doctor_finds_a_disk_without_room() {
    var elsewhere = new HashMap<>(settings);
    elsewhere.put("RIVULET_HOME", "/proc");

    assertThat(looked(elsewhere)).containsPattern("(?m)^BROKEN +disk +0.0 GB free for /proc$");
  }

  @Test
  @Order(4)
  void the_doctor_tells_that_its_event_came_as_far_as_the_lake() throws Exception {
    trigger("pause");
    var said = new StringWriter();
    try {
      doctor(settings, said, "--project", "shop", "--wait", "20s");
    } finally {
      trigger("resume");
    }

    assertThat(said.toString())
        .containsPattern("(?m)^BROKEN +event +it is in the lake, and after 20 s not curated$");
  }

  /** The reader is told another time: a function of that name is found before PostgreSQL's own. */
  @Test
  @Order(4)
  void the_doctor_finds_a_clock_that_is_wrong() throws Exception {
    execute(
        "rivulet",
        "create schema ahead",
        "create function ahead.clock_timestamp() returns timestamptz language sql"
            + " as $$ select pg_catalog.clock_timestamp() + interval '1 minute' $$",
        "grant usage on schema ahead to bi_reader");
    execute("bi_reader", "alter role bi_reader set search_path = ahead, pg_catalog");

    var said = looked(settings);
    execute("bi_reader", "alter role bi_reader reset search_path");

    assertThat(said)
        .containsPattern("(?m)^BROKEN +clocks +PostgreSQL's clock differs by (59|60) s$");
    assertThat(looked(settings)).containsPattern("(?m)^ok +clocks +they agree$");
  }

  /** Nothing can be archived while the bucket is no folder, so an event waits. */
  @Test
  @Order(4)
  void the_doctor_finds_that_what_waits_has_used_up_most_of_kafkas_retention() throws Exception {
    var bucket = Path.of(settings.get("RIVULET_HOME"), "s3", Settings.BUCKET);
    var away = folder.resolve("bucket-away");
    Files.move(bucket, away);
    Files.createFile(bucket); // or the store would make the folder anew
    try {
      keepForMillis("60000");
      post(
          "live-key",
          "{\"batch\": [{\"userId\": \"waits\", \"type\": \"track\", \"event\": \"Waits\"}]}");

      soon(
          () ->
              assertThat(looked(settings))
                  .containsPattern(
                      "(?m)^BROKEN +retention +what waits has used up [0-9]+ % of Kafka's"));
    } finally {
      keepForMillis("");
      Files.delete(bucket);
      Files.move(away, bucket);
    }

    soon(() -> assertThat(looked(settings)).containsPattern("(?m)^ok +retention "));
  }

  @Test
  @Order(4)
  void the_doctor_finds_a_balance_that_is_open() throws Exception {
    var key =
        LakeObject.of(
                LakeObject.Area.RAW, "damaged", Instant.now(), Topics.EVENTS_SESSIONIZED, 0, 0)
            .key();
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write("no event\n".getBytes(UTF_8));
    }
    try (var s3 = lake()) {
      s3.putObject(
          r -> r.bucket(Settings.BUCKET).key(key).metadata(Map.of(LakeObject.LINES_METADATA, "1")),
          RequestBody.fromBytes(compressed.toByteArray()));
    }

    soon(
        () ->
            assertThat(looked(settings))
                .containsPattern(
                    "(?m)^BROKEN +balance +20[0-9-]{8} of project damaged: lines that arrived and"
                        + " are neither events nor copies: 1$"));
  }

  @Test
  @Order(3)
  void the_canary_arrives_in_the_reports_and_no_number_counts_it() throws Exception {
    soon(
        () ->
            assertThat(metrics(Part.ETL))
                .containsPattern("rivulet_canary_latency_seconds_count\\{stage=\"archived\"} [1-9]")
                .containsPattern(
                    "rivulet_canary_latency_seconds_count\\{stage=\"reported\"} [1-9]"));
    assertThat(
            rows(
                "select actor_id, is_bot, is_counted from bi.sessions"
                    + " where project = 'rivulet-canary'"))
        .containsExactly("rivulet-canary|t|f");
    assertThat(
            rows(
                "select coalesce(sum(events), 0) from bi.daily_activity"
                    + " where project = 'rivulet-canary'"))
        .containsExactly("0");
  }

  @Test
  @Order(3)
  void every_metric_of_an_alert_and_of_a_dashboard_is_told_by_a_service() throws Exception {
    var told = new StringBuilder();
    for (Part service : List.of(Part.INGEST, Part.SESSIONIZER, Part.ETL, Part.DASHBOARD)) {
      told.append(metrics(service));
    }
    // There while there is a difference.
    var absent = Set.of("rivulet_closing_difference");

    assertThat(MonitoringFiles.metrics())
        .hasSizeGreaterThan(30)
        .containsAll(absent)
        .filteredOn(metric -> !absent.contains(metric))
        .allSatisfy(
            metric -> assertThat(told.toString()).containsPattern("(?m)^" + metric + "[ {]"));
  }

  @Test
  @Order(4)
  void the_notebooks_run_and_a_job_that_one_of_them_tried_gives_the_same_rows_in_the_etl()
      throws Exception {
    Notebooks notebooks = Notebooks.requireJupyter(folder, settings);

    Map<String, String> shown = notebooks.execute();

    assertThat(shown).hasSize(4);
    assertThat(shown.get("1-explore-raw-events")).containsPattern("[0-9,]+ events of [0-9,]+ inst");
    assertThat(shown.get("2-query-reports")).contains("active_users", "daily_activity");
    assertThat(shown.get("3-prototype-a-chart")).contains("image/png");
    assertThat(shown.get("4-prototype-an-etl-job")).contains("views", "actors");

    Files.createDirectories(folder.resolve("sql-jobs"));
    Files.copy(
        notebooks.folder().resolve("top_pages.sql"), folder.resolve("sql-jobs/top_pages.sql"));
    var run = new AtomicLong();
    soon(
        () -> {
          var asked =
              ask(etl("/api/jobs/top_pages/runs").POST(HttpRequest.BodyPublishers.noBody()));
          assertThat(asked.statusCode()).isEqualTo(202);
          run.set(EventJson.mapper().readTree(asked.body()).get("id").asLong());
        });
    soon(() -> assertThat(ask(etl("/api/runs/" + run)).body()).contains("\"state\":\"SUCCEEDED\""));
    assertThat(
            rows(
                "select day, page, views, actors from bi.custom_top_pages"
                    + " where project = 'demo' order by day, views desc, page"))
        .isNotEmpty()
        .isEqualTo(notebooks.job("top_pages.sql", "demo"));
  }

  @Test
  @Order(4)
  void what_the_troubleshooting_page_tells_people_to_type_is_answered() throws Exception {
    var page = new TroubleshootingPage();
    var here =
        Map.of(
            "demo-write-key",
            "demo-key",
            "project=demo&message_id=m-1",
            "project=shop&message_id=p1");
    var told = new StringBuilder();
    for (Part service : List.of(Part.INGEST, Part.SESSIONIZER, Part.ETL, Part.DASHBOARD)) {
      told.append(metrics(service));
    }

    assertThat(page.requests())
        .hasSizeGreaterThan(4)
        .allSatisfy(
            request ->
                assertThat(TroubleshootingPage.status(request, settings, here)).isEqualTo("200"));
    assertThat(page.queries())
        .isNotEmpty()
        .allSatisfy(query -> assertThat(rows(query)).isNotNull());
    assertThat(page.metrics())
        .isNotEmpty()
        .allSatisfy(
            metric -> assertThat(told.toString()).containsPattern("(?m)^" + metric + "[ {]"));
  }

  private static HttpRequest.Builder etl(String path) throws IOException {
    return HttpRequest.newBuilder(uri(Part.ETL, path))
        .header("Authorization", "Bearer " + adminToken());
  }

  private static String adminToken() throws IOException {
    return Files.readString(Path.of(settings.get("RIVULET_HOME"), "admin-token")).strip();
  }

  private static String metrics(Part service) throws Exception {
    return get(service, "/actuator/prometheus");
  }

  private static int doctor(
      Map<String, String> environment, StringWriter said, String... arguments) {
    return Doctor.command(environment).setOut(new PrintWriter(said, true)).execute(arguments);
  }

  /** What the doctor says without sending an event. */
  private static String looked(Map<String, String> environment) {
    var said = new StringWriter();
    doctor(environment, said, "--no-event");
    return said.toString();
  }

  private static void trigger(String operation) throws Exception {
    var asked =
        ask(
            etl("/api/triggers/preprocess-on-schedule/" + operation)
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(asked.statusCode()).isEqualTo(200);
  }

  private static void execute(String role, String... statements) throws SQLException {
    try (var connection = Reports.connection(port(Part.POSTGRES), role);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** How long Kafka keeps what the archiver reads; blank: as before. */
  private static void keepForMillis(String retention) throws Exception {
    var change =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, retention),
            retention.isBlank() ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
    try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port(Part.KAFKA)))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS_SESSIONIZED),
                  List.of(change)))
          .all()
          .get();
    }
  }

  /** 40 instances with an event a minute from midnight on, sent in ten batches. */
  @Test
  @Order(5)
  void what_was_acknowledged_is_reported_once_although_the_program_was_killed() throws Exception {
    var acknowledged = new ArrayList<String>();
    for (int batch = 0; batch < 10; batch++) {
      var events = new ArrayList<String>();
      for (int minute = 5 * batch; minute < 5 * batch + 5; minute++) {
        for (int instance = 0; instance < 40; instance++) {
          var id = "i" + instance + "-" + minute;
          acknowledged.add(id);
          events.add(
              "{\"messageId\": \"%s\", \"anonymousId\": \"i%d\", \"type\": \"track\","
                      .formatted(id, instance)
                  + " \"event\": \"Tick\", \"timestamp\": \"%s\"}"
                      .formatted(Instant.parse("2026-03-01T00:00:00Z").plusSeconds(60L * minute)));
        }
      }
      assertThat(post("killed-key", "{\"batch\": [" + String.join(",", events) + "]}"))
          .startsWith("200 {\"success\":true,\"accepted\":200,");
    }

    suite.kill();
    suite.awaitExit(STOP_LIMIT);
    suite = StandaloneProcess.start(settings);
    suite.awaitReady();

    soon(
        () ->
            assertThat(
                    rows(
                        "select day, active_users, sessions, events, total_session_seconds,"
                            + " median_session_seconds from bi.daily_activity"
                            + " where project = 'killed'"))
                .containsExactly("2026-03-01|40|40|2000|117600.000000|2940.000000"));
    assertThat(eventIdsInTheLake("killed")).containsExactlyInAnyOrderElementsOf(acknowledged);
    assertThat(
            rows(
                "select project, sum(accepted), sum(curated), sum(duplicates),"
                    + " sum(abs(difference)) from bi.closing_balance"
                    + " where project in ('killed', 'shop') group by project order by project"))
        .containsExactly("killed|2000|2000|0|0", "shop|10|9|1|0");
  }

  @Test
  @Order(6)
  void it_all_fits_into_one_and_a_half_gigabytes() {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")),
        "resident memory is read from /proc, which this system does not have");

    assertThat(suite.residentBytes()).isBetween(200_000_000L, MEMORY_LIMIT_BYTES);
  }

  @Test
  @Order(7)
  void asked_to_end_it_ends_well_and_leaves_no_postgresql_behind() throws Exception {
    assertThat(suite.postgresProcesses()).isNotEmpty();

    suite.terminate();

    assertThat(suite.awaitExit(STOP_LIMIT)).isZero();
    assertThat(suite.postgresProcesses()).isEmpty();
    assertThat(suite.out()).contains("Stopping Rivulet ...\n").endsWith("Stopped\n");
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(SOON).untilAsserted(assertion);
  }

  private static String post(String writeKey, String batch) throws Exception {
    var basic = Base64.getEncoder().encodeToString((writeKey + ":").getBytes(UTF_8));
    var answer =
        http.send(
            HttpRequest.newBuilder(uri(Part.INGEST, "/v1/batch"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(batch))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private static String get(Part part, String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(uri(part, path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static HttpRequest.Builder dashboard(String path, String password) {
    var basic = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(UTF_8));
    return HttpRequest.newBuilder(uri(Part.DASHBOARD, path))
        .header("Authorization", "Basic " + basic);
  }

  private static HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(Part part, String path) {
    return URI.create("http://127.0.0.1:" + port(part) + path);
  }

  private static String port(Part part) {
    return Objects.requireNonNull(settings.get(part.portVariable()));
  }

  private static List<String> rows(String query) throws SQLException {
    return Reports.rows(port(Part.POSTGRES), query);
  }

  private static S3Client lake() {
    return OwnStore.client(URI.create("http://127.0.0.1:" + port(Part.S3))).build();
  }

  /** The ids in the project's raw objects, as often as they are there. */
  private static List<String> eventIdsInTheLake(String project) throws IOException {
    var ids = new ArrayList<String>();
    try (var s3 = lake()) {
      var keys =
          s3
              .listObjectsV2Paginator(
                  r -> r.bucket(Settings.BUCKET).prefix("raw/project=" + project + "/"))
              .contents()
              .stream()
              .map(S3Object::key)
              // An upload in flight is listed under a name of its own.
              .filter(key -> LakeObject.parse(key).isPresent())
              .toList();
      for (String key : keys) {
        try (var lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(s3.getObject(r -> r.bucket(Settings.BUCKET).key(key))),
                    UTF_8))) {
          lines
              .lines()
              .forEach(line -> ids.add(EventJson.readEvent(line.getBytes(UTF_8)).eventId()));
        }
      }
    }
    return ids;
  }
}
