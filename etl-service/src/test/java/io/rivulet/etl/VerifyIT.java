package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rivulet.etl.keep.BackfillJob;
import io.rivulet.etl.keep.CompactJob;
import io.rivulet.etl.keep.OldRows;
import io.rivulet.etl.keep.RetentionJob;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.verify.RebuildJob;
import io.rivulet.etl.verify.VerifyJob;
import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import io.rivulet.event.LakeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything computed once more from the raw objects, to compare and to replace. */
class VerifyIT {
  private static final String PROJECTS =
      "projects: [{id: moved, write-keys: [k1], time-zone: %s}, {id: pieces, write-keys: [k2]}]";

  static Path folder;
  static Instant today;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    folder = temporary;
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.start(folder);
    etl = parts.startEtl(PROJECTS.formatted("UTC"));
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

  private static JdbcClient analytics() {
    return JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"));
  }

  private static long verify(long runId, Map<String, String> arguments) throws Exception {
    etl.getBean(VerifyJob.class).run(new RunContext(runId, arguments));
    return analytics()
        .sql("select differences from mart.verification where run_id = ?")
        .param(runId)
        .query(Long.class)
        .single();
  }

  private static List<String> differences(long runId) {
    return analytics()
        .sql(
            "select relation || ' ' || day || ' ' || metric || ' ' || coalesce(published, '-') || ' '"
                + " || coalesce(recomputed, '-') from mart.verification_difference where run_id = ?"
                + " order by 1")
        .param(runId)
        .query(String.class)
        .list();
  }

  @Test
  void verify_waits_for_no_publication_and_none_waits_for_it() throws Exception {
    parts.archive(List.of(at("held", "w1", "i-w", "2026-02-01T10:00:00Z").build()));
    EtlParts.run(etl, "held");
    try (Connection publishing =
        parts.dataSource("analytics", "rivulet", "rivulet").getConnection()) {
      publishing.setAutoCommit(false);
      publishing
          .createStatement()
          .execute(
              "select pg_advisory_xact_lock(hashtextextended('mart/' || job || '/held', 0))"
                  + " from (values ('preprocess'), ('report')) j (job)");

      assertThat(verify(900, Map.of("project", "held"))).isZero();
    }
  }

  @Test
  void shuffled_in_pieces_and_twice_is_what_one_load_gives() throws Exception {
    Random random = new Random(5);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Instant when = Instant.parse("2026-03-01T00:00:00Z").plusSeconds(600L * random.nextInt(900));
      EventBuilder event = at("pieces", "p" + i, "i" + random.nextInt(7), when.toString());
      events.add(
          switch (random.nextInt(6)) {
            case 0 -> event.userId("u" + random.nextInt(4)).build();
            case 1 -> event.type(EventType.ALIAS).previousId("u1").userId("v").build();
            default -> event.build();
          });
    }
    events.addAll(List.copyOf(events));
    Collections.shuffle(events, random);
    for (int piece = 0; piece < 8; piece++) {
      parts.archive(events.subList(piece * 75, piece * 75 + 75));
      EtlParts.run(etl, "pieces");
    }

    assertThat(verify(101, Map.of("project", "pieces"))).isZero();
    assertThat(verify(102, Map.of("project", "pieces", "from", "2026-03-03", "to", "2026-03-05")))
        .isZero();
    assertThat(
            parts.rows(
                "select sum(accepted), sum(curated), sum(duplicates), sum(difference) from bi.closing_balance where project = 'pieces'"))
        .containsExactly("600|300|300|0");

    // whoever wrote this into the reports is found out
    analytics()
        .sql(
            "update mart.event_daily set users = users + 1 where project = 'pieces' and day = '2026-03-03' and type = 'track'")
        .update();
    analytics()
        .sql(
            "delete from mart.person_day where project = 'pieces' and person_id = 'i1' and day = '2026-03-04'")
        .update();
    assertThat(verify(103, Map.of("project", "pieces"))).isPositive();
    assertThat(differences(103)).anyMatch(d -> d.startsWith("event_daily 2026-03-03 users "));
    assertThat(verify(104, Map.of("project", "pieces", "from", "2026-03-05"))).isZero();

