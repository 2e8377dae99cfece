package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static io.rivulet.etl.EtlParts.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.verify.VerifyJob;
import io.rivulet.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What bi.funnels counts, on cases computed by hand. */
class FunnelsIT {
  private static final String FUNNEL =
      "funnels: [{name: Buy, steps: [Viewed, Added, Ordered], window: %s, order: %s}]";

  static Instant today;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path folder) {
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.startWithLakeFolder(folder);
    String hour = FUNNEL.formatted("1h", "sequential");
    String day = FUNNEL.formatted("1d", "sequential");
    etl =
        parts.startEtl(
            "projects:\n"
                + project("again", hour)
                + project("moment", hour)
                + project("edge", hour)
                + project("later", day)
                + project("berlin", day + ", time-zone: Europe/Berlin")
                + project("any", FUNNEL.formatted("1h", "any"))
                + project("young", FUNNEL.formatted("2d", "sequential"))
                + project("asked", hour)
                + project("parts", hour)
                + project("pieces", FUNNEL.formatted("12h", "sequential")));
    parts.awaitFirstRuns();
  }

  private static String project(String id, String more) {
    return "  - {id: %s, write-keys: [key-of-%s], %s}\n".formatted(id, id, more);
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  private static Event did(String project, String instance, String at, String name) {
    return event(project + instance + at + name, instance, at)
        .project(project)
        .name(name)
        .receivedAt(today)
        .build();
  }

  private static List<String> funnel(String project) {
    return parts.rows(
        "select day, step, event_name, entered, reached_previous, converted, median_seconds::text"
            + " from bi.funnels where project = '"
            + project
            + "' order by day, step");
  }

  @Test
  void a_first_step_within_the_window_is_no_further_entry_and_does_not_prolong_it()
      throws Exception {
    parts.archive(
        List.of(
            did("again", "i", "2026-03-01T09:00:00Z", "Viewed"),
            did("again", "i", "2026-03-01T09:40:00Z", "Viewed"),
            did("again", "i", "2026-03-01T09:50:00Z", "Added"),
            // 20 minutes after the second view, but 70 after the entry; the window of the next
            // entry, at 10:20, has no Added
            did("again", "i", "2026-03-01T10:10:00Z", "Ordered"),
            did("again", "i", "2026-03-01T10:20:00Z", "Viewed"),
            did("again", "i", "2026-03-01T10:40:00Z", "Viewed"),
            did("again", "i", "2026-03-01T12:00:00Z", "Viewed"),
            did("again", "i", "2026-03-01T12:10:00Z", "Added"),
            did("again", "i", "2026-03-01T12:30:00Z", "Ordered")));

    EtlParts.run(etl, "again");

    // entries at 9:00 (Added after 50 min), 10:20, 12:00 (Added after 10 min, Ordered after 30)
    assertThat(funnel("again"))
        .containsExactly(
            "2026-03-01|1|Viewed|3|3|3|0.000000",
            "2026-03-01|2|Added|3|3|2|1800.000000",
            "2026-03-01|3|Ordered|3|2|1|1800.000000");
    assertThat(asked("again", Duration.ofHours(1), "sequential")).isEqualTo(declared("again"));
  }

  @Test
  void steps_of_the_same_microsecond_are_not_one_after_the_other() throws Exception {
    parts.archive(
        List.of(
            did("moment", "same", "2026-03-01T09:00:00Z", "Viewed"),
            did("moment", "same", "2026-03-01T09:00:00Z", "Added"),
            did("moment", "same", "2026-03-01T09:01:00Z", "Ordered"),
            did("moment", "next", "2026-03-01T09:00:00Z", "Viewed"),
            did("moment", "next", "2026-03-01T09:00:00.000001Z", "Added"),
            did("moment", "back", "2026-03-01T09:00:00Z", "Added"),
            did("moment", "back", "2026-03-01T09:01:00Z", "Viewed")));

    EtlParts.run(etl, "moment");

    assertThat(funnel("moment"))
        .containsExactly(
            "2026-03-01|1|Viewed|3|3|3|0.000000",
            "2026-03-01|2|Added|3|3|1|0.000001",
            "2026-03-01|3|Ordered|3|1|0|null");
    assertThat(asked("moment", Duration.ofHours(1), "sequential")).isEqualTo(declared("moment"));
  }

  @Test
  void the_end_of_the_window_is_within_it() throws Exception {
    parts.archive(
        List.of(
            did("edge", "at", "2026-03-01T09:00:00Z", "Viewed"),
            did("edge", "at", "2026-03-01T10:00:00Z", "Added"),
            did("edge", "past", "2026-03-01T09:00:00Z", "Viewed"),
            did("edge", "past", "2026-03-01T10:00:00.000001Z", "Added"),
            // at the end: no further entry; a microsecond later: one
            did("edge", "twice", "2026-03-01T09:00:00Z", "Viewed"),
            did("edge", "twice", "2026-03-01T10:00:00Z", "Viewed"),
            did("edge", "thrice", "2026-03-01T09:00:00Z", "Viewed"),
            did("edge", "thrice", "2026-03-01T10:00:00.000001Z", "Viewed")));

    EtlParts.run(etl, "edge");

    assertThat(funnel("edge"))
        .startsWith("2026-03-01|1|Viewed|5|5|5|0.000000", "2026-03-01|2|Added|5|5|1|3600.000000");
    assertThat(asked("edge", Duration.ofHours(1), "sequential")).isEqualTo(declared("edge"));
  }

  @Test
  void who_signs_in_between_two_steps_is_one_person() throws Exception {
    parts.archive(
        List.of(
            did("later", "phone", "2026-03-01T23:30:00Z", "Viewed"),
            did("later", "laptop", "2026-03-02T00:30:00Z", "Added")));
    EtlParts.run(etl, "later");
    assertThat(funnel("later"))
        .containsExactly(
            "2026-03-01|1|Viewed|1|1|1|0.000000",
            "2026-03-01|2|Added|1|1|0|null",
            "2026-03-01|3|Ordered|1|0|0|null");

    parts.archive(
        List.of(
            event("s1", "phone", "2026-03-02T08:00:00Z")
                .project("later")
                .userId("anna")
                .receivedAt(today)
                .build(),
            event("s2", "laptop", "2026-03-02T08:10:00Z")
                .project("later")
                .userId("anna")
                .receivedAt(today)
                .build(),
            did("later", "laptop", "2026-03-02T09:30:00Z", "Ordered")));
    EtlParts.run(etl, "later");

    // all counts to the day of the entry
    assertThat(funnel("later"))
        .containsExactly(
            "2026-03-01|1|Viewed|1|1|1|0.000000",
            "2026-03-01|2|Added|1|1|1|3600.000000",
            "2026-03-01|3|Ordered|1|1|1|36000.000000");
    assertThat(asked("later", Duration.ofDays(1), "sequential")).isEqualTo(declared("later"));
  }

  @Test
  void entries_count_to_days_of_the_time_zone_and_windows_to_hours_that_passed() throws Exception {
    // in Berlin, clocks go from 2:00 to 3:00 on 2026-03-29: that day has 23 hours
    parts.archive(
        List.of(
            did("berlin", "early", "2026-03-28T22:59:59Z", "Viewed"),
            did("berlin", "night", "2026-03-28T23:00:00Z", "Viewed"),
            // 24 h later it is 1:00 of the 30th
            did("berlin", "night", "2026-03-29T23:00:00Z", "Added"),
            did("berlin", "late", "2026-03-29T21:59:59Z", "Viewed"),
            did("berlin", "next", "2026-03-29T22:00:00Z", "Viewed")));

    EtlParts.run(etl, "berlin");

    assertThat(
            parts.rows(
                "select day, entered, converted from bi.funnels where project = 'berlin'"
                    + " and step = 2 order by 1"))
        .containsExactly("2026-03-28|1|0", "2026-03-29|2|1", "2026-03-30|1|0");
    assertThat(asked("berlin", Duration.ofDays(1), "sequential")).isEqualTo(declared("berlin"));
  }

  @Test
  void in_any_order_step_n_is_n_steps_done() throws Exception {
    parts.archive(
        List.of(
            did("any", "i", "2026-03-01T09:00:00Z", "Viewed"),
            did("any", "i", "2026-03-01T09:10:00Z", "Ordered"),
            did("any", "i", "2026-03-01T09:20:00Z", "Ordered"),
            did("any", "i", "2026-03-01T09:30:00Z", "Added"),
            did("any", "j", "2026-03-01T09:00:00Z", "Added"),
            did("any", "j", "2026-03-01T09:10:00Z", "Viewed"),
            did("any", "j", "2026-03-01T09:11:00Z", "Ordered")));

    EtlParts.run(etl, "any");

    assertThat(funnel("any"))
        .containsExactly(
            "2026-03-01|1|Viewed|2|2|2|0.000000",
            "2026-03-01|2|(any)|2|2|2|330.000000",
            "2026-03-01|3|(any)|2|2|1|1800.000000");
    assertThat(asked("any", Duration.ofHours(1), "any")).isEqualTo(declared("any"));
  }

  @Test
  void a_day_is_mature_when_the_windows_of_all_its_entries_are_over() throws Exception {
    String maturity =
        "select day, is_mature from bi.funnels where project = 'young' and step = 1 order by 1";
    parts.archive(
        List.of(
            event("y1", "i", "2026-03-01T09:00:00Z").project("young").name("Viewed").build(),
            event("y2", "i", "2026-03-03T09:00:00.000001Z")
                .project("young")
                .name("Viewed")
                .build()));
    EtlParts.run(etl, "young");
    assertThat(parts.rows(maturity)).containsExactly("2026-03-01|f", "2026-03-03|f");

    // received a second later: until 2026-03-04T00:00:00Z entries of 03-01 could still convert
    parts.archive(List.of(event("y3", "i", "2026-03-03T23:59:59Z").project("young").build()));
    EtlParts.run(etl, "young");

    assertThat(parts.rows(maturity)).containsExactly("2026-03-01|t", "2026-03-03|f");
    assertThat(asked("young", Duration.ofDays(2), "sequential")).isEqualTo(declared("young"));
  }

  @Test
  void pieces_in_any_order_give_what_one_load_gives() throws Exception {
    Random random = new Random(7);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      events.add(
          event(
                  "p" + i,
                  "i" + random.nextInt(8),
                  Instant.parse("2026-03-01T00:00:00Z")
                      .plusSeconds(300L * random.nextInt(12 * 24 * 6))
                      .toString())
              .project("pieces")
              .name(List.of("Viewed", "Viewed", "Added", "Ordered").get(random.nextInt(4)))
              .userId(random.nextInt(10) == 0 ? "u" + random.nextInt(4) : null)
              .receivedAt(today)
              .build());
    }
    Collections.shuffle(events, random);
    for (int piece = 0; piece < 5; piece++) {
      parts.archive(events.subList(piece * 60, piece * 60 + 60));
      EtlParts.run(etl, "pieces");
    }

    etl.getBean(VerifyJob.class).run(new RunContext(401, Map.of("project", "pieces")));

    assertThat(
            JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"))
                .sql(
                    "select relation, day, key, metric, published, recomputed"
                        + " from mart.verification_difference where run_id = 401")
                .query()
                .listOfRows())
        .isEmpty();
    assertThat(
            parts.rows(
                "select sum(converted) > 10 from bi.funnels where project = 'pieces' and step = 3"))
        .containsExactly("t");
    assertThat(asked("pieces", Duration.ofHours(12), "sequential")).isEqualTo(declared("pieces"));
  }

  @Test
  void a_funnel_that_is_asked_for_tells_the_days_asked_for_and_knows_those_before()
      throws Exception {
    parts.archive(
        List.of(
            did("asked", "i", "2026-03-01T23:30:00Z", "Viewed"),
            // within the window of the entry before the days asked for
            did("asked", "i", "2026-03-02T00:20:00Z", "Viewed"),
            did("asked", "i", "2026-03-02T00:40:00Z", "Viewed"),
            // after the last day, within its window
            did("asked", "i", "2026-03-03T00:10:00Z", "Viewed"),
            did("asked", "j", "2026-03-02T23:30:00Z", "Viewed"),
            did("asked", "j", "2026-03-03T00:20:00Z", "Added"),
            did("asked", "j", "2026-03-03T00:40:00Z", "Added")));
    EtlParts.run(etl, "asked");

    List<String> rows =
        funnels()
            .rows(
                "project=asked&from=2026-03-02&to=2026-03-02&window_seconds=3600&step=Viewed&step=Added");

    assertThat(rows)
        .containsExactly(
            "2026-03-02|1|2|Viewed|3600|2|2|2|0|true", "2026-03-02|2|2|Added|3600|2|2|1|3000|true");
    assertThat(
            funnels()
                .scriptRows(
                    "project=asked&from=2026-03-02&to=2026-03-02&window_seconds=3600&step=Viewed&step=Added"))
        .containsExactly(
            "2026-03-02|1|2|Viewed|3600|2|2|2|0.000000|true",
            "2026-03-02|2|2|Added|3600|2|2|1|3000.000000|true");
    // whoever asks first meets a project without events
    assertThat(
            ask("project=nobody&from=2026-03-02&to=2026-03-02&window_seconds=3600&step=a&step=b"))
        .isEmpty();
    assertThat(
            ask("project=asked&from=2026-03-02&to=2026-03-02&window_seconds=3600&step=Viewed")
                .path("code")
                .asString())
        .isEqualTo("invalid_funnel");
  }

  @Test
  void an_entry_is_of_the_platform_country_and_version_of_the_event_that_began_it()
      throws Exception {
    parts.archive(
        List.of(
            on("web", did("parts", "i", "2026-03-01T09:00:00Z", "Viewed"), "AT", null),
            on("ios", did("parts", "i", "2026-03-01T09:10:00Z", "Added"), "AT", "1.0"),
            // within the window of the entry on the web: no entry on ios either
            on("ios", did("parts", "i", "2026-03-01T09:30:00Z", "Viewed"), "AT", "1.0"),
            on("ios", did("parts", "i", "2026-03-01T09:40:00Z", "Ordered"), "AT", "1.0"),
            on("ios", did("parts", "j", "2026-03-01T09:00:00Z", "Viewed"), "DE", "2.0"),
            on("web", did("parts", "j", "2026-03-01T09:20:00Z", "Added"), "DE", null),
            did("parts", "k", "2026-03-01T09:00:00Z", "Viewed")));
    EtlParts.run(etl, "parts");
    String buy = "project=parts&from=2026-03-01&to=2026-03-01&funnel=Buy";

    assertThat(counts(ask(buy))).containsExactly("3|3|3", "3|3|2", "3|2|1");
    assertThat(counts(ask(buy + "&platform=web"))).containsExactly("1|1|1", "1|1|1", "1|1|1");
    assertThat(counts(ask(buy + "&platform=ios"))).containsExactly("1|1|1", "1|1|1", "1|1|0");
    assertThat(counts(ask(buy + "&platform=ios&country=DE&app_version=2.0")))
        .containsExactly("1|1|1", "1|1|1", "1|1|0");
    assertThat(ask(buy + "&platform=ios&country=AT")).isEmpty();
    assertThat(ask(buy + "&app_version=1.0")).isEmpty();
    assertThat(funnels().scriptRows(buy + "&platform=web"))
        .containsExactly(
            "2026-03-01|1|3|Viewed|3600|1|1|1|0.000000|true",
            "2026-03-01|2|3|Added|3600|1|1|1|600.000000|true",
            "2026-03-01|3|3|Ordered|3600|1|1|1|2400.000000|true");
  }

  @Test
  void a_declared_funnel_is_asked_for_by_its_name() throws Exception {
    assertThat(
            ask("project=parts&from=2026-03-01&to=2026-03-01&funnel=Sell").path("code").asString())
        .isEqualTo("unknown_funnel");
    assertThat(funnels().script("project=any&from=2026-03-01&to=2026-03-01&funnel=Buy"))
        .contains("false as is_sequential", "('asked', 3, 'Ordered')")
        .doesNotContain("began");
  }

  /** Of each step: entered, reached before, converted. */
  private static List<String> counts(JsonNode rows) {
    return rows.values().stream()
        .map(
            row ->
                row.path("entered")
                    + "|"
                    + row.path("reached_previous")
                    + "|"
                    + row.path("converted"))
        .toList();
  }

  private static JsonNode ask(String query) throws Exception {
    return funnels().ask(query);
  }

  private static Asked funnels() {
    return new Asked(parts, etl, "funnels");
  }

  /** A funnel with the steps of the declared one, whose rows have to be the same. */
  private static List<String> asked(String project, Duration window, String order)
      throws Exception {
    return funnels()
        .rows(
            "project=%s&from=2026-01-01&to=2026-12-31&window_seconds=%d&order=%s"
                    .formatted(project, window.toSeconds(), order)
                + "&step=Viewed&step=Added&step=Ordered");
  }

  private static List<String> declared(String project) {
    return parts.rows(
        "select day, step, steps, event_name, window_seconds, entered, reached_previous, converted,"
            + " trim_scale(median_seconds), is_mature::text from bi.funnels where project = '"
            + project
            + "' order by day, step");
  }
}
