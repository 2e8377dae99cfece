package io.rivulet.etl.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.engine.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.springframework.util.unit.DataSize;

/** Which of several copies the relation {@code claim} takes for the event. */
class ClaimProperties {

  /**
   * A line of an object.
   *
   * @param second of its receipt
   */
  record Line(int id, int second, int object, String name, int number) {}

  private static final String COLUMNS =
      "event_id string, received_at timestamp, event_date date, actor_key string, occurred_at"
          + " timestamp, raw_object string";

  @Provide
  Arbitrary<List<Line>> lines() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of("Viewed", "Bought"),
            Arbitraries.integers().between(1, 3))
        .as(Line::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(24);
  }

  @Property(tries = 25)
  void the_event_is_the_same_whenever_its_copies_are_read(
      @ForAll("lines") List<Line> lines, @ForAll Random random) throws Exception {
    List<Integer> objects = new ArrayList<>(List.of(1, 2, 3, 4));
    Collections.shuffle(objects, random);
    List<Line> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, random);

    List<List<Line>> oneByOne =
        objects.stream()
            .map(object -> shuffled.stream().filter(l -> l.object() == object).toList())
            .toList();

    assertThat(curated(oneByOne)).isEqualTo(curated(List.of(lines)));
  }

  /** What is the event of each id after these loads, one after the other. */
  private static Map<String, Long> curated(List<List<Line>> loads) throws Exception {
    Path folder = Files.createTempDirectory("claim");
    try (Workbench workbench =
        new Workbench(new Workbench.Limits(folder, DataSize.ofMegabytes(128), 2))) {
      workbench.execute("create table curated (" + COLUMNS + ", name string, number bigint)");
      for (List<Line> load : loads) {
        workbench.execute("create or replace table line (id int, s int, o int, n string, k int)");
        workbench.insert(
            "insert into line values (?, ?, ?, ?, ?)",
            load.stream()
                .map(l -> List.<Object>of(l.id(), l.second(), l.object(), l.name(), l.number()))
                .toList());
        workbench.execute(
            "create or replace table arrived as select 'e' || id as event_id,"
                + " timestamp '2026-03-01 10:00:00' + to_seconds(s) as received_at,"
                + " date '2026-03-01' as event_date, 'i:1' as actor_key,"
                + " timestamp '2026-03-01 10:00:00' as occurred_at, 'raw/' || o as raw_object,"
                + " n as name, cast(json_object('k', k) as json) as properties, k as number,"
                + " 'track' as type, '1' as instance_id, cast(null as string) as user_id,"
                + " cast(null as string) as group_id, cast(null as string) as previous_id,"
                + " cast(null as json) as context, cast(null as json) as traits,"
                + " cast(null as json) as integrations, cast(null as string) as ip,"
                + " row_number() over () as arrived_id from line");
        workbench.execute(
            "create or replace table known_copy as select * exclude (name, number) from curated"
                + " where event_id in (select event_id from arrived)");
        workbench.execute("drop table if exists claim");
        workbench.table("preprocess", "claim");
        workbench.execute(
            "delete from curated where event_id in"
                + " (select event_id from claim where arrived_id = 0 and claim_place > 1)");
        workbench.execute(
            "insert into curated select a.event_id, a.received_at, a.event_date, a.actor_key,"
                + " a.occurred_at, a.raw_object, a.name, a.number from claim c"
                + " join arrived a on a.arrived_id = c.arrived_id where c.claim_place = 1");
      }
      return workbench.counts(
          "select concat_ws(' ', event_id, received_at, raw_object, name), number from curated"
              + " order by 1");
    }
  }
}
