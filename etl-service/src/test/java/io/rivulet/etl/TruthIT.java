package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.analytics.Bookmark.Mode;
import io.rivulet.etl.analytics.Bookmarks;
import io.rivulet.etl.balance.ClosingBalance;
import io.rivulet.etl.balance.ClosingBalance.ObjectBalance;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Numbers that restate themselves: late data, bookmarks set back, the closing balance. */
class TruthIT {
  static Instant today;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path folder) {
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.start(folder);
    etl = parts.startEtl("projects: [{id: shop, write-keys: [k1]}]");
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

  private static void run(String project, long runId) throws Exception {
    RunContext context = new RunContext(runId, Map.of("project", project));
    etl.getBean(PreprocessJob.class).run(context);
    etl.getBean(ReportJob.class).run(context);
  }

  private static JdbcClient mart() {
    return JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"));
  }

  private static List<String> restatements(String project) {
    return parts.rows(
        "select day, metric, round(before), round(after), why, run_id from bi.restatements"
            + " where project = '"
            + project
            + "' and metric in ('events', 'sessions', 'active_users', 'new_users', 'wau')"
            + " order by day, metric, at");
  }

  @Test
  void a_late_event_restates_the_complete_days_that_it_changes() throws Exception {
    parts.archive(
        List.of(
            at("late", "a1", "i1", "2026-03-01T10:00:00Z").build(),
            at("late", "a2", "i1", "2026-03-03T10:00:00Z").build()));
    run("late", 11);
    assertThat(restatements("late")).isEmpty();

    parts.archive(List.of(at("late", "a3", "i2", "2026-03-02T10:00:00Z").build()));
    run("late", 12);

    assertThat(restatements("late"))
        .containsExactly(
            "2026-03-02|active_users|0|1|late events|12",
            "2026-03-02|events|0|1|late events|12",
            "2026-03-02|new_users|0|1|late events|12",
            "2026-03-02|sessions|0|1|late events|12",
            "2026-03-02|wau|1|2|late events|12",
            "2026-03-03|wau|1|2|late events|12");
  }

  @Test
  void a_sign_in_restates_days_as_identity() throws Exception {
    parts.archive(
        List.of(
            at("who", "b1", "i1", "2026-03-01T10:00:00Z").build(),
            at("who", "b2", "i2", "2026-03-01T11:00:00Z").userId("anna").build()));
    run("who", 21);
    parts.archive(
        List.of(
            at("who", "b3", "i1", "2026-03-05T10:00:00Z")
                .type(EventType.IDENTIFY)
                .userId("anna")
                .build()));
    run("who", 22);

    assertThat(restatements("who"))
        .containsExactly(
            "2026-03-01|active_users|2|1|identity|22",
            "2026-03-01|new_users|2|1|identity|22",
            "2026-03-01|wau|2|1|identity|22");
  }

  @Test
  void a_copy_received_earlier_that_moves_an_event_is_a_correction() throws Exception {
    parts.archive(
        List.of(
            at("moved", "c0", "i1", "2026-03-01T10:00:00Z").build(),
            at("moved", "c1", "i1", "2026-03-04T10:00:00Z").build()));
    run("moved", 31);
    parts.archive(
        List.of(
            at("moved", "c1", "i1", "2026-03-02T10:00:00Z")
                .receivedAt(today.minus(1, ChronoUnit.DAYS))
                .build()));
    run("moved", 32);

    assertThat(restatements("moved"))
        .contains("2026-03-02|events|0|1|late events|32", "2026-03-04|events|1|null|correction|32");
  }

  @Test
  void completeness_tells_how_late_the_events_of_a_day_came() throws Exception {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    for (long late : List.of(60, 61, 3_600, 3_601, 86_400, 86_401, 7 * 86_400, 7 * 86_400 + 1)) {
      // at, and just above, each border; received in objects of their own hours
      parts.archive(
          List.of(
              event("d" + late, "i1", noon.toString())
                  .project("ages")
                  .receivedAt(noon.plusSeconds(late))
                  .build()));
    }
    run("ages", 41);

    assertThat(
            parts.rows(
                "select day, is_complete, watermark::text, events, late_1m_1h_events, late_1h_1d_events,"
                    + " late_1d_7d_events, late_over_7d_events from bi.day_completeness"
                    + " where project = 'ages'"))
        .containsExactly("2026-03-01|t|2026-03-08 12:00:01|8|2|2|2|1");
  }

  @Test
  void what_was_uploaded_long_after_it_arrived_is_found_by_the_next_sweep() throws Exception {
    parts.archive(List.of(at("gap", "e1", "i1", "2026-03-01T10:00:00Z").build()));
    run("gap", 51);
    parts.archive(
        List.of(
            at("gap", "e2", "i1", "2026-03-01T10:01:00Z")
                .receivedAt(today.minus(60, ChronoUnit.DAYS))
                .build()));
    run("gap", 52);
    String events = "select sum(events) from bi.daily_activity where project = 'gap'";
    assertThat(parts.rows(events)).containsExactly("1");

    mart().sql("update mart.raw_sweep set swept_at = swept_at - interval '7 hours'").update();
    run("gap", 53);

    assertThat(parts.rows(events)).containsExactly("2");
  }

  @Test
  void reset_and_rewind_double_nothing() throws Exception {
    Event first = at("back", "f1", "i1", "2026-03-01T10:00:00Z").build();
    Event second = at("back", "f2", "i1", "2026-03-01T10:10:00Z").build();
    parts.archive(List.of(first, first));
    run("back", 61);
    parts.archive(List.of(second, first));
    run("back", 62);
    List<String> before = everything("back");
    assertThat(
            parts.rows(
                "select accepted, curated, duplicates, difference from bi.closing_balance where project = 'back'"))
        .containsExactly("4|2|2|0");

    Bookmarks bookmarks = etl.getBean(Bookmarks.class);
    bookmarks.rewind("preprocess", "back", 61L);
    bookmarks.rewind("report", "back", 61L);
    assertThat(
            bookmarks.of("preprocess").stream()
                .filter(b -> "back".equals(b.get("project")))
                .toList())
        .singleElement()
        .satisfies(
            b ->
                assertThat(b)
                    .containsEntry("objects_read", 1L)
                    .containsEntry("objects_to_read_again", 1L));
    run("back", 63);
    assertThat(everything("back")).isEqualTo(before);

    bookmarks.reset("preprocess", "back");
    bookmarks.reset("report", "back");
    run("back", 64);
    assertThat(everything("back")).isEqualTo(before);

    for (Mode mode : List.of(Mode.PAUSED, Mode.DISABLED)) {
      bookmarks.set("preprocess", "back", mode);
      bookmarks.set("report", "back", mode);
      run("back", 65);
      run("back", 66);
      assertThat(everything("back")).isEqualTo(before);
    }
    assertThat(restatements("back")).containsExactly("2026-03-01|events|1|2|late events|62");
  }

  @Test
  void what_changed_in_an_object_that_is_read_again_replaces_what_it_brought() throws Exception {
    // Fewer than two thirds of the events before would be refused by the rule on their sum.
    List<Event> kept =
        List.of(
            at("changed", "g2", "i2", "2026-03-02T10:00:00Z").build(),
            at("changed", "g3", "i2", "2026-03-02T10:01:00Z").build());
    List<Event> all = new ArrayList<>(kept);
    all.add(at("changed", "g1", "i1", "2026-03-01T10:00:00Z").build());
    String key = parts.archive(all);
    run("changed", 71);
    parts.rewrite(key, kept);
    etl.getBean(Bookmarks.class).reset("preprocess", "changed");
    run("changed", 72);

    assertThat(parts.rows("select day, events from bi.events_daily where project = 'changed'"))
        .containsExactly("2026-03-02|2");
    assertThat(parts.rows("select person_id from bi.users where project = 'changed'"))
        .containsExactly("i2");
    assertThat(
            parts.rows(
                "select accepted, curated, difference from bi.closing_balance where project = 'changed'"))
        .containsExactly("2|2|0");
  }

  @Test
  void a_run_whose_bookmark_is_set_back_meanwhile_looks_again() throws Exception {
    parts.archive(List.of(at("raced", "h1", "i1", "2026-03-01T10:00:00Z").build()));
    run("raced", 81);
    Bookmarks bookmarks = etl.getBean(Bookmarks.class);
    bookmarks.set("preprocess", "raced", Mode.ENABLED);
    bookmarks.reset("preprocess", "raced");
    run("raced", 82);

    assertThat(
            parts.rows(
                "select curated, duplicates, difference from bi.closing_balance where project = 'raced'"))
        .containsExactly("1|0|0");
  }

  @Test
  void a_difference_names_the_objects_concerned() throws Exception {
    String whole = parts.archive(List.of(at("alarm", "k1", "i1", "2026-03-01T10:00:00Z").build()));
    String lost =
        parts.archive(
            List.of(
                at("alarm", "k2", "i1", "2026-03-01T10:00:00Z").build(),
                at("alarm", "k3", "i1", "2026-03-02T10:00:00Z").build()));
    run("alarm", 91);
    ClosingBalance balance = etl.getBean(ClosingBalance.class);
    LocalDate day = LocalDate.ofInstant(today, ZoneOffset.UTC);
    assertThat(balance.objectsConcerned("alarm", day)).isEmpty();

    // as if the archiver had written one line more
    mart()
        .sql("update mart.lake_object set lines_written = lines_written + 1 where object_key = ?")
        .param(lost)
        .update();

    assertThat(balance.imbalances()).contains(new ClosingBalance.Imbalance("alarm", day, 1));
    assertThat(balance.objectsConcerned("alarm", day))
        .containsExactly(new ObjectBalance(lost, 3, 2, 2, 0, 0, 0))
        .extracting(ObjectBalance::object)
        .doesNotContain(whole);
  }

  private static List<String> everything(String project) {
    List<String> all = new ArrayList<>();
    for (String query :
        List.of(
            "select day, active_users, new_users, wau, sessions, events from bi.daily_activity where project = '%s' order by 1",
            "select session_id, started_at, events, person_id from bi.sessions where project = '%s' order by 1",
            "select day, event_name, events, users from bi.events_daily where project = '%s' order by 1, 2",
            "select person_id, sessions, events from bi.users where project = '%s' order by 1",
            "select day, received, accepted, curated, duplicates, difference from bi.closing_balance where project = '%s' order by 1")) {
      all.addAll(parts.rows(query.formatted(project)));
    }
    return all;
  }
}
