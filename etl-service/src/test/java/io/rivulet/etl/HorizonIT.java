package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.analytics.Bookmarks;
import io.rivulet.etl.keep.BackfillJob;
import io.rivulet.etl.keep.RetentionJob;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.verify.RebuildJob;
import io.rivulet.etl.verify.VerifyJob;
import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Retention of curated events: they go, what they told stays, and the balance stays closed. */
class HorizonIT {
  private static final String REPORTS =
      "funnels: [{name: Buying, steps: [Clicked, Bought], window: 5d}],"
          + " features: [{name: Shopping, events: [Bought]}],"
          + " properties: [{event: Bought, names: [color]}]";

  static Path folder;
  static Instant today;

  /** The first moment that is kept. */
  static Instant horizon;

  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    folder = temporary;
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    horizon = today.minus(30, ChronoUnit.DAYS);
    parts = EtlParts.start(folder);
    etl =
        parts.startEtl(
            "projects: [{id: aged, write-keys: [k1], time-zone: Europe/Vienna, "
                + REPORTS
                + "}, {id: freed, write-keys: [k2], "
                + REPORTS
                + "}, {id: left, write-keys: [k3], "
                + REPORTS
                + "}]");
    parts.awaitFirstRuns();
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  private static EventBuilder at(String project, String id, String instance, Instant when) {
    return event(id, instance, when.toString()).project(project).receivedAt(today);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static JdbcClient analytics() {
    return JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"));
  }

  private static Instant days(long days) {
    return today.minus(days, ChronoUnit.DAYS).plus(Duration.ofHours(10));
  }

  /** Of days long before the horizon, around it, and of yesterday. */
  private static List<Event> events(String project) {
    List<Event> events =
        new ArrayList<>(
            List.of(
                at(project, "o1", "i1", days(60)).build(),
                at(project, "o2", "i1", days(60).plusSeconds(60))
                    .name("Bought")
                    .properties(json("{\"color\": \"red\"}"))
                    .build(),
                at(project, "o3", "i2", days(45)).type(EventType.PAGE).name("/home").build(),
                at(project, "o4", "i2", days(45).plusSeconds(30)).name("Bought").build(),
                // a session over the horizon, and a funnel entered before it
                at(project, "h1", "i3", horizon.minusSeconds(600)).build(),
                at(project, "h2", "i3", horizon.plusSeconds(600)).build(),
                at(project, "h3", "i4", horizon.minus(4, ChronoUnit.DAYS)).build(),
                at(project, "h4", "i4", horizon.plusSeconds(7200)).name("Bought").build(),
                at(project, "n1", "i1", days(1)).build(),
                at(project, "n2", "i2", days(1).plusSeconds(30)).name("Bought").build()));
    // who never pauses, cut every 24 hours from a start long before the horizon
    for (int i = 0; i < 400; i++) {
      events.add(
          at(project, "p" + i, "probe", horizon.minus(5, ChronoUnit.DAYS).plusSeconds(1_500L * i))
              .name("Ping")
              .build());
    }
    return events;
  }

  private static void retention(long runId, Map<String, String> arguments) throws Exception {
    Map<String, String> all = new TreeMap<>(arguments);
    etl.getBean(RetentionJob.class).run(new RunContext(runId, all));
  }

  private static List<String> verify(long runId, String project) throws Exception {
    etl.getBean(VerifyJob.class).run(new RunContext(runId, Map.of("project", project)));
    return analytics()
        .sql(
            "select relation || ' ' || day || ' ' || key || ' ' || metric || ' '"
                + " || coalesce(published, '-') || ' ' || coalesce(recomputed, '-')"
                + " from mart.verification_difference where run_id = ? order by 1")
        .param(runId)
        .query(String.class)
        .list();
  }

  /** All that reports say, but for when they were made and what arrived. */
  private static List<String> numbers(String project) {
    List<String> numbers = new ArrayList<>();
    for (String view :
        List.of(
            "daily_activity",
            "activity_gaps",
            "monthly_activity",
            "retention",
            "users",
            "person_days",
            "sessions",
            "events_daily",
            "devices_daily",
            "funnels",
            "feature_adoption",
            "paths",
            "properties_daily")) {
      parts
          .rows(
              "select * from bi." + view + " t where project = '" + project + "' order by t::text")
          .forEach(row -> numbers.add(view + " " + row));
    }
    return numbers;
  }

  /** accepted|curated|duplicates|erased|expired|days that are off. */
  private static List<String> balance(String project) {
    return parts.rows(
        "select sum(accepted), sum(curated), sum(duplicates), sum(erased), sum(expired),"
            + " count(*) filter (where difference <> 0) from bi.closing_balance where project = '"
            + project
            + "'");
  }

  @Test
  void events_go_and_no_number_changes_whatever_is_computed_anew() throws Exception {
    String project = "aged";
    List<Event> events = events(project);
    parts.archive(events);
    parts.archive(List.of(events.get(0), events.get(6), events.get(9)));
    EtlParts.run(etl, project);
    List<String> before = numbers(project);
    long older = events.stream().filter(e -> e.occurredAt().isBefore(horizon)).count();

    retention(10, Map.of("project", project, "curated_days", "30"));

    EtlParts.run(etl, project);
    assertThat(numbers(project)).as("at once").isEqualTo(before);
    String counted = "413|%d|3|0|%d|0";
    assertThat(balance(project)).containsExactly(counted.formatted(410 - older, older));
    LocalDate first = LocalDate.ofInstant(horizon, ZoneOffset.UTC);
    assertThat(
            analytics()
                .sql(
                    "select min(event_date) from mart.curated_partition"
                        + " where project = ? and dataset = 'events'")
                .param(project)
                .query(LocalDate.class)
                .single())
        .as("a session of 24 hours, its gap and a day are kept to compute sessions with")
        .isEqualTo(first.minusDays(3));

    Bookmarks bookmarks = etl.getBean(Bookmarks.class);
    bookmarks.reset("preprocess", project);
    bookmarks.reset("report", project);
    EtlParts.run(etl, project);
    assertThat(numbers(project)).as("everything read again").isEqualTo(before);
    String day = LocalDate.ofInstant(today, ZoneOffset.UTC).toString();
    etl.getBean(BackfillJob.class)
        .run(new RunContext(11, Map.of("project", project, "from", day, "to", day)));
    EtlParts.run(etl, project);
    assertThat(numbers(project)).as("filled in again").isEqualTo(before);
    assertThat(verify(12, project)).as("verified").isEmpty();
    etl.getBean(RebuildJob.class).run(new RunContext(13, Map.of("project", project)));
    assertThat(numbers(project)).as("rebuilt").isEqualTo(before);
    assertThat(verify(14, project)).as("verified again").isEmpty();
    // copies of days before the horizon are among the expired when they are read again
    assertThat(balance(project))
        .containsExactly("413|%d|1|0|%d|0".formatted(410 - older, older + 2));

    // late: two of days that count no more, one of the session over the horizon
    parts.archive(
        List.of(
            at(project, "l1", "i1", days(50)).build(),
            at(project, "l2", "i9", horizon.minusSeconds(1)).build(),
            at(project, "l3", "i3", horizon.plusSeconds(1_200)).build()));
    EtlParts.run(etl, project);
    assertThat(balance(project))
        .containsExactly("416|%d|1|0|%d|0".formatted(411 - older, older + 4));
    assertThat(
            parts.rows(
                "select events, extract(epoch from duration_seconds * interval '1 s')::int"
                    + " from bi.sessions where project = 'aged' and instance_id = 'i3'"))
        .containsExactly("3|1800");
    assertThat(
            parts.rows("select count(*) from bi.users where project = 'aged' and person_id = 'i9'"))
        .containsExactly("0");

    // whose events lie before the horizon too signs in after it
    parts.archive(
        List.of(
            at(project, "s1", "i1", days(1).plusSeconds(90))
                .type(EventType.IDENTIFY)
                .name(null)
                .userId("uma")
                .build()));
    EtlParts.run(etl, project);
    assertThat(
            parts.rows(
                "select events, first_seen_at from bi.users where project = 'aged' and person_id = 'uma'"))
        .containsExactly("4|" + days(60).toString().replace('T', ' ').replace("Z", ""));
    assertThat(verify(15, project)).as("verified at last").isEmpty();

    // the horizon moves on with the days, and never back
    retention(16, Map.of("project", project, "curated_days", "300"));
    assertThat(
            analytics()
                .sql("select first_day from mart.curated_horizon where project = ?")
                .param(project)
                .query(LocalDate.class)
                .single())
        .isEqualTo(first);
  }

  @Test
  void what_is_computed_anew_needs_raw_objects_only_of_days_that_count() throws Exception {
    String project = "freed";
    Instant received = today.minus(40, ChronoUnit.DAYS);
    parts.archive(
        List.of(
            at(project, "f1", "i1", days(60)).receivedAt(received).build(),
            at(project, "f2", "i1", days(50)).receivedAt(received).name("Bought").build()));
    parts.archive(List.of(at(project, "f3", "i1", days(2)).build()));
    EtlParts.run(etl, project);
    List<String> before = numbers(project);
    retention(20, Map.of("project", project, "raw_days", "33"));
    assertThatThrownBy(() -> verify(21, project)).hasMessageContaining("raw objects up to");

    retention(22, Map.of("project", project, "curated_days", "30"));

    assertThat(verify(23, project)).isEmpty();
    etl.getBean(RebuildJob.class).run(new RunContext(24, Map.of("project", project)));
    assertThat(numbers(project)).isEqualTo(before);
    assertThat(balance(project)).containsExactly("3|1|0|0|2|0");
  }

  @Test
  void days_that_are_not_reported_yet_and_too_few_days_are_refused() throws Exception {
    String project = "unreported";
    parts.archive(List.of(at(project, "u1", "i1", days(60)).build()));
    etl.getBean(PreprocessJob.class).run(new RunContext(30, Map.of("project", project)));

    assertThatThrownBy(() -> retention(31, Map.of("project", project, "curated_days", "30")))
        .hasMessageContaining("are not reported yet");
    assertThatThrownBy(() -> retention(32, Map.of("project", project, "curated_days", "29")))
        .hasMessageContaining("curated_days must be at least 30");
    assertThat(balance(project)).containsExactly("1|1|0|0|0|0");
  }

  @Test
  void an_erased_person_is_found_nowhere_in_days_without_events_either() throws Exception {
    String project = "left";
    parts.archive(
        List.of(
            at(project, "e1", "lea-phone", days(60)).build(),
            at(project, "e2", "lea-phone", days(60).plusSeconds(5)).name("Bought").build(),
            at(project, "e3", "lea-phone", days(59))
                .type(EventType.IDENTIFY)
                .name(null)
                .userId("lea-77")
                .build(),
            at(project, "e4", "lea-phone", days(31)).name("Bought").build(),
            at(project, "e5", "lea-phone", days(3)).name("Bought").build(),
            at(project, "e6", "tom-phone", days(60)).build(),
            at(project, "e7", "tom-phone", days(60).plusSeconds(9)).name("Bought").build(),
            at(project, "e8", "tom-phone", days(2)).userId("tom").build()));
    EtlParts.run(etl, project);
    retention(40, Map.of("project", project, "curated_days", "30"));
    List<String> toms = numbersOf(project, "tom");

    etl.getBean("eraseJob", Job.class)
        .run(new RunContext(41, Map.of("project", project, "user", "lea-77")));

    parts
        .s3
        .listObjectsV2(r -> r.bucket(EtlParts.BUCKET).prefix("forget/project=" + project))
        .contents()
        .forEach(o -> parts.s3.deleteObject(r -> r.bucket(EtlParts.BUCKET).key(o.key())));
    assertThat(new Everything(parts, List.of(folder.resolve("etl"))).places("lea-77", "lea-phone"))
        .isEmpty();
    assertThat(numbersOf(project, "tom")).isEqualTo(toms);
    assertThat(parts.rows("select sum(events) from bi.daily_activity where project = 'left'"))
        .containsExactly("3");
    assertThat(balance(project)).containsExactly("8|1|0|5|2|0");
    assertThat(verify(42, project)).isEmpty();
  }

  private static List<String> numbersOf(String project, String person) {
    List<String> numbers = new ArrayList<>();
    for (String view : List.of("users", "person_days", "sessions")) {
      numbers.addAll(
          parts.rows(
              "select * from bi.%s t where project = '%s' and person_id = '%s' order by t::text"
                  .formatted(view, project, person)));
    }
    return numbers;
  }
}
