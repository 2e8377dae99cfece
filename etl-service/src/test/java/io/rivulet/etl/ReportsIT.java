package io.rivulet.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.verify.RebuildJob;
import io.rivulet.etl.worker.ChangedSettings;
import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import io.rivulet.event.project.ProjectsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** What the views of schema bi count, on cases computed by hand. */
class ReportsIT {
  private static final String PROJECTS =
      """
      projects:
        - {id: months, write-keys: [k1]}
        - {id: york, write-keys: [k2], time-zone: America/New_York}
        - {id: weighted, write-keys: [k3]}
        - {id: ways, write-keys: [k4]}
        - id: adopted
          write-keys: [k5]
          features: [{name: Search, events: [Searched, /search]}, {name: Export, events: [Exported]}]
        - id: valued
          write-keys: [k6]
          properties: [{event: Ordered, names: [coupon]}]
        - {id: ranges, write-keys: [k9]}
        - {id: life, write-keys: [k10]}
        - {id: late, write-keys: [k11]}
        - {id: night, write-keys: [k12]}
        - {id: watched, write-keys: [k13]}
        - {id: robots, write-keys: [k14]}
        - {id: began, write-keys: [k15], time-zone: America/New_York}
        - {id: changing, write-keys: [k7], week-start: %s, funnels: %s}
        - {id: moving, write-keys: [k8], time-zone: %s}
      """;

  static Instant today;
  static Path folder;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    folder = temporary;
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.start(folder);
    etl = parts.startEtl(PROJECTS.formatted("monday", "[]", "UTC"));
    parts.awaitFirstRuns();
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  private static EventBuilder did(String project, String instance, String at, String name) {
    return EtlParts.event(project + instance + at + name, instance, at).project(project).name(name);
  }

  private static Event page(String project, String instance, String at, String path) {
    return did(project, instance, at, "A page")
        .type(EventType.PAGE)
        .page(new Event.Page(null, path, null, null, null))
        .build();
  }

  @Test
  void days_whose_events_do_not_fit_into_the_memory_together_are_counted_in_portions()
      throws Exception {
    int eventsADay = 20_000;
    List<LocalDate> days = LocalDate.of(2026, 3, 1).datesUntil(LocalDate.of(2026, 3, 4)).toList();
    parts.archive(
        days.stream()
            .flatMap(
                day ->
                    IntStream.range(0, eventsADay)
                        .mapToObj(
                            i ->
                                did(
                                        "many",
                                        "i" + i % 1_000,
                                        "%sT10:%02d:00Z".formatted(day, i % 50),
                                        "E" + i)
                                    .name("Clicked")
                                    .build()))
            .toList());
    var little =
        new EtlSettings(
            etl.getBean(EtlSettings.class).workDirectory(), DataSize.ofMegabytes(64), 2);
    var workbenches = new Workbenches(little, etl.getBean(ProjectSettings.class));
    try (Workbench workbench = workbenches.open(1, "many")) {
      assertThat(workbench.eventsAtOnce()).isBetween((long) eventsADay, 2L * eventsADay);
    }
    RunContext run = new RunContext(1, Map.of("project", "many"));
    etl.getBean(PreprocessJob.class).run(run);

    new ReportJob(
            etl.getBean(LakeFiles.class),
            etl.getBean(Warehouse.class),
            workbenches,
            etl.getBean(QualityGate.class))
        .run(run);

    assertThat(
            parts.rows(
                "select e.day, e.event_name, e.events, e.users, d.value, d.users, d.events,"
                    + " (select sum(transitions) from bi.paths p"
                    + " where p.project = e.project and p.day = e.day)"
                    + " from bi.events_daily e join bi.devices_daily d using (project, day)"
                    + " where project = 'many' and dimension = 'platform' order by 1"))
        .containsExactly(
            "2026-03-01|Clicked|20000|1000|(unknown)|1000|20000|2000",
            "2026-03-02|Clicked|20000|1000|(unknown)|1000|20000|2000",
            "2026-03-03|Clicked|20000|1000|(unknown)|1000|20000|2000");
  }

