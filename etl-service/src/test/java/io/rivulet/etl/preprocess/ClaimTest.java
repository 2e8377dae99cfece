package io.rivulet.etl.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.engine.Workbench;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The relation {@code claim}: which of the copies of an event is the event. */
class ClaimTest {
  private final Path folder;

  ClaimTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** The name of the event that wins, of two that came with one id at one microsecond. */
  private String winner(String arrived, String known) {
    try (Workbench workbench =
        new Workbench(new Workbench.Limits(folder.resolve("run"), DataSize.ofMegabytes(64), 1))) {
      workbench.execute(
          "create table copy as select 'one id' as event_id, name, cast(null as json) as properties,"
              + " timestamp '2026-03-01 10:00:01' as received_at, date '2026-03-01' as event_date,"
              + " 'i:a' as actor_key, timestamp '2026-03-01 10:00:00' as occurred_at,"
              + " 'object of ' || name as raw_object from (values ('Added'), ('Removed')) t (name)");
      workbench.execute(
          "create table arrived as select *, row_number() over () as arrived_id from copy where name"
              + " in ("
              + arrived
              + ")");
      workbench.execute("create table known_event_id as from copy where name in (" + known + ")");
      workbench.execute("create table read_again (object_key varchar)");

      workbench.table("preprocess", "claim");

      return String.valueOf(workbench.text("select raw_object from claim where claim_place = 1"));
    }
  }

  @Test
  void which_of_two_different_events_with_one_id_wins_does_not_depend_on_their_arrival() {
    String together = winner("'Added', 'Removed'", "''");

    assertThat(winner("'Added'", "'Removed'")).isEqualTo(together);
    assertThat(winner("'Removed'", "'Added'")).isEqualTo(together);
  }
}
