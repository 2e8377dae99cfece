package io.rivulet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.launcher.Part;
import io.rivulet.standalone.replay.Replay;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refused events, a mended plan, and what the reports show after one replay and after two. */
class ReplayQuarantineIT {
  private static final String PROJECTS =
      """
      projects:
        - {id: shop, write-keys: [shop-key], revolt-secret: shop-secret, tracking-plan: plan.yml}
      """;

  private static final String STRICT =
      """
      on-violation: quarantine
      unplanned: quarantine
      events:
        App Opened: {required: [source]}
      """;

  private static final String MENDED =
      """
      on-violation: flag
      unplanned: quarantine
      events:
        App Opened: {required: [source]}
        Song Played: {}
        song.played: {}
      """;

  /**
   * Of the six one is as planned. The fourth has neither id nor time, the last nobody who did it.
   */
  private static final String BATCH =
      """
      {"context": {"app": {"name": "Player"}},
       "batch": [
        {"messageId": "p1", "anonymousId": "phone", "type": "track", "event": "App Opened", "properties": {"source": "icon"}, "timestamp": "2026-03-01T10:00:00Z"},
        {"messageId": "p2", "anonymousId": "phone", "type": "track", "event": "Song Played", "timestamp": "2026-03-01T10:01:00Z"},
        {"anonymousId": "phone", "type": "track", "event": "Song Played", "timestamp": "2026-03-01T10:02:00Z"},
        {"anonymousId": "phone", "type": "track", "event": "Song Played"},
        {"messageId": "p5", "anonymousId": "phone", "type": "track", "event": "App Opened", "timestamp": "2026-03-01T10:04:00Z"},
        {"messageId": "p6", "type": "track", "event": "Song Played"}
       ]}
      """;

  private static final String REVOLT =
      """
      [{"meta": {"type": "song.played", "timestamp": 1772359500000}, "data": {"n": 1}}]
      """;

  private static final String REPLAY = "{\"project\": \"shop\", \"reason\": \"plan_violation\"}";

  private static final String PROBE =
      "{\"messageId\":\"probe\",\"userId\":\"prober\",\"event\":\"Song Played\"}";

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final HttpClient http = HttpClient.newHttpClient();

