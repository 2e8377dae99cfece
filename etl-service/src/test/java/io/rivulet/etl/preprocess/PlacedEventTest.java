package io.rivulet.etl.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.event.Actor;
import io.rivulet.event.SessionRule;
import io.rivulet.event.project.ProjectsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    ProjectsFile projects =
        new ProjectsFile(
            Files.writeString(folder.resolve("projects.yml"), "projects: [" + project + "]"));
    rule = projects.current().byId("shop").orElseThrow().sessionRule();
    try (Workbench workbench =
        new Workbench(new Workbench.Limits(folder.resolve("run"), DataSize.ofMegabytes(256), 2))) {
      new ProjectSettings(projects).load(workbench, "shop");
      workbench.execute(
          "create table given (event_id varchar, actor_key varchar, us bigint, campaign varchar)");
      workbench.insert(
          "insert into given values (?, ?, ?, nullif(?, ''))",
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
          "create table arrived as select event_id, actor_key, make_timestamp(us) as occurred_at,"
              + " case when campaign is not null then {'name': cast(null as varchar),"
              + " 'source': campaign, 'medium': cast(null as varchar),"
              + " 'term': cast(null as varchar), 'content': cast(null as varchar)} end as campaign,"
              + " row_number() over () as arrived_id from given");
      // every other event is curated already
      workbench.execute("create table known_event as from arrived where arrived_id % 2 = 0");
      workbench.execute("create table added as from arrived where arrived_id % 2 = 1");
      workbench.execute("create table removed as from arrived limit 0");
      workbench.execute(
          "create table island as select actor_key, min(occurred_at) as starts_at,"
              + " max(occurred_at) as ends_at from arrived group by all");

      workbench.table("preprocess", "placed_event");

      return new TreeMap<>(
          workbench.counts(
              "select event_id || ' ' || session_id, session_index from placed_event"));
    }
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