    etl.getBean(RebuildJob.class).run(new RunContext(105, Map.of("project", "pieces")));
    assertThat(verify(106, Map.of("project", "pieces"))).isZero();
    nothingIsLeftOver("pieces");
  }

  @Test
  void verify_from_a_day_knows_who_signed_in_just_after_midnight_by_a_clock_that_is_ahead()
      throws Exception {
    Instant from = Instant.parse("2026-03-10T00:00:00Z");
    List<Event> events = new ArrayList<>();
    for (int days = 1; days <= 4; days++) {
      Instant midnight = from.minus(days, ChronoUnit.DAYS);
      String instance = "ahead-" + days;
      events.add(
          event("s" + days, instance, midnight.plusSeconds(600).toString())
              .project("ahead")
              .receivedAt(midnight.minusSeconds(600))
              .userId("u" + days)
              .build());
      events.add(at("ahead", "a" + days, instance, from.plusSeconds(3600).toString()).build());
    }
    for (Event event : events) {
      parts.archive(List.of(event));
    }
    EtlParts.run(etl, "ahead");

    assertThat(
            parts.rows(
                "select distinct person_id from bi.users where project = 'ahead' order by 1"))
        .containsExactly("u1", "u2", "u3", "u4");
    assertThat(verify(801, Map.of("project", "ahead", "from", "2026-03-10"))).isZero();
  }

  @Test
  void rebuild_moves_days_to_another_time_zone_in_one_step() throws Exception {
    parts.archive(
        List.of(
            at("moved", "m1", "i1", "2026-07-01T10:00:00Z").build(),
            at("moved", "m2", "i2", "2026-07-01T23:00:00Z").build(),
            at("moved", "m3", "i1", "2026-07-02T10:00:00Z").build()));
    EtlParts.run(etl, "moved");
    String days =
        "select day, active_users, events from bi.daily_activity where project = 'moved' order by 1";
    assertThat(parts.rows(days)).containsExactly("2026-07-01|2|2", "2026-07-02|1|1");

    Files.writeString(folder.resolve("projects.yml"), PROJECTS.formatted("Europe/Vienna"));
    // the service looks every few seconds, so wait for it
    await().atMost(Duration.ofMinutes(1)).until(() -> zoneOfMoved().equals("Europe/Vienna"));
    assertThat(verify(201, Map.of("project", "moved"))).isPositive();
    assertThat(parts.rows(days)).containsExactly("2026-07-01|2|2", "2026-07-02|1|1");

    etl.getBean(RebuildJob.class).run(new RunContext(202, Map.of("project", "moved")));

    assertThat(parts.rows(days)).containsExactly("2026-07-01|1|1", "2026-07-02|2|2");
    assertThat(
            parts.rows(
                "select day, round(before), round(after), why, run_id from bi.restatements"
                    + " where project = 'moved' and metric = 'events' order by 1"))
        .containsExactly("2026-07-01|2|1|rebuild|202", "2026-07-02|1|2|rebuild|202");
    assertThat(verify(203, Map.of("project", "moved"))).isZero();

    // what comes after it goes on from it
    parts.archive(List.of(at("moved", "m4", "i3", "2026-07-02T11:00:00Z").build()));
    EtlParts.run(etl, "moved");
    assertThat(parts.rows(days)).containsExactly("2026-07-01|1|1", "2026-07-02|3|3");
    assertThat(verify(204, Map.of("project", "moved"))).isZero();
    nothingIsLeftOver("moved");
  }

  @Test
  void small_files_become_one_without_a_change_for_readers() throws Exception {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      events.add(
          at("small", "s" + i, "i" + i % 5, "2026-03-01T10:00:00Z")
              .occurredAt(Instant.parse("2026-03-01T10:00:00Z").plusSeconds(i))
              .build());
    }
    parts.archive(events);
    EtlParts.run(etl, "small");
    // a large day is written by several threads, each into a file of its own
    cutInTwo("small", LocalDate.of(2026, 3, 1));
    String files =
        "select sum(cardinality(object_keys)) from mart.curated_partition where project = 'small'";
    String rows = "select sum(row_count) from mart.curated_partition where project = 'small'";
    assertThat(analytics().sql(files).query(Long.class).single()).isEqualTo(4);
    long rowsBefore = analytics().sql(rows).query(Long.class).single();
    List<String> published =
        parts.rows("select published_at from bi.data_freshness where project = 'small'");

    String moves =
        "select version from mart.bookmark where project = 'small' and job = 'preprocess'";
    long movesBefore = analytics().sql(moves).query(Long.class).single();

    etl.getBean(CompactJob.class).run(new RunContext(301, Map.of("project", "small")));

    // a run of preprocess that is under way need not begin anew
    assertThat(analytics().sql(moves).query(Long.class).single()).isEqualTo(movesBefore);
    RunContext again = new RunContext(303, Map.of("project", "small"));
    etl.getBean(CompactJob.class).run(again);
    assertThat(again.rowsIn()).isZero();
    EtlParts.run(etl, "small");

    // one file of events, sessions and daily
    assertThat(analytics().sql(files).query(Long.class).single()).isEqualTo(3);
    assertThat(analytics().sql(rows).query(Long.class).single()).isEqualTo(rowsBefore);
    assertThat(parts.rows("select published_at from bi.data_freshness where project = 'small'"))
        .isEqualTo(published);
    assertThat(verify(302, Map.of("project", "small"))).isZero();
    nothingIsLeftOver("small");
  }

  /** Makes two files of the one that holds a day's events. */
  private static void cutInTwo(String project, LocalDate date) throws Exception {
    String key =
        analytics()
            .sql(
                "select object_keys[1] from mart.curated_partition"
                    + " where project = ? and dataset = 'events' and event_date = ?")
            .params(project, date)
            .query(String.class)
            .single();
    Path whole = folder.resolve("whole.parquet");
    parts.s3.getObject(r -> r.bucket(EtlParts.BUCKET).key(key), whole);
    List<String> halves =
        List.of(key.replace(".parquet", "-a.parquet"), key.replace(".parquet", "-b.parquet"));
    try (var duck = java.sql.DriverManager.getConnection("jdbc:duckdb:");
        var statement = duck.createStatement()) {
      for (int half = 0; half < 2; half++) {
        Path file = folder.resolve("half.parquet");
        statement.execute(
            "copy (from read_parquet('"
                + whole
                + "') where hash(event_id) % 2 = "
                + half
                + ") to '"
                + file
                + "'");
        String halfKey = halves.get(half);
        parts.s3.putObject(r -> r.bucket(EtlParts.BUCKET).key(halfKey), file);
      }
    }
    parts.s3.deleteObject(r -> r.bucket(EtlParts.BUCKET).key(key));
    analytics()
        .sql(
            "update mart.curated_partition set object_keys = array[?, ?]"
                + " where project = ? and dataset = 'events' and event_date = ?")
        .params(halves.get(0), halves.get(1), project, date)
        .update();
  }

  @Test
  void backfill_reads_some_days_again_and_goes_on_where_it_was_stopped() throws Exception {
    for (int day = 1; day <= 3; day++) {
      parts.archive(
          List.of(
              at("filled", "f" + day, "i1", "2026-03-0" + day + "T10:00:00Z")
                  .receivedAt(today.minus(day, ChronoUnit.DAYS))
                  .build()));
    }
    EtlParts.run(etl, "filled");
    String toRead = "select count(*) from mart.lake_object where project = 'filled' and is_to_read";
    Map<String, String> twoDays =
        Map.of(
            "project",
            "filled",
            "to",
            LocalDate.ofInstant(today, ZoneOffset.UTC).minusDays(2).toString());
    RunContext stopped = new RunContext(401, twoDays);
    stopped.requestStop();
    assertThatThrownBy(() -> etl.getBean(BackfillJob.class).run(stopped))
        .isInstanceOf(RunContext.StoppedException.class);
    assertThat(analytics().sql(toRead).query(Long.class).single()).isEqualTo(2);
    // as if it had read one of them
    analytics()
        .sql(
            "update mart.lake_object set is_to_read = false where project = 'filled' and received_date = (select min(received_date) from mart.lake_object where project = 'filled')")
        .update();

    RunContext again = new RunContext(402, twoDays);
    etl.getBean(BackfillJob.class).run(again);

    EtlParts.run(etl, "filled");
    assertThat(again.rowsIn()).isEqualTo(1);
    assertThat(analytics().sql(toRead).query(Long.class).single()).isZero();
    assertThat(
            parts.rows(
                "select sum(accepted), sum(curated), sum(duplicates), sum(difference) from bi.closing_balance where project = 'filled'"))
        .containsExactly("3|3|0|0");
    assertThat(verify(403, Map.of("project", "filled"))).isZero();
  }

  /** As after the loss of Kafka, whose offsets begin anew. */
  @Test
  void other_lines_under_the_name_of_an_object_that_was_moved_are_read_by_a_backfill()
      throws Exception {
    List<Event> old = List.of(at("renamed", "r1", "i1", "2026-03-01T10:00:00Z").build());
    List<Event> later = List.of(at("renamed", "r2", "i1", "2026-03-01T10:05:00Z").build());
    String key = parts.archive(old);
    EtlParts.run(etl, "renamed");
    LakeObject object = LakeObject.parse(key).orElseThrow();
    parts.rewrite(
        new LakeObject(
                object.area(),
                object.project(),
                object.receivedHour(),
                object.topic(),
                object.partition(),
                1_000_000_000_000_000_000L + object.firstOffset())
            .key(),
        old);
    parts.rewrite(key, later);
    EtlParts.run(etl, "renamed");
    String events = "select sum(events) from bi.daily_activity where project = 'renamed'";
    assertThat(parts.rows(events)).as("the name counts as read").containsExactly("1");

    String day = LocalDate.ofInstant(today, ZoneOffset.UTC).toString();
    etl.getBean(BackfillJob.class)
        .run(new RunContext(701, Map.of("project", "renamed", "from", day, "to", day)));
    EtlParts.run(etl, "renamed");

    assertThat(parts.rows(events)).containsExactly("2");
    assertThat(
            parts.rows(
                "select sum(accepted), sum(curated), sum(duplicates), sum(difference)"
                    + " from bi.closing_balance where project = 'renamed'"))
        .containsExactly("2|2|0|0");
  }

  @Test
  void retention_removes_old_objects_that_were_read_and_nothing_that_they_brought()
      throws Exception {
    Instant old = today.minus(40, ChronoUnit.DAYS);
    String gone =
        parts.archive(
            List.of(at("kept", "k1", "i1", "2026-03-01T10:00:00Z").receivedAt(old).build()));
    String young = parts.archive(List.of(at("kept", "k2", "i1", "2026-03-02T10:00:00Z").build()));
    EtlParts.run(etl, "kept");
    String unread =
        parts.archive(
            List.of(at("kept", "k3", "i1", "2026-03-03T10:00:00Z").receivedAt(old).build()));

    etl.getBean(RetentionJob.class)
        .run(new RunContext(501, Map.of("project", "kept", "raw_days", "30")));

    List<String> left =
        parts
            .s3
            .listObjectsV2(r -> r.bucket(EtlParts.BUCKET).prefix("raw/project=kept/"))
            .contents()
            .stream()
            .map(o -> o.key())
            .toList();
    assertThat(left).containsExactlyInAnyOrder(young, unread).doesNotContain(gone);
    EtlParts.run(etl, "kept");
    assertThat(parts.rows("select sum(events) from bi.daily_activity where project = 'kept'"))
        .containsExactly("2");
    assertThatThrownBy(() -> verify(502, Map.of("project", "kept")))
        .hasMessageContaining("raw objects up to");
    String kept = LocalDate.ofInstant(today, ZoneOffset.UTC).minusDays(35).toString();
    assertThat(verify(503, Map.of("project", "kept", "from", kept))).isZero();
  }

  @Test
  void retention_of_reports_removes_days_and_what_is_computed_anew_leaves_them_out()
      throws Exception {
    parts.archive(
        List.of(
            at("days", "d1", "i1", "2026-03-01T10:00:00Z").build(),
            at("days", "d2", "i1", today.minusSeconds(60).toString()).build()));
    EtlParts.run(etl, "days");
    String rows =
        "select (select count(*) from bi.sessions where project = 'days'),"
            + " (select count(*) from bi.person_days where project = 'days'),"
            + " (select count(*) from bi.events_daily where project = 'days'),"
            + " (select sum(new_users) from bi.daily_activity where project = 'days'),"
            + " (select sum(events) from bi.daily_activity where project = 'days')";
    assertThat(parts.rows(rows)).containsExactly("2|2|2|1|2");

    etl.getBean(RetentionJob.class)
        .run(new RunContext(601, Map.of("project", "days", "report_days", "30")));

    assertThat(parts.rows(rows)).containsExactly("1|1|1|1|2");
    assertThat(verify(602, Map.of("project", "days"))).isZero();
    etl.getBean(RebuildJob.class).run(new RunContext(603, Map.of("project", "days")));
    assertThat(parts.rows(rows)).containsExactly("1|1|1|1|2");
    assertThat(verify(604, Map.of("project", "days"))).isZero();
  }

  @Test
  void what_only_tells_of_the_past_is_forgotten_by_age() {
    for (String day : List.of("2020-01-01", "2020-01-02")) {
      analytics()
          .sql(
              "insert into mart.publication (job, project, run_id, published_at)"
                  + " values ('preprocess', 'past', 1, '"
                  + day
                  + "')")
          .update();
    }
    analytics()
        .sql(
            "insert into mart.verification (run_id, project, differences, verified_at)"
                + " values (7, 'past', 1, '2020-01-01')")
        .update();
    analytics()
        .sql(
            "insert into mart.verification_difference (run_id, project, relation, day, key, metric)"
                + " values (7, 'past', 'person', '2020-01-01', 'k', 'm')")
        .update();
    analytics()
        .sql(
            "insert into mart.restatement (project, day, metric, reason, run_id, restated_at)"
                + " values ('past', '2020-01-01', 'events', 'rebuild', 1, '2020-01-01')")
        .update();

    etl.getBean(OldRows.class).forget();

    assertThat(
            analytics()
                .sql("select published_at::date::text from mart.publication where project = 'past'")
                .query(String.class)
                .list())
        .containsExactly("2020-01-02");
    for (String table : List.of("verification", "verification_difference", "restatement")) {
      assertThat(
              analytics()
                  .sql("select count(*) from mart." + table + " where project = 'past'")
                  .query(Long.class)
                  .single())
          .as(table)
          .isZero();
    }
  }

  @Test
  void local_copies_of_objects_that_another_instance_removed_go() throws Exception {
    parts.archive(List.of(at("copied", "x1", "i1", "2026-03-01T10:00:00Z").build()));
    EtlParts.run(etl, "copied");
    Path copies = folder.resolve("etl/copies/curated/events/project=copied");
    Path gone = Files.writeString(copies.resolve("gone.parquet"), "old");
    Path coming = Files.writeString(copies.resolve("coming.parquet"), "new");
    makeOld(gone);
    makeOld(copies.resolve("event_date=2026-03-01"));

    etl.getBean(EtlConfiguration.LocalCopies.class).clean();

    assertThat(gone).doesNotExist();
    assertThat(coming).exists();
    assertThat(copies.resolve("event_date=2026-03-01")).isNotEmptyDirectory();
  }

  private static void makeOld(Path file) {
    try (var files = Files.walk(file)) {
      for (Path one : files.toList()) {
        Files.setLastModifiedTime(one, FileTime.from(today.minus(2, ChronoUnit.DAYS)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String zoneOfMoved() {
    return etl.getBean(ProjectSettings.class).timeZone("moved").getId();
  }

  /** Every curated object is named by the catalog or waits for its removal; none does both. */
  private static void nothingIsLeftOver(String project) {
    Set<String> objects = new TreeSet<>();
    parts
        .s3
        .listObjectsV2Paginator(r -> r.bucket(EtlParts.BUCKET).prefix("curated/"))
        .contents()
        .stream()
        .map(o -> o.key())
        .filter(key -> key.contains("/project=" + project + "/"))
        .forEach(objects::add);
    List<String> live =
        analytics()
            .sql("select unnest(object_keys) from mart.curated_partition where project = ?")
            .param(project)
            .query(String.class)
            .list();
    List<String> obsolete =
        analytics().sql("select object_key from mart.obsolete_object").query(String.class).list();
    assertThat(objects).containsAll(live);
    assertThat(live).doesNotContainAnyElementsOf(obsolete);
    objects.removeAll(live);
    assertThat(obsolete).containsAll(objects);
  }
}