  @Test
  void months_are_those_of_the_calendar_where_mau_rolls() throws Exception {
    parts.archive(
        List.of(
            did("months", "ben", "2026-01-10T10:00:00Z", "Clicked").build(),
            // one session, of January; its second event is February's
            did("months", "anna", "2026-01-31T23:50:00Z", "Clicked").build(),
            did("months", "anna", "2026-02-01T00:10:00Z", "Clicked").build(),
            did("months", "ben", "2026-03-05T10:00:00Z", "Clicked").build(),
            did("months", "carl", "2026-03-05T11:00:00Z", "Clicked").build()));

    EtlParts.run(etl, "months");

    assertThat(
            parts.rows(
                "select month, active_users, new_users, returning_users, resurrected_users,"
                    + " dormant_users, active_user_days, is_complete"
                    + " from bi.monthly_activity where project = 'months' order by 1"))
        .containsExactly(
            "2026-01-01|2|2|0|0|0|2|t", "2026-02-01|1|0|1|0|1|1|t", "2026-03-01|2|1|0|1|1|2|f");
    assertThat(
            parts.rows(
                "select month, sessions, engaged_sessions, bounced_sessions, events,"
                    + " total_session_seconds::text, median_session_seconds::text"
                    + " from bi.monthly_activity where project = 'months' order by 1"))
        .containsExactly(
            "2026-01-01|2|1|1|2|1200.000000|600.000000",
            "2026-02-01|0|0|0|1|0.000000|null",
            "2026-03-01|2|0|2|2|0.000000|0.000000");
    // the 28 days up to 1 February begin on 5 January; those up to 7 February on 11 January
    assertThat(
            parts.rows(
                "select day, mau from bi.daily_activity where project = 'months'"
                    + " and day in ('2026-02-01', '2026-02-06', '2026-02-07') order by 1"))
        .containsExactly("2026-02-01|2", "2026-02-06|2", "2026-02-07|1");
  }

  @Test
  void who_was_silent_for_28_days_returns_and_for_29_is_resurrected() throws Exception {
    parts.archive(
        List.of(
            did("life", "ann", "2026-01-01T10:00:00Z", "Clicked").build(),
            did("life", "ann", "2026-01-29T10:00:00Z", "Clicked").build(),
            did("life", "ann", "2026-02-27T10:00:00Z", "Clicked").build()));

    EtlParts.run(etl, "life");

    assertThat(lifecycle("life"))
        .containsExactly(
            "2026-01-01|1|0|0|0", "2026-01-29|0|1|0|0", "2026-02-26|0|0|0|1", "2026-02-27|0|0|1|0");
  }

  @Test
  void who_signs_in_later_was_new_when_they_first_came() throws Exception {
    parts.archive(
        List.of(
            did("late", "laptop", "2026-01-03T10:00:00Z", "Clicked").userId("u").build(),
            did("late", "phone", "2026-01-05T10:00:00Z", "Clicked").build()));
    EtlParts.run(etl, "late");
    assertThat(lifecycle("late")).containsExactly("2026-01-03|1|0|0|0", "2026-01-05|1|0|0|0");

    parts.archive(
        List.of(did("late", "phone", "2026-01-10T10:00:00Z", "Clicked").userId("u").build()));
    EtlParts.run(etl, "late");

    assertThat(lifecycle("late"))
        .containsExactly("2026-01-03|1|0|0|0", "2026-01-05|0|1|0|0", "2026-01-10|0|1|0|0");
  }

  /** Days on which something is not 0: new, returning, resurrected, dormant. */
  private static List<String> lifecycle(String project) {
    return parts.rows(
        "select day, new_users, returning_users, resurrected_users, dormant_users"
            + " from bi.daily_activity where project = '%s'".formatted(project)
            + " and new_users + returning_users + resurrected_users + dormant_users > 0"
            + " order by day");
  }

