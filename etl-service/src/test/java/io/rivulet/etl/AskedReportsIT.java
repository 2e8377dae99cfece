package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static io.rivulet.etl.EtlParts.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Paths, events and features of a part of the people, on cases computed by hand. */
class AskedReportsIT {
  /** Some of the days of the project that all reports are compared for. */
  private static final String DAYS = "project=whole&from=2026-03-05&to=2026-03-12";

  private static final String REPORTED =
      "project = 'whole' and day between '2026-03-05' and '2026-03-12'";

  private static final String FIRST = "project=parts&from=2026-03-01&to=2026-03-03";

  static Instant today;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.startWithLakeFolder(folder);
    etl =
        parts.startEtl(
            """
            projects:
              - {id: whole, write-keys: [key-of-whole], time-zone: Europe/Vienna, features: [{name: Search, events: [Searched, /search]}, {name: Buy, events: [Ordered]}]}
              - {id: parts, write-keys: [key-of-parts], features: [{name: Search, events: [Searched]}]}
              - {id: plain, write-keys: [key-of-plain]}
            """);
    parts.awaitFirstRuns();
    parts.archive(whole());
    parts.archive(few());
    EtlParts.run(etl, "whole");
    EtlParts.run(etl, "parts");
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  /** Visits of two weeks and eight instances, some of which sign in; robots, and no platform. */
  private static List<Event> whole() {
    Random random = new Random(11);
    List<Event> events = new ArrayList<>();
    for (int visit = 0; visit < 120; visit++) {
      String instance = "i" + random.nextInt(8);
      Instant begin =
          Instant.parse("2026-03-01T00:00:00Z").plusSeconds(600L * random.nextInt(14 * 24 * 6));
      String platform = List.of("web", "ios", "").get(random.nextInt(3));
      String country = List.of("AT", "DE").get(random.nextInt(2));
      for (int place = 0; place < 5; place++) {
        Event event =
            EventBuilder.builder(
                    event(visit + "-" + place, instance, begin.plusSeconds(60L * place).toString())
                        .build())
                .project("whole")
                .userId(random.nextInt(20) == 0 ? "u" + random.nextInt(4) : null)
                .isBot(random.nextInt(30) == 0 ? true : null)
                .receivedAt(today)
                .build();
        Event placed = random.nextInt(2) == 0 ? page(event, random) : track(event, random);
        events.add(platform.isEmpty() ? placed : on(platform, placed, country, null));
      }
    }
    return events;
  }

  private static Event page(Event event, Random random) {
    String path = List.of("/", "/search", "/cart").get(random.nextInt(3));
    return EventBuilder.builder(event)
        .type(EventType.PAGE)
        .name(path)
        .page(new Event.Page(null, path, null, null, null))
        .build();
  }

  private static Event track(Event event, Random random) {
    return EventBuilder.builder(event)
        .name(List.of("Viewed", "Searched", "Ordered").get(random.nextInt(3)))
        .build();
  }

  private static List<Event> few() {
    return List.of(
        // begins on the web, ends on ios: a session of ios, events of both
        on("web", did("i", "2026-03-01T09:00:00Z", "Viewed"), "AT", null),
        on("web", did("i", "2026-03-01T09:01:00Z", "Searched"), "AT", null),
        on("ios", did("i", "2026-03-01T09:02:00Z", "Ordered"), "AT", "1.0"),
        on("ios", did("j", "2026-03-01T10:00:00Z", "Searched"), "DE", "2.0"),
        on("ios", did("j", "2026-03-02T10:00:00Z", "Searched"), "DE", "2.1"),
        on("web", did("k", "2026-03-03T10:00:00Z", "Viewed"), "DE", null));
  }

  private static Event did(String instance, String at, String name) {
    return event(instance + at, instance, at).project("parts").name(name).receivedAt(today).build();
  }

  private static Asked asked(String report) {
    return new Asked(parts, etl, report);
  }

  @Test
  void paths_of_everybody_are_those_of_the_report() throws Exception {
    for (String kind : List.of("view", "event")) {
      assertThat(asked("paths").rows(DAYS + "&kind=" + kind))
          .hasSizeGreaterThan(20)
          .containsExactlyElementsOf(
              parts.rows(
                  "select step, \"from\", \"to\", sum(transitions) from bi.paths where "
                      + REPORTED
                      + " and kind = '"
                      + kind
                      + "' group by 1, 2, 3 order by 1, 2, 3"));
    }
  }

  @Test
  void events_of_everybody_are_those_of_the_report() throws Exception {
    assertThat(asked("events").rows(DAYS))
        .hasSizeGreaterThan(20)
        .containsExactlyElementsOf(
            parts.rows(
                "select day, event_name, type, events, users, sessions from bi.events_daily where "
                    + REPORTED
                    + " order by 1, 2, 3"));
  }

  @Test
  void features_of_everybody_are_those_of_the_report() throws Exception {
    assertThat(asked("features").rows(DAYS))
        .hasSize(16)
        .containsExactlyElementsOf(
            parts.rows(
                "select day, feature, users, active_users, users_28d, active_users_28d,"
                    + " new_adopters, adopters, seen_users, events from bi.feature_adoption where "
                    + REPORTED
                    + " order by 1, 2"));
  }

  @Test
  void events_of_platforms_are_those_of_the_report() throws Exception {
    assertThat(asked("events").rows(DAYS + "&platform=ios"))
        .isNotEmpty()
        .containsExactlyElementsOf(
            parts.rows(
                "select day, event_name, type, events, users, sessions from bi.event_platforms_daily"
                    + " where platform = 'ios' and "
                    + REPORTED
                    + " order by 1, 2, 3"));
  }

