package io.rivulet.etl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.resend.ReplayQuarantineJob;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectedEventBuilder;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.ProjectsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What of the quarantine is sent to the collector again, and what the run says of it. */
class ReplayQuarantineIT {
  private static final String PROJECTS =
      "projects: [{id: %s, write-keys: [shop-key], revolt-secret: shop-secret}]";

  private static EtlParts parts;
  private static Path folder;
  private static int tests;

  private String project = "";
  private HttpServer collector;
  private ReplayQuarantineJob job;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> answers = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void startLake(@TempDir Path temporary) {
    folder = temporary;
    parts = EtlParts.start(folder);
  }

  @AfterAll
  static void stopLake() {
    parts.close();
  }

  /** A project of its own for each test. */
  @BeforeEach
  void start() throws Exception {
    project = "shop" + ++tests;
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext("/", this::answer);
    collector.start();
    job =
        new ReplayQuarantineJob(
            new Lake(parts.s3, EtlParts.BUCKET, folder.resolve("copies")),
            new ProjectsFile(
                Files.writeString(folder.resolve(project + ".yml"), PROJECTS.formatted(project))),
            new EtlSettings(folder.resolve("etl"), DataSize.ofMegabytes(64), 1),
            URI.create("http://127.0.0.1:" + collector.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  /** As the next answer says, {@code status body}. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          exchange.getRequestURI()
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      String[] next = answers.remove(0).split(" ", 2);
      byte[] body = next[1].getBytes(UTF_8);
      exchange.sendResponseHeaders(Integer.parseInt(next[0]), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private RejectedEventBuilder refused(String at, String raw) {
    return RejectedEventBuilder.builder()
        .project(project)
        .receivedAt(Instant.parse(at))
        .reason(RejectionReason.PLAN_VIOLATION)
        .message("not in the plan")
        .protocol("segment")
        .index(0)
        .raw(raw)
        .isCut(false)
        .route("/v1/batch");
  }

  private static String track(String id) {
    return "{\"messageId\":\"%s\",\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"timestamp\":\"2026-03-01T10:00:00Z\"}"
        .formatted(id);
  }

  private RunContext run(Map<String, String> arguments) throws Exception {
    RunContext run = new RunContext(1, arguments);
    job.run(run);
    return run;
  }

  @Test
  void each_event_is_sent_once_through_its_door_and_the_run_says_what_became_of_it()
      throws Exception {
    RejectedEvent revolt =
        refused("2026-03-01T10:00:04Z", "{\"meta\":{\"id\":\"r1\",\"timestamp\":1772359500000}}")
            .protocol("revolt")
            .appInstanceId("i/1")
            .build();
    parts.quarantine(
        List.of(
            refused("2026-03-01T10:00:00Z", track("m1")).build(),
            refused("2026-03-01T10:00:01Z", track("m2")).build(),
            refused("2026-03-01T10:00:02Z", "{\"messageId\":\"m3\",").isCut(true).build(),
            refused("2026-03-01T10:00:03Z", track("m4")).reason(RejectionReason.MISSING_ID).build(),
            revolt));
    // refused again by an earlier run
    parts.quarantine(List.of(refused("2026-03-02T10:00:00Z", track("m1")).build()));
    answers.add("503 {}");
    answers.add("200 {\"accepted\":1,\"rejected\":[{\"index\":1,\"reason\":\"plan_violation\"}]}");
    answers.add("200 {\"eventsAccepted\":1,\"eventError\":null}");

    RunContext run = run(Map.of("project", project, "reason", "plan_violation"));

    assertThat(requests).hasSize(3);
    // what the collector could not take was sent again as it was
    assertThat(requests.get(0)).isEqualTo(requests.get(1));
    assertThat(requests.get(1))
        .startsWith("/v1/batch {\"batch\":[")
        .contains("\"m1\"", "\"m2\"")
        .doesNotContain("m3", "m4");
    assertThat(requests.get(2))
        .startsWith("/api/v1/" + project + "/i%2F1/events [{\"meta\":{\"id\":\"r1\"");
    assertThat(run.rowsIn()).isEqualTo(5);
    assertThat(run.rowsOut()).isEqualTo(2);
    assertThat(run.said())
        .isEqualTo(
            "1 accepted, 1 taken at Revolt's door, which does not say which it refuses,"
                + " 1 refused again (plan_violation: 1), 1 not sent (only its beginning was kept: 1),"
                + " 1 sent already by this run");
  }

  @Test
  void days_of_arrival_narrow_it_and_what_is_refused_meanwhile_is_left() throws Exception {
    parts.quarantine(List.of(refused("2026-03-01T23:59:59Z", track("m1")).build()));
    parts.quarantine(List.of(refused("2026-03-02T00:00:00Z", track("m2")).build()));
    parts.quarantine(List.of(refused("2026-03-03T00:00:00Z", track("m3")).build()));
    parts.quarantine(List.of(refused("2999-03-02T00:00:00Z", track("m4")).build()));
    answers.add("200 {\"accepted\":1,\"rejected\":[]}");
    answers.add("200 {\"accepted\":2,\"rejected\":[]}");

    run(Map.of("project", project, "from", "2026-03-02", "to", "2026-03-02"));
    run(Map.of("project", project, "from", "2026-03-02", "to", "2999-03-02"));

    assertThat(requests.get(0)).contains("m2").doesNotContain("m1", "m3", "m4");
    assertThat(requests.get(1)).contains("m2", "m3").doesNotContain("m1", "m4");
  }

  @Test
  void it_fails_with_a_sentence_where_it_cannot_work() throws Exception {
    parts.quarantine(List.of(refused("2026-03-01T10:00:00Z", track("m1")).build()));
    answers.add("401 {\"message\":\"no such key\"}");

    assertThatThrownBy(() -> run(Map.of("project", project)))
        .hasMessageContaining("answers 401: no such key");
    assertThatThrownBy(() -> run(Map.of())).hasMessageContaining("needs a project");
    assertThatThrownBy(() -> run(Map.of("project", "gone")))
        .hasMessageContaining("not in the projects file");
    assertThatThrownBy(() -> run(Map.of("project", project, "reason", "nonsense")))
        .hasMessageContaining("is none of");
  }
}