  static Path folder;
  static Map<String, String> settings;
  static StandaloneProcess suite;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary.toRealPath();
    var projects = Files.writeString(folder.resolve("projects.yml"), PROJECTS);
    Files.writeString(folder.resolve("plan.yml"), STRICT);
    settings = StandaloneProcess.settings(folder.resolve("data"), projects);
    suite = StandaloneProcess.start(settings);
    suite.awaitReady();
  }

  @AfterAll
  static void stop() {
    suite.clear();
  }

  @Test
  void after_a_fix_refused_events_are_counted_once_however_often_they_are_replayed()
      throws Exception {
    assertThat(post("/v1/batch", "shop-key:", BATCH)).contains("\"accepted\":1");
    assertThat(post("/api/v1/shop/inst-1/events", "shop:shop-secret", REVOLT))
        .isEqualTo("{\"eventsAccepted\":1,\"eventError\":null}");
    soon(() -> assertThat(refused()).containsExactly("missing_id|1|t", "plan_violation|5|t"));

    var dry = replay("2999-01-01", "--dry-run");
    assertThat(dry).startsWith("0\n").contains("nothing was sent");
    assertThat(dry).contains("plan_violation             5: 5 to send, as 5 events");
    assertThat(dry).contains("missing_id                 1: 1 to send, as 1 events");

    var tooEarly = replay("2999-01-01", "--reason", "plan_violation");
    assertThat(tooEarly).startsWith("1\n").contains("  plan_violation           4");
    soon(() -> assertThat(refused()).containsExactly("missing_id|1|t", "plan_violation|10|t"));

    // Some of the events that ask whether the mended plan is in force are refused too.
    var mended = Instant.now().toString();
    Files.writeString(folder.resolve("plan.yml"), MENDED);
    await()
        .atMost(SOON)
        .until(() -> post("/v1/track", "shop-key:", PROBE).contains("\"accepted\":1"));
    var first = replay(mended, "--reason", "plan_violation");
    assertThat(first).startsWith("0\n").contains("lines read                 10");
    assertThat(first).contains("accepted                   8", "does not say which 2");
    // Each of the five was sent twice: as it first came, and as it was refused again.
    soon(() -> assertThat(balance()).isEqualTo("7|5|0"));
    soon(
        () ->
            assertThat(reported())
                .containsExactly("App Opened|2", "Song Played|4", "song.played|1"));
    assertThat(flagged()).isEqualTo(2);

    var second = replay(mended, "--reason", "plan_violation");
    assertThat(second).startsWith("0\n").contains("accepted                   8");
    soon(() -> assertThat(balance()).isEqualTo("7|15|0"));

    // as the page Operations starts it: each of the events once, however often it was refused
    var run = etl("/api/jobs/replay-quarantine/runs", REPLAY);
    await().atMost(SOON).until(() -> etl("/api/runs/" + id(run), null).contains("ended_at"));
    assertThat(etl("/api/runs/" + id(run), null))
        .contains("\"state\":\"SUCCEEDED\"", "accepted")
        .doesNotContain("refused again");
    soon(() -> assertThat(balance()).startsWith("7|").endsWith("|0").isNotEqualTo("7|15|0"));
    assertThat(reported()).containsExactly("App Opened|2", "Song Played|4", "song.played|1");
  }

  /** The exit code and what the command prints, as {@code ./run replay quarantine} starts it. */
  private static String replay(String to, String... more) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", Path.of("target", "standalone.jar").toString()));
    command.addAll(
        List.of(Replay.class.getName(), "quarantine", "--project", "shop", "--from", "2026-01-01"));
    command.addAll(List.of("--to", to));
    command.addAll(List.of(more));
    var out = Files.createTempFile(folder, "replay", ".txt");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(RIVULET|AWS)_.*|(JDK)?_JAVA_OPTIONS|JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(settings);
    var process = builder.start();
    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + "\n" + Files.readString(out);
  }

  private static List<String> refused() throws SQLException {
    return rows(
        "select reason, count(*), bool_and(is_replayable) from bi.rejected_events"
            + " where project = 'shop' group by reason order by reason");
  }

  private static List<String> reported() throws SQLException {
    return rows(
        "select event_name, sum(events) from bi.events_daily where project = 'shop'"
            + " group by event_name order by event_name collate \"C\"");
  }

  /** Curated events, copies of them, and the difference. */
  private static String balance() throws SQLException {
    return rows("select sum(curated), sum(duplicates), sum(abs(difference)) from bi.closing_balance"
            + " where project = 'shop'")
        .get(0);
  }

  /** What the ETL's API answers; it is told something where there is a body. */
  private static String etl(String path, @Nullable String json) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base(Part.ETL) + path))
            .header("Authorization", "Bearer " + Files.readString(token()).strip())
            .header("Content-Type", "application/json");
    if (json != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(json));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private static Path token() {
    return folder.resolve("data").resolve("admin-token");
  }

  private static String id(String run) {
    return run.replaceFirst("(?s).*?\"id\":(\\d+).*", "$1");
  }

  /** What the collector counted. */
  private static int flagged() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base(Part.INGEST) + "/actuator/prometheus")).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("rivulet_ingest_plan_flagged_total{"))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(SOON).untilAsserted(assertion);
  }

  private static String post(String path, String credentials, String body) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(base(Part.INGEST) + path))
                .header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String base(Part part) {
    return "http://127.0.0.1:" + port(part);
  }

  private static String port(Part part) {
    return Objects.requireNonNull(settings.get(part.portVariable()));
  }

  private static List<String> rows(String query) throws SQLException {
    return Reports.rows(port(Part.POSTGRES), query);
  }
}
