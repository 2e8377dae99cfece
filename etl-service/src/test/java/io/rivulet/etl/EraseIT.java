package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rivulet.etl.keep.RetentionJob;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.verify.VerifyJob;
import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import io.rivulet.event.ForgetRequest;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person is erased: their id is found nowhere, and nobody else's number changes. */
@ExtendWith(OutputCaptureExtension.class)
class EraseIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String[] ANNAS_IDS = {"anna-4711", "anna-web", "anna-old-phone", "anna-app"};

  static Path folder;
  static Instant today;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    folder = temporary;
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.start(folder);
    etl =
        parts.startEtl(
            "projects: [{id: shop, write-keys: [k1],"
                + " funnels: [{name: Twice, steps: [Clicked, Clicked], window: 1h}],"
                + " features: [{name: Clicking, events: [Clicked]}],"
                + " properties: [{event: Clicked, names: [owner]}]},"
                + " {id: a, write-keys: [k2]}]");
    parts.awaitFirstRuns();
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  private static EventBuilder at(String project, String id, String instance, String occurredAt) {
    return event(id, instance, occurredAt).project(project).receivedAt(today);
  }

  private static EventBuilder revolt(String project, String id, String instance, String at) {
    return at(project, id, instance, at).protocol("revolt");
  }

  /** Of anna-4711 with all that a person leaves behind. */
  private static List<Event> anna(String project) {
    return List.of(
        // anonymous, then known, on the web
        at(project, "a1", "anna-web", "2026-03-01T09:00:00Z").build(),
        at(project, "a2", "anna-web", "2026-03-01T09:01:00Z")
            .type(EventType.IDENTIFY)
            .name(null)
            .userId("anna-4711")
            .traits(json("{\"email\": \"anna-4711@example.org\"}"))
            .build(),
        at(project, "a3", "anna-web", "2026-03-02T09:00:00Z")
            .properties(json("{\"owner\": \"anna-4711\"}"))
            .build(),
        // who she was before, elsewhere
        at(project, "a4", "anna-old-phone", "2026-02-20T09:00:00Z").build(),
        at(project, "a5", "anna-web", "2026-03-02T09:05:00Z")
            .type(EventType.ALIAS)
            .name(null)
            .previousId("anna-old-phone")
            .userId("anna-4711")
            .build(),
        // from a server, without an instance
        at(project, "a6", "x", "2026-03-03T09:00:00Z").instanceId(null).userId("anna-4711").build(),
        // a Revolt app: signed in, then events that name nobody; the stream has filled in one
        revolt(project, "a7", "anna-app", "2026-03-03T10:00:00Z")
            .type(EventType.IDENTIFY)
            .name(null)
            .userId("anna-4711")
            .build(),
        revolt(project, "a8", "anna-app", "2026-03-03T10:01:00Z").build(),
        revolt(project, "a9", "anna-app", "2026-03-03T10:02:00Z").userId("anna-4711").build(),
        // the tablet of the family
        revolt(project, "a10", "tablet", "2026-03-03T12:00:00Z")
            .type(EventType.IDENTIFY)
            .name(null)
            .userId("anna-4711")
            .build(),
        revolt(project, "a11", "tablet", "2026-03-03T12:01:00Z").build());
  }

  private static List<Event> others(String project) {
    return List.of(
        revolt(project, "b1", "tablet", "2026-03-03T08:00:00Z")
            .type(EventType.IDENTIFY)
            .name(null)
            .userId("ben")
            .build(),
        revolt(project, "b2", "tablet", "2026-03-03T08:01:00Z").build(),
        revolt(project, "b3", "tablet", "2026-03-03T14:00:00Z")
            .type(EventType.IDENTIFY)
            .name(null)
            .userId("ben")
            .build(),
        // what the stream did not know yet when it filled in anna
        revolt(project, "b4", "tablet", "2026-03-03T14:01:00Z").userId("anna-4711").build(),
        at(project, "b5", "ben-web", "2026-03-02T09:00:00Z").userId("ben").build(),
        at(project, "c1", "carl-web", "2026-03-01T10:00:00Z").build(),
        at(project, "c2", "carl-web", "2026-03-03T10:00:00Z").userId("carl").build(),
        at(project, "c3", "hannah-4711", "2026-03-03T10:00:00Z").build());
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static RejectedEvent refused(String project, String raw) {
    return new RejectedEvent(
        project, today, RejectionReason.INVALID_JSON, "it is not right", "segment", null, 0, raw);
  }

  private static JdbcClient analytics() {
    return JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"));
  }

  private static JdbcClient ops() {
    return JdbcClient.create(parts.dataSource("ops", "rivulet", "rivulet"));
  }

  private static void erase(long runId, Map<String, String> arguments) throws Exception {
    etl.getBean("eraseJob", Job.class).run(new RunContext(runId, arguments));
  }

  private static long verify(long runId, String project) throws Exception {
    etl.getBean(VerifyJob.class).run(new RunContext(runId, Map.of("project", project)));
    return analytics()
        .sql("select differences from mart.verification where run_id = ?")
        .param(runId)
        .query(Long.class)
        .single();
  }

  private static List<String> balance(String project) {
    return parts.rows(
        "select sum(received), sum(curated), sum(duplicates), sum(erased), sum(difference)"
            + " from bi.closing_balance where project = '"
            + project
            + "'");
  }

  /** All that reports say of persons whose names begin with b, c or h. */
  private static List<String> numbersOfOthers(String project) {
    List<String> numbers =
        new ArrayList<>(
            parts.rows(
                "select * from bi.users where project = '"
                    + project
                    + "' and person_id ~ '^[bch]' order by person_id"));
    numbers.addAll(
        parts.rows(
            "select * from bi.person_days where project = '"
                + project
                + "' and person_id ~ '^[bch]' order by day, person_id"));
    numbers.addAll(
        parts.rows(
            "select * from bi.sessions where project = '"
                + project
                + "' and person_id ~ '^[bch]' order by session_id"));
    return numbers;
  }

  private static JsonNode api(String method, String path, String body) throws Exception {
    return JsonMapper.shared()
        .readTree(
            HTTP.send(
                    HttpRequest.newBuilder(
                            URI.create(
                                "http://localhost:"
                                    + etl.getEnvironment().getProperty("local.server.port")
                                    + path))
                        .header("Authorization", "Bearer test-token")
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                    BodyHandlers.ofString())
                .body());
  }

  /** What the sessionizer does. */
  private static ForgetRequest takeForgetRequest(String project) {
    String key =
        parts
            .s3
            .listObjectsV2(r -> r.bucket(EtlParts.BUCKET).prefix("forget/project=" + project + "/"))
            .contents()
            .get(0)
            .key();
    ForgetRequest request =
        EventJson.mapper()
            .readValue(
                parts.s3.getObjectAsBytes(r -> r.bucket(EtlParts.BUCKET).key(key)).asByteArray(),
                ForgetRequest.class);
    parts.s3.deleteObject(r -> r.bucket(EtlParts.BUCKET).key(key));
    return request;
  }

  @Test
  void an_erased_id_is_found_nowhere_and_nobody_elses_number_changes(CapturedOutput output)
      throws Exception {
    parts.archive(anna("shop"));
    parts.archive(others("shop"));
    // sent twice, together with somebody else's
    parts.archive(List.of(anna("shop").get(1), anna("shop").get(2), others("shop").get(0)));
    parts.quarantine(
        List.of(
            refused("shop", "{\"userId\": \"anna-4711\", \"type\": 7}"),
            refused("shop", "{\"anonymousId\": \"anna-web\", \"type\": 7}"),
            refused("shop", "{\"userId\": \"ben\", \"type\": 7}")));
    parts.quarantine(List.of(refused("_unknown", "{\"userId\": \"anna-4711\"}")));
    EtlParts.run(etl, "shop");
    EtlParts.run(etl, "_unknown");
    ops()
        .sql(
            "with t as (insert into catalog_table (project, table_name, kind, version, rows,"
                + " first_seen_at, last_seen_at) values ('shop', 'clicked', 'event', 1, 1, now(),"
                + " now()) returning table_id) insert into catalog_column (table_id, path, type,"
                + " types, filled, nulls, examples, first_seen_at, last_seen_at) select table_id,"
                + " 'properties.owner', 'string', '{}', 1, 0, '[\"anna-4711\", \"ben\"]', now(), now()"
                + " from t")
        .update();
    ops().sql("update job_run set message = 'row of anna-4711' where run_id = 1").update();
    analytics().sql("create table mart.custom_owners (project varchar(64), owner text)").update();
    analytics()
        .sql("insert into mart.custom_owners values ('shop', 'anna-4711'), ('shop', 'ben')")
        .update();
    Everything everything = new Everything(parts, List.of(folder.resolve("etl")));
    assertThat(everything.places("anna-4711"))
        .hasSizeGreaterThan(15)
        .anyMatch(place -> place.contains("funnel_entry"))
        .anyMatch(place -> place.contains("person_feature_day"))
        .anyMatch(place -> place.contains("property_daily"));
    List<String> othersBefore = numbersOfOthers("shop");
    assertThat(othersBefore).hasSizeGreaterThan(10);
    assertThat(balance("shop")).containsExactly("25|19|3|0|0");

    JsonNode run =
        api("POST", "/api/jobs/erase/runs", "{\"project\": \"shop\", \"user\": \"anna-4711\"}");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> api("GET", "/api/runs/" + run.path("id").asLong(), "").has("ended_at"));

    JsonNode ended = api("GET", "/api/runs/" + run.path("id").asLong(), "");
    assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
    assertThat(ended.path("arguments").path("user").asString()).isEqualTo("(forgotten)");
    assertThat(api("GET", "/api/erasures", "").path(0).path("stream_has_forgotten").asBoolean())
        .isFalse();
    ForgetRequest request = takeForgetRequest("shop");
    assertThat(request.users()).containsExactlyInAnyOrder("anna-4711", "anna-old-phone");
    assertThat(request.instances()).contains("anna-web", "anna-app", "anna-old-phone", "tablet");
    assertThat(everything.places(ANNAS_IDS)).isEmpty();
    assertThat(output.getAll()).doesNotContain(ANNAS_IDS);
    assertThat(numbersOfOthers("shop")).isEqualTo(othersBefore);
    assertThat(balance("shop")).containsExactly("25|8|1|13|0");
    assertThat(
            parts.rows(
                "select project, raw from bi.rejected_events where project in ('shop', '_unknown')"))
        .containsExactly("shop|{\"userId\": \"ben\", \"type\": 7}");
    assertThat(
            parts.rows(
                "select distinct why from bi.restatements where project = 'shop' and run_id = "
                    + run.path("id").asLong()))
        .containsExactly("erased");
    assertThat(verify(101, "shop")).isZero();
    JsonNode receipt = api("GET", "/api/erasures", "").path(0);
    assertThat(receipt.path("person").asString()).hasSize(64);
    assertThat(receipt.path("stream_has_forgotten").asBoolean()).isTrue();
    assertThat(receipt.path("removed").path("raw_lines").asLong()).isEqualTo(13);
    assertThat(receipt.path("removed").path("curated_events").asLong()).isEqualTo(11);
    assertThat(receipt.path("removed").path("quarantine_lines").asLong()).isEqualTo(3);
    assertThat(receipt.path("removed").path("catalog_columns").asLong()).isEqualTo(1);
    assertThat(receipt.path("removed").path("custom_rows").asLong()).isEqualTo(1);
    assertThat(receipt.path("expires")).hasSize(2);
  }

  @Test
  void a_run_that_dies_at_any_step_is_made_good_by_the_next() throws Exception {
    parts.archive(anna("a"));
    parts.archive(others("a"));
    parts.archive(List.of(anna("a").get(1), others("a").get(0)));
    parts.quarantine(List.of(refused("a", "{\"userId\": \"anna-4711\"}")));
    EtlParts.run(etl, "a");
    List<String> othersBefore = numbersOfOthers("a");
    Map<String, String> arguments = Map.of("project", "a", "user", "anna-4711");

    // after the raw objects, after the curated data, after the reports
    long run = 200;
    for (String table : List.of("curated_partition", "daily_activity", "erasure_event")) {
      failAt(table);
      long id = run++;
      assertThatThrownBy(() -> erase(id, arguments)).hasMessageContaining("power cut");
      assertThat(balance("a")).first().asString().endsWith("|0");
      goOnAt(table);
    }
    erase(210, arguments);

    takeForgetRequest("a");
    Everything everything = new Everything(parts, List.of(folder.resolve("etl")));
    assertThat(everything.places(ANNAS_IDS).stream().filter(p -> p.contains("/project=a/")))
        .isEmpty();
    assertThat(numbersOfOthers("a")).isEqualTo(othersBefore);
    assertThat(balance("a")).containsExactly("22|8|1|12|0");
    assertThat(verify(211, "a")).isZero();
    assertThat(parts.rows("select count(*) from bi.rejected_events where project = 'a'"))
        .containsExactly("0");
    assertThat(
            analytics()
                .sql("select count(*) from mart.erasure where project = 'a'")
                .query(Long.class)
                .single())
        .isEqualTo(1);

    // done again it finds nothing, and says so
    erase(212, arguments);
    takeForgetRequest("a");
    assertThat(
            analytics()
                .sql(
                    "select counts ->> 'raw_lines' is null and counts ->> 'curated_events' = '0'"
                        + " from mart.erasure where project = 'a' and run_id = 212")
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(balance("a")).containsExactly("22|8|1|12|0");
  }

  /** The next change of the table fails, as if the process had died before it. */
  private static void failAt(String table) {
    analytics()
        .sql(
            "create or replace function mart.power_cut() returns trigger language plpgsql as"
                + " 'begin raise exception ''power cut''; end'")
        .update();
    analytics()
        .sql(
            "create trigger power_cut before update or delete on mart."
                + table
                + " execute function mart.power_cut()")
        .update();
  }

  private static void goOnAt(String table) {
    analytics().sql("drop trigger power_cut on mart." + table).update();
  }

  @Test
  void what_comes_later_stays_out_until_the_person_is_let_in_again() throws Exception {
    parts.archive(
        List.of(
            at("late", "l1", "dora-web", "2026-03-01T09:00:00Z").userId("dora-77").build(),
            at("late", "l2", "emil-web", "2026-03-01T09:00:00Z").build()));
    EtlParts.run(etl, "late");
    erase(301, Map.of("project", "late", "user", "dora-77"));
    takeForgetRequest("late");

    parts.archive(
        List.of(
            at("late", "l3", "dora-web", "2026-03-01T10:00:00Z").userId("dora-77").build(),
            at("late", "l4", "dora-web", "2026-03-01T10:01:00Z").build(),
            // somebody else has the telephone now
            at("late", "l5", "dora-web", "2026-03-02T10:01:00Z").userId("finn").build()));
    EtlParts.run(etl, "late");

    assertThat(
            parts.rows("select person_id, events from bi.users where project = 'late' order by 1"))
        .containsExactly("emil-web|1", "finn|1");
    assertThat(balance("late")).containsExactly("5|2|0|3|0");
    Everything everything = new Everything(parts, List.of(folder.resolve("etl")));
    assertThat(everything.places("dora-77")).allMatch(p -> p.startsWith("s3 raw/"));

    // as every night
    erase(303, Map.of());
    assertThat(everything.places("dora-77")).isEmpty();
    assertThat(balance("late")).containsExactly("5|2|0|3|0");
    assertThat(verify(304, "late")).isZero();

    erase(305, Map.of("project", "late", "user", "dora-77", "lift", "true"));
    takeForgetRequest("late");
    parts.archive(
        List.of(at("late", "l6", "dora-web", "2026-03-05T10:00:00Z").userId("dora-77").build()));
    EtlParts.run(etl, "late");
    assertThat(
            parts.rows("select person_id, events from bi.users where project = 'late' order by 1"))
        .containsExactly("dora-77|1", "emil-web|1", "finn|1");
    assertThat(balance("late")).containsExactly("6|3|0|3|0");
    assertThat(verify(306, "late")).isZero();
  }

  @Test
  void an_instance_is_erased_while_nobody_is_named_also_where_raw_objects_are_gone()
      throws Exception {
    Instant old = today.minus(40, ChronoUnit.DAYS);
    parts.archive(
        List.of(
            at("gone", "g1", "kiosk-9", "2026-03-01T09:00:00Z").receivedAt(old).build(),
            at("gone", "g2", "kiosk-9", "2026-03-01T09:01:00Z").receivedAt(old).build(),
            at("gone", "g3", "other-9", "2026-03-01T09:01:00Z").receivedAt(old).build()));
    parts.archive(
        List.of(
            at("gone", "g4", "kiosk-9", "2026-03-02T09:00:00Z").userId("gina").build(),
            at("gone", "g5", "kiosk-9", "2026-03-02T09:30:00Z").build(),
            at("gone", "g6", "gina-web", "2026-03-02T09:00:00Z")
                .userId("gina")
                .properties(json("{\"invited_by\": \"kiosk-9\"}"))
                .build()));
    EtlParts.run(etl, "gone");
    etl.getBean(RetentionJob.class)
        .run(new RunContext(401, Map.of("project", "gone", "raw_days", "30")));

    erase(402, Map.of("project", "gone", "instance", "kiosk-9"));

    assertThat(takeForgetRequest("gone").instances()).containsExactly("kiosk-9");
    assertThat(
            parts.rows("select person_id, events from bi.users where project = 'gone' order by 1"))
        .containsExactly("gina|2", "other-9|1");
    assertThat(balance("gone")).containsExactly("6|3|0|3|0");
    assertThat(
            analytics()
                .sql("select counts ->> 'raw_mentions_left' from mart.erasure where run_id = 402")
                .query(String.class)
                .single())
        .isEqualTo("2");
    String kept = LocalDate.ofInstant(today, ZoneOffset.UTC).minusDays(35).toString();
    etl.getBean(VerifyJob.class).run(new RunContext(403, Map.of("project", "gone", "from", kept)));
    assertThat(
            analytics()
                .sql("select differences from mart.verification where run_id = 403")
                .query(Long.class)
                .single())
        .isZero();
  }
}
