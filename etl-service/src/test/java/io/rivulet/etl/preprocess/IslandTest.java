package io.rivulet.etl.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.analytics.CuratedHorizon;
import io.rivulet.etl.engine.Workbench;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The relation {@code island} on hand-made spans. */
class IslandTest {

  @Test
  void islands_of_an_actor_never_overlap_however_many_spans_tie(@TempDir Path folder) {
    // Spans that begin and end together are numbered by several windows, which must agree; each
    // session is a cut of its actor's chain, and all are changed.
    try (Workbench workbench =
        new Workbench(new Workbench.Limits(folder.resolve("run"), DataSize.ofMegabytes(256), 4))) {
      workbench.execute(
          "create table params as select 10800000000 as gap_us, 3600000000 as max_us,"
              + " false as splits_at_midnight, 'UTC' as time_zone");
      CuratedHorizon.NONE.load(workbench, ZoneOffset.UTC);
      workbench.execute(
          "create table known_session as select 'i:' || a as actor_key,"
              + " timestamp '2026-03-01' + to_hours(cast(s * 3 as integer)) as started_at,"
              + " timestamp '2026-03-01' + to_hours(cast(s * 3 as integer)) as ended_at,"
              + " timestamp '2026-03-01' as chain_started_at"
              + " from range(5000) actors(a), range(6) sessions(s)");
      workbench.execute(
          "create table added as select '' as event_id, actor_key, started_at as occurred_at"
              + " from known_session, range(7)");
      workbench.execute("create table removed as select * from added limit 0");
      workbench.execute(
          "create table touched_stretch as select distinct actor_key,"
              + " timestamp '2026-03-01' as starts_at, timestamp '2026-03-02' as ends_at"
              + " from known_session");

      workbench.table("preprocess", "island");

      assertThat(workbench.number("select count(*) from island")).isEqualTo(30_000);
      assertThat(
              workbench.number(
                  "select count(*) from island a join island b on b.actor_key = a.actor_key"
                      + " and b.starts_at <= a.ends_at and b.ends_at >= a.starts_at"))
          .isEqualTo(30_000);
    }
  }
}