  @Test
  void the_persons_of_any_range_count_once_on_the_first_of_their_days() throws Exception {
    parts.archive(
        List.of(
            did("ranges", "ann", "2026-03-01T10:00:00Z", "Clicked").build(),
            did("ranges", "ann", "2026-03-02T10:00:00Z", "Clicked").build(),
            did("ranges", "ann", "2026-03-09T10:00:00Z", "Clicked").build(),
            did("ranges", "bob", "2026-03-02T10:00:00Z", "Clicked").build(),
            did("ranges", "bob", "2026-03-09T10:00:00Z", "Clicked").build(),
            did("ranges", "carl", "2026-03-05T10:00:00Z", "Clicked").build()));
    EtlParts.run(etl, "ranges");
    assertThat(gaps())
        .containsExactly(
            "2026-03-01|null|1",
            "2026-03-02|2026-03-01|1",
            "2026-03-02|null|1",
            "2026-03-05|null|1",
            "2026-03-09|2026-03-02|2");
    // from the 2nd to the 8th ann and bob on the 2nd, carl on the 5th; not a fourth one
    assertThat(personsOf("2026-03-02", "2026-03-08")).isEqualTo(3);

    // a late event of a day between, and one by which bob turns out to be ann
    parts.archive(
        List.of(
            did("ranges", "ann", "2026-03-06T10:00:00Z", "Clicked").build(),
            EtlParts.event("signed-in", "bob", "2026-03-09T11:00:00Z")
                .project("ranges")
                .type(EventType.IDENTIFY)
                .userId("u")
                .build(),
            EtlParts.event("signed-in-too", "ann", "2026-03-09T11:00:00Z")
                .project("ranges")
                .type(EventType.IDENTIFY)
                .userId("u")
                .build()));
    EtlParts.run(etl, "ranges");

    assertThat(gaps())
        .containsExactly(
            "2026-03-01|null|1",
            "2026-03-02|2026-03-01|1",
            "2026-03-05|null|1",
            "2026-03-06|2026-03-02|1",
            "2026-03-09|2026-03-06|1");
    assertThat(personsOf("2026-03-02", "2026-03-08")).isEqualTo(2);
    assertThat(
            parts.rows(
                "select f.day, t.day from bi.daily_activity f, bi.daily_activity t"
                    + " where f.project = 'ranges' and t.project = 'ranges' and f.day <= t.day and"
                    + " (select count(distinct person_id) from bi.person_days"
                    + " where project = 'ranges' and day between f.day and t.day)"
                    + " <> (select coalesce(sum(users), 0) from bi.activity_gaps"
                    + " where project = 'ranges' and day between f.day and t.day"
                    + " and (previous_day is null or previous_day < f.day))"))
        .isEmpty();
  }

  private static List<String> gaps() throws Exception {
    return parts.rows(
        "select day, previous_day, users from bi.activity_gaps where project = 'ranges'"
            + " order by day, previous_day");
  }

  private static long personsOf(String from, String to) throws Exception {
    return Long.parseLong(
        parts
            .rows(
                "select sum(users) from bi.activity_gaps where project = 'ranges'"
                    + " and day between '%s' and '%s'".formatted(from, to)
                    + " and (previous_day is null or previous_day < '%s')".formatted(from))
            .get(0));
  }

  @Test
  void a_session_over_midnight_is_of_the_day_of_its_start_and_its_events_of_their_own()
      throws Exception {
    parts.archive(
        List.of(
            did("night", "owl", "2026-03-01T23:50:00Z", "Clicked").build(),
            did("night", "owl", "2026-03-02T00:10:00Z", "Clicked").build(),
            did("night", "owl", "2026-03-02T00:20:00Z", "Clicked").build()));

    EtlParts.run(etl, "night");

    assertThat(
            parts.rows(
                "select day, started_at::text, ended_at::text, events from bi.sessions"
                    + " where project = 'night'"))
        .containsExactly("2026-03-01|2026-03-01 23:50:00|2026-03-02 00:20:00|3");
    assertThat(
            parts.rows(
                "select day, sessions, engaged_sessions, total_session_seconds::text, events,"
                    + " active_users, new_users, returning_users from bi.daily_activity"
                    + " where project = 'night' order by day"))
        .containsExactly("2026-03-01|1|1|1800.000000|1|1|1|0", "2026-03-02|0|0|0.000000|2|1|0|1");
    // it had the event on both days
    assertThat(
            parts.rows(
                "select day, events, sessions from bi.events_daily where project = 'night' order by 1"))
        .containsExactly("2026-03-01|1|1", "2026-03-02|2|1");
  }

