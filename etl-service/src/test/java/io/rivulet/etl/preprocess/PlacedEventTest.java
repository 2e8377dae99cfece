package io.rivulet.etl.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.analytics.CuratedHorizon;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.event.Actor;
import io.rivulet.event.SessionRule;
import io.rivulet.event.project.ProjectsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** The relation {@code placed_event} and the options of a project's session rule. */
class PlacedEventTest {
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private record Given(String id, String instance, Instant at, @Nullable String campaign) {}

  private static Given given(String id, Instant at, @Nullable String campaign) {
    return new Given(id, "a-1", at, campaign);
  }

  private final Path folder;
  private SessionRule rule = SessionRule.DEFAULT;

  PlacedEventTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Event ids with session id and place, as the SQL gives them. */
  private Map<String, Long> placed(String project, List<Given> events) throws Exception {
    try (Workbench workbench = workbench(project)) {
      arrive(workbench, events);
      // every other event is curated already
      workbench.execute("create table known_event as from arrived where arrived_id % 2 = 0");
      workbench.execute("create table added as from arrived where arrived_id % 2 = 1");
      workbench.execute("create table removed as from arrived limit 0");
      workbench.execute(
          "create table island as select actor_key, min(occurred_at) as starts_at,"
              + " max(occurred_at) as ends_at, cast(null as timestamp) as chain_started_at"
              + " from arrived group by all");

      workbench.table("preprocess", "placed_event");

      return new TreeMap<>(
          workbench.counts(
              "select event_id || ' ' || session_id, session_index from placed_event"));
    }
  }

  /**
   * The same, where events come in pieces and some go again: each piece finds what stands and
   * computes its islands alone.
   *
   * @param gone ids of events that the last piece removes
   */
  private Map<String, Long> placedInPieces(
      String project, List<List<Given>> pieces, Set<String> gone) throws Exception {
    return placedInPieces(project, pieces, gone, CuratedHorizon.NONE);
  }

  /**
   * The same.
   *
   * @param horizon of all pieces but the first
   */
  private Map<String, Long> placedInPieces(
      String project, List<List<Given>> pieces, Set<String> gone, CuratedHorizon horizon)
      throws Exception {
    try (Workbench workbench = workbench(project)) {
      workbench.execute(
          "create table known_event (event_id varchar, actor_key varchar, occurred_at timestamp,"
              + " campaign struct(name varchar, source varchar, medium varchar, term varchar,"
              + " content varchar), chain_started_at timestamp, session_id varchar,"
              + " session_index bigint)");
      workbench.execute(
          "create table touched_stretch (actor_key varchar, starts_at timestamp,"
              + " ends_at timestamp)");
      for (List<Given> piece : pieces) {
        workbench.execute(
            "create or replace table known_session as select session_id, actor_key,"
                + " min(occurred_at) as started_at, max(occurred_at) as ended_at,"
                + " any_value(chain_started_at) as chain_started_at from known_event group by all"
                + " having cast(min(occurred_at) as date) >= (select files_from from horizon)");
        workbench.tableOf("gone", "event_id varchar", gone.stream().map(List::<Object>of).toList());
        workbench.execute(
            "create or replace table removed as select event_id, actor_key, occurred_at"
                + " from known_event where event_id in (select event_id from gone)");
        arrive(workbench, piece);
        workbench.execute("create or replace table added as from arrived");
        workbench.execute("drop table if exists island");
        workbench.execute("drop table if exists placed_event");
        workbench.table("preprocess", "island");
        workbench.table("preprocess", "placed_event");

        workbench.execute(
            "create or replace table known_event as"
                + " select a.event_id, a.actor_key, a.occurred_at, a.campaign, p.chain_started_at,"
                + " p.session_id, p.session_index"
                + " from arrived a join placed_event p on p.arrived_id = a.arrived_id"
                + " union all"
                + " select k.event_id, k.actor_key, k.occurred_at, k.campaign,"
                + " coalesce(p.chain_started_at, k.chain_started_at),"
                + " coalesce(p.session_id, k.session_id),"
                + " coalesce(p.session_index, k.session_index)"
                + " from known_event k left join placed_event p"
                + " on p.event_id = k.event_id and p.arrived_id = 0"
                + " where k.event_id not in (select event_id from removed)");
        workbench.execute("drop table horizon");
        horizon.load(workbench, ZoneOffset.UTC);
        if (piece == pieces.get(0)) {
          // as files of earlier versions have it
          workbench.execute(
              "update known_event set chain_started_at = null where actor_key in ('i:a-0', 'i:a-4')");
        }
      }
      return new TreeMap<>(
          workbench.counts("select event_id || ' ' || session_id, session_index from known_event"));
    }
  }