  @Test
  void countries_and_none_add_up_to_all_sessions_of_paths() throws Exception {
    Map<String, Long> all = ways("");
    Map<String, Long> told = ways("&country=AT");
    ways("&country=DE").forEach((way, sessions) -> told.merge(way, sessions, Long::sum));
    // of those that tell no country there is no part to choose
    long untold = begun(all) - begun(told);

    assertThat(untold)
        .isPositive()
        .isEqualTo(
            Long.parseLong(
                parts
                    .rows(
                        "select count(*) from bi.sessions where country is null and not is_bot and "
                            + REPORTED
                            + " and pageviews > 0")
                    .get(0)));
    told.forEach((way, sessions) -> assertThat(sessions).isLessThanOrEqualTo(all.get(way)));
  }

  private static Map<String, Long> ways(String part) throws Exception {
    Map<String, Long> ways = new TreeMap<>();
    for (JsonNode row : asked("paths").ask(DAYS + "&kind=view" + part).values()) {
      ways.put(
          row.path("step") + " " + row.path("from") + " " + row.path("to"),
          row.path("transitions").asLong());
    }
    return ways;
  }

  private static long begun(Map<String, Long> ways) {
    return ways.entrySet().stream()
        .filter(way -> way.getKey().startsWith("1 "))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void a_path_is_of_the_platform_of_its_session_which_is_that_of_the_last_event() throws Exception {
    List<String> ways =
        List.of(
            "1|(start)|Searched|2",
            "1|(start)|Viewed|1",
            "2|Searched|(end)|2",
            "2|Viewed|Searched|1",
            "3|Searched|Ordered|1",
            "4|Ordered|(end)|1");
    assertThat(asked("paths").rows(FIRST + "&kind=event&platform=ios")).isEqualTo(ways);
    assertThat(asked("paths").scriptRows(FIRST + "&kind=event&platform=ios")).isEqualTo(ways);
    assertThat(asked("paths").rows(FIRST + "&kind=event&platform=web"))
        .containsExactly("1|(start)|Viewed|1", "2|Viewed|(end)|1");
    assertThat(asked("paths").rows(FIRST + "&kind=event&platform=ios&country=DE&app_version=2.1"))
        .containsExactly("1|(start)|Searched|1", "2|Searched|(end)|1");
    assertThat(asked("paths").rows(FIRST + "&kind=view&platform=ios")).isEmpty();
  }

  @Test
  void an_event_is_of_its_own_platform_country_and_version() throws Exception {
    assertThat(asked("events").rows(FIRST + "&country=AT"))
        .containsExactly(
            "2026-03-01|Ordered|track|1|1|1",
            "2026-03-01|Searched|track|1|1|1",
            "2026-03-01|Viewed|track|1|1|1");
    List<String> two = List.of("2026-03-01|Searched|track|1|1|1");
    assertThat(asked("events").rows(FIRST + "&platform=ios&app_version=2.0")).isEqualTo(two);
    assertThat(asked("events").scriptRows(FIRST + "&platform=ios&app_version=2.0")).isEqualTo(two);
    assertThat(asked("events").rows(FIRST + "&platform=web&app_version=2.0")).isEmpty();
  }

  @Test
  void a_feature_is_used_on_a_platform_by_those_who_are_active_on_it() throws Exception {
    // i searches on the web alone, is active on ios and counts there as one who does not search
    List<String> ios =
        List.of(
            "2026-03-01|Search|1|2|1|2|1|1|2|1",
            "2026-03-02|Search|1|1|1|2|0|1|2|1",
            // nobody comes on ios: those of the 28 days are still there
            "2026-03-03|Search|0|0|1|2|0|1|2|0");
    assertThat(asked("features").rows(FIRST + "&platform=ios")).isEqualTo(ios);
    assertThat(asked("features").scriptRows(FIRST + "&platform=ios")).isEqualTo(ios);
    assertThat(asked("features").rows(FIRST + "&platform=web"))
        .containsExactly(
            "2026-03-01|Search|1|1|1|1|1|1|1|1",
            "2026-03-02|Search|0|0|1|1|0|1|1|0",
            "2026-03-03|Search|0|1|1|2|0|1|2|0");
    // the first use on a version, whatever was used before
    assertThat(
            asked("features").rows("project=parts&from=2026-03-02&to=2026-03-02&app_version=2.1"))
        .containsExactly("2026-03-02|Search|1|1|1|1|1|1|1|1");
  }

  @Test
  void a_value_is_a_text_whatever_is_in_it() throws Exception {
    String value = "{{country}}' or '' = '";
    String query =
        FIRST + "&country=AT&app_version=" + URLEncoder.encode(value, StandardCharsets.UTF_8);

    assertThat(asked("events").rows(query)).isEmpty();
    assertThat(asked("events").script(query))
        .contains("'{{country}}'' or '''' = ''' as app_version");
  }

  @Test
  void refuses_what_it_cannot_make() throws Exception {
    assertThat(code("features", "project=plain&from=2026-03-01&to=2026-03-02"))
        .isEqualTo("unknown_feature");
    assertThat(code("paths", FIRST + "&kind=person")).isEqualTo("invalid_kind");
    assertThat(code("people", FIRST)).isEqualTo("unknown_report");
    assertThat(code("paths", "project=parts&from=2026-03-02&to=2026-03-01"))
        .isEqualTo("invalid_to");
  }

  private static String code(String report, String query) throws Exception {
    return asked(report).ask(query).path("code").asString();
  }
}