  @Test
  void days_have_23_and_25_hours_where_clocks_change() throws Exception {
    parts.archive(
        List.of(
            // 2025-11-02 in New York: from 4:00 UTC to 5:00 UTC of the next day
            did("york", "i", "2025-11-02T04:00:00Z", "Clicked").build(),
            did("york", "i", "2025-11-03T04:59:59Z", "Clicked").build(),
            did("york", "i", "2025-11-03T05:00:00Z", "Clicked").build(),
            // 2026-03-08: from 5:00 UTC to 4:00 UTC of the next day
            did("york", "i", "2026-03-08T05:00:00Z", "Clicked").build(),
            // 1:50 and 3:10 are 20 minutes apart
            did("york", "i", "2026-03-08T06:50:00Z", "Clicked").build(),
            did("york", "i", "2026-03-08T07:10:00Z", "Clicked").build(),
            did("york", "i", "2026-03-09T03:59:59Z", "Clicked").build(),
            did("york", "i", "2026-03-09T04:00:00Z", "Clicked").build()));

    EtlParts.run(etl, "york");

    assertThat(
            parts.rows(
                "select day, events, sessions, total_session_seconds::text from bi.daily_activity"
                    + " where project = 'york' and events > 0 order by 1"))
        .containsExactly(
            "2025-11-02|2|2|1.000000",
            "2025-11-03|1|0|0.000000",
            "2026-03-08|4|3|1201.000000",
            "2026-03-09|1|0|0.000000");
  }

  @Test
  void who_reads_during_publications_sees_the_numbers_before_or_after_and_no_others()
      throws Exception {
    String numbers =
        """
        select
            (select sum(events) from bi.daily_activity where project = 'watched'),
            (select sum(events) from bi.events_daily where project = 'watched'),
            (select sum(events) from bi.person_days where project = 'watched'),
            (select sum(events) from bi.devices_daily where project = 'watched' and dimension = 'platform'),
            (select sum(events) from bi.sessions where project = 'watched'),
            (select sum(events) from bi.users where project = 'watched'),
            (select sum(events) from bi.monthly_activity where project = 'watched'),
            (select sum(retained_on) from bi.retention where project = 'watched' and period = 'day')
        """;
    publishWatched(0);
    assertThat(parts.rows(numbers)).containsExactly("20|20|20|20|20|20|20|20");
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<Set<String>> read =
        CompletableFuture.supplyAsync(
            () -> {
              Set<String> seen = new LinkedHashSet<>();
              while (!isOver.get()) {
                seen.addAll(parts.rows(numbers));
              }
              seen.addAll(parts.rows(numbers));
              return seen;
            });

    publishWatched(1);
    publishWatched(2);
    etl.getBean(RebuildJob.class).run(new RunContext(77, Map.of("project", "watched")));
    isOver.set(true);

    assertThat(read.get(1, TimeUnit.MINUTES))
        .containsExactly(
            "20|20|20|20|20|20|20|20", "40|40|40|40|40|40|40|40", "60|60|60|60|60|60|60|60");
  }

  /** Twenty persons come once more, each on one day. */
  private static void publishWatched(int day) throws Exception {
    parts.archive(
        IntStream.range(0, 20)
            .mapToObj(
                i -> did("watched", "i" + i, "2026-03-0%dT10:00:00Z".formatted(day + 1), "Clicked"))
            .map(EventBuilder::build)
            .toList());
    EtlParts.run(etl, "watched");
  }