  /** Hours between the first and the last moment that one more event has computed anew. */
  private long hoursComputedAnew(String project, List<Given> known, Given added) throws Exception {
    try (Workbench workbench = workbench(project)) {
      workbench.execute(
          "create table touched_stretch (actor_key varchar, starts_at timestamp,"
              + " ends_at timestamp)");
      arrive(workbench, known);
      workbench.execute("create table removed as from arrived limit 0");
      // sessions of 24 hours each, as the rule cuts them
      workbench.execute(
          "create table known_session as with c as (select actor_key, occurred_at,"
              + " min(occurred_at) over (partition by actor_key) as chain_started_at from arrived)"
              + " select actor_key, min(occurred_at) as started_at, max(occurred_at) as ended_at,"
              + " chain_started_at from c group by actor_key, chain_started_at,"
              + " floor(epoch_us_of(occurred_at - (chain_started_at - timestamp '1970-01-01'))"
              + " / 86400000000)");
      arrive(workbench, List.of(added));
      workbench.execute("create table added as from arrived");
      workbench.table("preprocess", "island");
      return workbench.number("select date_diff('hour', min(starts_at), max(ends_at)) from island");
    }
  }

  private Workbench workbench(String project) throws Exception {
    ProjectsFile projects =
        new ProjectsFile(
            Files.writeString(folder.resolve("projects.yml"), "projects: [" + project + "]"));
    rule = projects.current().byId("shop").orElseThrow().sessionRule();
    Workbench workbench =
        new Workbench(new Workbench.Limits(folder.resolve("run"), DataSize.ofMegabytes(256), 2));
    new ProjectSettings(projects).load(workbench, "shop");
    CuratedHorizon.NONE.load(workbench, ZoneOffset.UTC);
    return workbench;
  }

  /** Makes the relation {@code arrived}. */
  private static void arrive(Workbench workbench, List<Given> events) {
    workbench.tableOf(
        "given",
        "event_id varchar, actor_key varchar, us bigint, campaign varchar",
        events.stream()
            .map(
                e ->
                    List.<Object>of(
                        e.id(),
                        "i:" + e.instance(),
                        SessionRule.micros(e.at()),
                        Objects.requireNonNullElse(e.campaign(), "")))
            .toList());
    workbench.execute(
        "create or replace table arrived as select event_id, actor_key,"
            + " make_timestamp(us) as occurred_at,"
            + " case when campaign <> '' then {'name': cast(null as varchar),"
            + " 'source': campaign, 'medium': cast(null as varchar),"
            + " 'term': cast(null as varchar), 'content': cast(null as varchar)} end as campaign,"
            + " row_number() over () as arrived_id from given");
  }

  /** The same, the plain way. */
  private Map<String, Long> expected(List<Given> events) {
    Map<String, Long> placed = new TreeMap<>();
    Map<String, List<Given>> byActor =
        events.stream()
            .sorted(Comparator.comparing(Given::at).thenComparing(Given::id))
            .collect(
                Collectors.groupingBy(Given::instance, LinkedHashMap::new, Collectors.toList()));
    byActor.forEach(
        (instance, sorted) -> {
          Actor actor = new Actor("shop", Actor.Kind.INSTANCE, instance);
          Instant chain = Instant.MIN;
          Instant session = Instant.MIN;
          Instant previous = null;
          String campaign = null;
          long index = 0;
          for (Given event : sorted) {
            boolean beginsChain = previous == null || rule.endsChain(previous, event.at());
            chain = beginsChain ? event.at() : chain;
            boolean beginsCut =
                beginsChain
                    || rule.cut(chain, Objects.requireNonNull(previous))
                        != rule.cut(chain, event.at());
            String carried = rule.splitsOnCampaign() ? event.campaign() : null;
            boolean turns =
                carried != null && !carried.equals(campaign) && event.at().isAfter(session);
            if (beginsCut || turns) {
              session = event.at();
              campaign = null;
              index = 0;
            }
            campaign = carried == null ? campaign : carried;
            placed.put(event.id() + ' ' + SessionRule.sessionId(actor, session), index++);
            previous = event.at();
          }
        });
    return placed;
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Vienna, 2026-10-24T12:00:00Z, false, false",
    "Europe/Vienna, 2026-10-24T12:00:00Z, true, false",
    "Europe/Vienna, 2026-10-24T12:00:00Z, false, true",
    "Europe/Vienna, 2026-03-28T12:00:00Z, true, true",
    "America/Havana, 2026-10-31T12:00:00Z, true, true",
    "Asia/Beirut, 2026-03-28T12:00:00Z, true, true",
  })
  void any_events_have_the_sessions_of_the_rule(
      String zone, Instant from, boolean midnight, boolean campaign) throws Exception {
    Random random = new Random(7);
    List<Given> events = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      // some 20 minutes apart over two and a half days, ties included; every fourth has a campaign
      Instant at = from.plus(Duration.ofMinutes(5L * random.nextInt(720)));
      String source = random.nextInt(4) > 0 ? null : "c" + random.nextInt(3);
      events.add(new Given("e" + i, "a-" + random.nextInt(6), at, source));
    }
    Collections.shuffle(events, random);

    Map<String, Long> placed =
        placed(
            "{id: shop, write-keys: [k], time-zone: %s, session: {split-at-midnight: %s, split-on-campaign: %s}}"
                .formatted(zone, midnight, campaign),
            events);

    assertThat(placed).isEqualTo(expected(events)).hasSize(1_200);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Vienna, 2026-10-24T12:00:00Z, false, false",
    "Europe/Vienna, 2026-10-24T12:00:00Z, true, false",
    "America/Havana, 2026-10-31T12:00:00Z, false, true",
    "Asia/Beirut, 2026-03-28T12:00:00Z, true, true",
  })
  void events_that_come_in_pieces_and_go_again_have_the_same_sessions(
      String zone, Instant from, boolean midnight, boolean campaign) throws Exception {
    for (int seed = 0; seed < 2; seed++) {
      Random random = new Random(seed);
      // some 4 to 20 minutes apart, so in chains of many cuts and of few, for a day or more
      List<Given> events = new ArrayList<>();
      for (int i = 0; i < 1_200; i++) {
        int actor = random.nextInt(5);
        Instant at = from.plus(Duration.ofMinutes(random.nextInt(1_000 * (actor + 1))));
        String source = random.nextInt(9) > 0 ? null : "c" + random.nextInt(3);
        events.add(new Given("e" + i, "a-" + actor, at, source));
      }
      Collections.shuffle(events, random);
      List<List<Given>> pieces = new ArrayList<>();
      for (int at = 0; at < events.size(); ) {
        int end = Math.min(events.size(), at + 1 + random.nextInt(400));
        pieces.add(events.subList(at, end));
        at = end;
      }
      List<Given> lastPiece = pieces.get(pieces.size() - 1);
      Set<String> gone = new HashSet<>();
      for (int i = 0; i < 40; i++) {
        gone.add(events.get(random.nextInt(events.size() - lastPiece.size())).id());
      }

      Map<String, Long> placed =
          placedInPieces(
              "{id: shop, write-keys: [k], time-zone: %s, session: {max-duration: 2h, split-at-midnight: %s, split-on-campaign: %s}}"
                  .formatted(zone, midnight, campaign),
              pieces,
              gone);

      assertThat(placed)
          .as("seed %d", seed)
          .isEqualTo(expected(events.stream().filter(e -> !gone.contains(e.id())).toList()));
    }
  }

  @Test
  void a_new_event_of_an_actor_that_never_pauses_computes_one_cut_anew() throws Exception {
    String project = "{id: shop, write-keys: [k]}";
    List<Given> known = new ArrayList<>();
    for (int i = 0; i < 90 * 24 * 6; i++) {
      known.add(given("e" + i, TEN.plus(Duration.ofMinutes(10L * i)), null));
    }

    Instant next = TEN.plus(Duration.ofDays(90));
    assertThat(hoursComputedAnew(project, known, given("new", next, null))).isLessThan(24);
    Instant late = TEN.plus(Duration.ofDays(30)).plusSeconds(7);
    assertThat(hoursComputedAnew(project, known, given("late", late, null))).isLessThan(24);
    Instant before = TEN.minusSeconds(60);
    assertThat(hoursComputedAnew(project, known, given("first", before, null)))
        .as("where the chain starts earlier all of its cuts move")
        .isGreaterThan(89 * 24);
  }

  @Test
  void sessions_of_earlier_settings_that_events_come_into_follow_those_of_today() throws Exception {
    Instant night = Instant.parse("2026-03-01T23:50:00Z");
    try (Workbench workbench =
        workbench(
            "{id: shop, write-keys: [k], time-zone: UTC, session: {inactivity-gap: 15m, split-at-midnight: true}}")) {
      arrive(
          workbench,
          List.of(
              given("a", night, null),
              given("b", night.plusSeconds(1_200), null),
              given("d", night.plusSeconds(2_700), null)));
      workbench.execute("create table known_event as from arrived");
      workbench.execute(
          "create table known_session as select actor_key, min(occurred_at) as started_at,"
              + " max(occurred_at) as ended_at, min(occurred_at) as chain_started_at"
              + " from arrived group by actor_key");
      workbench.execute("create table removed as from arrived limit 0");
      workbench.execute(
          "create table touched_stretch as select actor_key, started_at as starts_at,"
              + " ended_at as ends_at from known_session");
      arrive(workbench, List.of(given("c", night.plusSeconds(1_500), null)));
      workbench.execute("create table added as from arrived");

      workbench.table("preprocess", "island");
      workbench.table("preprocess", "placed_event");

      assertThat(workbench.number("select count(*) from placed_event")).isEqualTo(4);
      assertThat(
              workbench.counts(
                  "select event_id || ' ' || strftime(session_start, '%H:%M'), session_index"
                      + " from placed_event"))
          .isEqualTo(Map.of("a 23:50", 0L, "b 00:10", 0L, "c 00:10", 1L, "d 00:35", 0L));
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void events_after_a_horizon_have_the_sessions_that_they_had_with_all_before_it(boolean campaign)
      throws Exception {
    Random random = new Random(11);
    List<Given> early = new ArrayList<>();
    List<Given> late = new ArrayList<>();
    List<Given> passing = new ArrayList<>();
    Instant firstDay = TEN.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(8));
    for (int i = 0; i < 12 * 24 * 3; i++) {
      Instant at = TEN.plus(Duration.ofMinutes(20L * i));
      // the first never pauses, the second sometimes, the third mostly
      for (int actor = 0; actor < 3; actor++) {
        if (random.nextInt(100) < List.of(100, 97, 20).get(actor)) {
          Given event =
              new Given(
                  "e" + actor + "-" + i,
                  "b-" + actor,
                  at.plusSeconds(random.nextInt(600)),
                  random.nextInt(40) == 0 ? "c" + random.nextInt(3) : null);
          boolean isLate = !event.at().isBefore(firstDay) && random.nextInt(8) == 0;
          (isLate ? late : early).add(event);
          if (!event.at().isBefore(firstDay) && random.nextInt(30) == 0) {
            passing.add(event);
          }
        }
      }
    }
    Collections.shuffle(late, random);
    Set<String> gone = passing.stream().map(Given::id).collect(Collectors.toSet());
    int half = late.size() / 2;
    String project =
        "{id: shop, write-keys: [k], session: {split-on-campaign: %s}}".formatted(campaign);

    Map<String, Long> placed =
        placedInPieces(
            project,
            List.of(early, late.subList(0, half), late.subList(half, late.size()), List.of()),
            gone,
            new CuratedHorizon(
                LocalDate.ofInstant(firstDay, ZoneOffset.UTC),
                LocalDate.ofInstant(firstDay, ZoneOffset.UTC).minusDays(3)));

    List<Given> left =
        Stream.concat(early.stream(), late.stream()).filter(e -> !gone.contains(e.id())).toList();
    assertThat(placed).isEqualTo(expected(left));
  }

  @Test
  void chains_of_earlier_versions_in_which_nothing_changed_stay_as_they_are() throws Exception {
    try (Workbench workbench = workbench("{id: shop, write-keys: [k]}")) {
      arrive(
          workbench,
          List.of(given("a", TEN, null), given("b", TEN.plus(Duration.ofDays(300)), null)));
      workbench.execute(
          "create table known_session as select actor_key, occurred_at as started_at,"
              + " occurred_at as ended_at, cast(null as timestamp) as chain_started_at"
              + " from arrived");
      workbench.execute("create table removed as from arrived limit 0");
      workbench.execute(
          "create table touched_stretch (actor_key varchar, starts_at timestamp,"
              + " ends_at timestamp)");
      arrive(workbench, List.of(given("c", TEN.plus(Duration.ofDays(300)).plusSeconds(1), null)));
      workbench.execute("create table added as from arrived");

      workbench.table("preprocess", "island");

      assertThat(workbench.number("select count(*) from island")).isEqualTo(1);
      assertThat(
              workbench.number(
                  "select cast(min(starts_at) as date) - date '2026-03-01' from island"))
          .isEqualTo(300);
    }
  }

  @Test
  void campaigns_that_come_at_the_start_of_a_session_or_at_one_moment_split_once()
      throws Exception {
    Actor actor = new Actor("shop", Actor.Kind.INSTANCE, "a-1");
    String first = SessionRule.sessionId(actor, TEN);
    String second = SessionRule.sessionId(actor, TEN.plusSeconds(60));

    Map<String, Long> placed =
        placed(
            "{id: shop, write-keys: [k], session: {split-on-campaign: true}}",
            List.of(
                given("a", TEN, null),
                given("b", TEN, "ad"),
                given("c", TEN, "mail"),
                given("d", TEN.plusSeconds(30), "mail"),
                given("e", TEN.plusSeconds(60), null),
                given("f", TEN.plusSeconds(60), "ad"),
                given("g", TEN.plusSeconds(60), "post"),
                given("h", TEN.plusSeconds(90), "post")));

    assertThat(placed)
        .isEqualTo(
            Map.of(
                "a " + first, 0L,
                "b " + first, 1L,
                "c " + first, 2L,
                "d " + first, 3L,
                "e " + first, 4L,
                "f " + second, 0L,
                "g " + second, 1L,
                "h " + second, 2L));
  }
}