  @Test
  void retention_over_cohorts_is_weighted_and_of_mature_ones() throws Exception {
    parts.archive(
        List.of(
            did("weighted", "a", "2026-03-01T10:00:00Z", "Clicked").build(),
            did("weighted", "b", "2026-03-01T10:00:00Z", "Clicked").build(),
            did("weighted", "a", "2026-03-02T10:00:00Z", "Clicked").build(),
            did("weighted", "c", "2026-03-02T10:00:00Z", "Clicked").build(),
            did("weighted", "c", "2026-03-03T10:00:00Z", "Clicked").build(),
            did("weighted", "d", "2026-03-03T10:00:00Z", "Clicked").build(),
            // its day is not over
            did("weighted", "d", "2026-03-04T10:00:00Z", "Clicked").build()));

    EtlParts.run(etl, "weighted");

    // 1 of 2 and 1 of 1: 2 of 3 persons, not 3/4 of an average cohort
    assertThat(
            parts.rows(
                "select sum(retained_on), sum(cohort_size) from bi.retention"
                    + " where project = 'weighted' and period = 'day' and n = 1 and is_mature"))
        .containsExactly("2|3");
  }

  @Test
  void a_person_began_on_the_first_day_and_with_the_first_of_each_that_is_known() throws Exception {
    EventBuilder phone =
        did("began", "phone", "2026-03-02T02:00:00Z", "Clicked").os(new Event.Os("iOS", "17"));
    EventBuilder laptop =
        did("began", "laptop", "2026-03-05T12:00:00Z", "Clicked")
            .browser(new Event.Browser("Firefox", "140"))
            .country("AT")
            .userId("anna");
    parts.archive(
        List.of(
            // 21:00 of 1 March in New York; its country and version are not known
            phone.build(),
            laptop.build(),
            laptop
                .eventId("b2")
                .occurredAt(Instant.parse("2026-03-06T12:00:00Z"))
                .country("DE")
                .build(),
            phone
                .eventId("b3")
                .occurredAt(Instant.parse("2026-03-07T12:00:00Z"))
                .app(new Event.App(null, "2.1", null, null))
                .userId("anna")
                .build(),
            did("began", "robot", "2026-02-01T12:00:00Z", "Clicked").isBot(true).build(),
            did("began", "ben", "2026-03-07T12:00:00Z", "Clicked").build()));

    EtlParts.run(etl, "began");

    assertThat(
            parts.rows(
                "select person_id, first_day, first_platform, first_country, first_app_version,"
                    + " platform, country from bi.users where project = 'began' order by 1"))
        .containsExactly(
            "anna|2026-03-01|ios|AT|2.1|ios|DE", "ben|2026-03-07|null|null|null|null|null");
    assertThat(
            parts.rows(
                "select day, platform, event_name, events, users, sessions from"
                    + " bi.event_platforms_daily where project = 'began' order by 1, 2"))
        .containsExactly(
            "2026-03-01|ios|Clicked|1|1|1",
            "2026-03-05|web|Clicked|1|1|1",
            "2026-03-06|web|Clicked|1|1|1",
            "2026-03-07|(unknown)|Clicked|1|1|1",
            "2026-03-07|ios|Clicked|1|1|1");
    assertThat(
            parts.rows(
                "select first_day, count(*) from bi.users where project = 'began' group by 1 order"
                    + " by 1"))
        .as("the cohorts of bi.retention")
        .isEqualTo(
            parts.rows(
                "select cohort_start, cohort_size from bi.retention where project = 'began' and"
                    + " period = 'day' and n = 0 and cohort_size > 0 order by 1"));
  }

  @Test
  void adoption_counts_persons_who_are_found_again_when_they_sign_in() throws Exception {
    String search =
        "select day, users, active_users, users_28d, active_users_28d, new_adopters, adopters,"
            + " seen_users, events from bi.feature_adoption"
            + " where project = 'adopted' and feature = 'Search'"
            + " and day in ('2026-03-01', '2026-03-02', '2026-03-29', '2026-03-30') order by 1";
    parts.archive(
        List.of(
            did("adopted", "phone", "2026-03-01T10:00:00Z", "Searched").build(),
            did("adopted", "phone", "2026-03-01T10:01:00Z", "/search").build(),
            did("adopted", "laptop", "2026-03-01T10:00:00Z", "Clicked").build(),
            did("adopted", "laptop", "2026-03-02T10:00:00Z", "Searched").build(),
            did("adopted", "phone", "2026-03-02T10:00:00Z", "Clicked").build(),
            did("adopted", "other", "2026-03-30T10:00:00Z", "Clicked").build()));
    EtlParts.run(etl, "adopted");
    assertThat(parts.rows(search))
        .containsExactly(
            "2026-03-01|1|2|1|2|1|1|2|2",
            "2026-03-02|1|2|2|2|1|2|2|1",
            // the 28 days up to it begin on the 2nd
            "2026-03-29|0|0|1|2|0|2|2|0",
            "2026-03-30|0|1|0|1|0|2|3|0");
    assertThat(
            parts.rows(
                "select sum(users), sum(events) from bi.feature_adoption"
                    + " where project = 'adopted' and feature = 'Export'"))
        .containsExactly("0|0");

    // phone and laptop are one person's
    parts.archive(
        List.of(
            did("adopted", "phone", "2026-03-30T11:00:00Z", "Clicked").userId("anna").build(),
            did("adopted", "laptop", "2026-03-30T11:00:00Z", "Clicked").userId("anna").build()));
    EtlParts.run(etl, "adopted");

    assertThat(parts.rows(search))
        .containsExactly(
            "2026-03-01|1|1|1|1|1|1|1|2",
            "2026-03-02|1|1|1|1|0|1|1|1",
            "2026-03-29|0|0|1|1|0|1|1|0",
            "2026-03-30|0|2|0|2|0|1|2|0");
  }

  @Test
  void paths_are_those_of_the_sessions_that_started_on_the_day() throws Exception {
    parts.archive(
        List.of(
            page("ways", "i", "2026-03-01T10:00:00Z", "/a"),
            page("ways", "i", "2026-03-01T10:01:00Z", "/a"),
            page("ways", "i", "2026-03-01T10:02:00Z", "/b"),
            did("ways", "i", "2026-03-01T10:03:00Z", "Clicked").build(),
            page("ways", "i", "2026-03-01T10:04:00Z", "/c"),
            page("ways", "j", "2026-03-01T11:00:00Z", "/a"),
            page("ways", "k", "2026-03-01T23:55:00Z", "/a")));
    EtlParts.run(etl, "ways");
    // what comes on the next day belongs to the session's day
    parts.archive(List.of(page("ways", "k", "2026-03-02T00:05:00Z", "/b")));
    EtlParts.run(etl, "ways");

    assertThat(
            parts.rows(
                "select day, kind, step, \"from\", \"to\", transitions, from_transitions from bi.paths"
                    + " where project = 'ways' order by kind desc, step, transitions desc, \"to\" collate \"C\" desc"))
        .containsExactly(
            "2026-03-01|view|1|(start)|/a|3|3",
            "2026-03-01|view|2|/a|/b|2|3",
            "2026-03-01|view|2|/a|(end)|1|3",
            "2026-03-01|view|3|/b|/c|1|2",
            "2026-03-01|view|3|/b|(end)|1|2",
            "2026-03-01|view|4|/c|(end)|1|1",
            "2026-03-01|event|1|(start)|Clicked|1|1",
            "2026-03-01|event|2|Clicked|(end)|1|1");
  }

  @Test
  void the_most_frequent_values_have_rows_and_ties_are_ranked_by_text() throws Exception {
    List<Event> events = new ArrayList<>();
    for (int i = 1; i <= 21; i++) {
      events.add(ordered(i, "i", "{\"coupon\":\"v%02d\"}".formatted(i)));
    }
    events.add(ordered(22, "i", "{\"coupon\":\"zz\"}"));
    events.add(ordered(23, "j", "{\"coupon\":\"zz\"}"));
    events.add(ordered(24, "j", "{\"coupon\":\"zz\"}"));
    events.add(ordered(25, "j", "{\"coupon\":null}"));
    events.add(ordered(26, "j", "{}"));
    parts.archive(events);

    EtlParts.run(etl, "valued");

    assertThat(
            parts.rows(
                "select rank, value, events, users, event_events, distinct_values"
                    + " from bi.properties_daily where project = 'valued' order by 1"))
        .hasSize(21)
        .startsWith("1|zz|3|2|26|23", "2|(none)|2|1|26|23", "3|v01|1|1|26|23")
        .endsWith("20|v18|1|1|26|23", "21|(other)|3|1|26|23");
  }

  private static Event ordered(int minute, String instance, String properties) {
    return did("valued", instance, "2026-03-01T10:%02d:00Z".formatted(minute), "Ordered")
        .properties(EventJson.mapper().readTree(properties))
        .build();
  }

  @Test
  void a_changed_declaration_is_reported_of_all_days_by_the_next_run() throws Exception {
    String cohorts =
        "select cohort_start, cohort_size from bi.retention"
            + " where project = 'changing' and period = 'week' and n = 0 order by 1";
    parts.archive(
        List.of(
            did("changing", "i", "2026-03-01T10:00:00Z", "Viewed").build(),
            did("changing", "i", "2026-03-01T10:01:00Z", "Ordered").build(),
            did("changing", "j", "2026-03-02T10:00:00Z", "Viewed").build()));
    EtlParts.run(etl, "changing");
    // 2026-03-01 is a Sunday
    assertThat(parts.rows(cohorts)).containsExactly("2026-02-23|1", "2026-03-02|1");

    readAgain(PROJECTS.formatted("sunday", "[{name: Buy, steps: [Viewed, Ordered]}]", "UTC"));
    EtlParts.run(etl, "changing");

    assertThat(parts.rows(cohorts)).containsExactly("2026-03-01|2");
    assertThat(
            parts.rows(
                "select day, entered, converted from bi.funnels"
                    + " where project = 'changing' and step = 2 order by 1"))
        .containsExactly("2026-03-01|1|1", "2026-03-02|1|0");

    readAgain(PROJECTS.formatted("sunday", "[]", "UTC"));
    EtlParts.run(etl, "changing");
    assertThat(parts.rows("select * from bi.funnels where project = 'changing'")).isEmpty();
  }

  @Test
  void a_changed_time_zone_has_the_project_rebuilt_once() throws Exception {
    String days =
        "select day, events from bi.daily_activity where project = 'moving' and events > 0 order by 1";
    parts.archive(List.of(did("moving", "i", "2026-03-01T23:30:00Z", "Clicked").build()));
    EtlParts.run(etl, "moving");
    etl.getBean(ChangedSettings.class).look();
    assertThat(parts.rows(days)).containsExactly("2026-03-01|1");

    readAgain(PROJECTS.formatted("monday", "[]", "Europe/Berlin"));
    etl.getBean(ChangedSettings.class).look();
    etl.getBean(ChangedSettings.class).look();

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(parts.rows(days)).containsExactly("2026-03-02|1"));
    etl.getBean(ChangedSettings.class).look();
    assertThat(
            JdbcClient.create(parts.dataSource("ops", "rivulet", "rivulet"))
                .sql("select arguments ->> 'project' from job_run where job = 'rebuild'")
                .query(String.class)
                .list())
        .containsExactly("moving");
  }

  @Test
  void a_project_of_robots_alone_is_reported_again_and_again() throws Exception {
    for (int day = 1; day <= 3; day++) {
      parts.archive(
          List.of(
              did("robots", "spider", "2026-03-0%dT10:00:00Z".formatted(day), "Crawled")
                  .isBot(true)
                  .build()));

      EtlParts.run(etl, "robots");
    }

    // its figures are 0, and 0 is not fewer than before
    assertThat(
            parts.rows(
                "select sum(accepted), sum(curated) from bi.closing_balance"
                    + " where project = 'robots'"))
        .containsExactly("3|3");
  }

  private static void readAgain(String projects) throws Exception {
    Files.writeString(folder.resolve("projects.yml"), projects);
    // a content counts once it was seen twice
    ProjectsFile file = etl.getBean(ProjectsFile.class);
    while (!file.current().equals(ProjectsFile.parse("expected", projects))) {
      file.reloadIfChanged();
    }
  }
}
