package io.rivulet.etl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** How a relation becomes files of its dates. */
class PartitionsTest {

  @Test
  void dates_that_do_not_fit_into_the_memory_together_are_each_written_whole(@TempDir Path folder) {
    // 13,981 rows may wait, 4,096 of a date: three dates at once, then two
    Workbench.Limits limits =
        new Workbench.Limits(folder.resolve("run"), DataSize.ofMegabytes(64), 2);
    try (Workbench workbench = new Workbench(limits)) {
      workbench.execute(
          "create table click as select date '2026-03-01' + cast(i % 5 as integer) as event_date,"
              + " hash(i) as place from range(30000) t(i)");

      Map<LocalDate, List<URI>> files =
          workbench.parquetByEventDate(
              "click", workbench.dates("select distinct event_date from click order by 1"));

      assertThat(files).hasSize(5);
      files.forEach((date, ofDate) -> assertThat(rows(workbench, date, ofDate)).isEqualTo(6_000));
    }
  }

  @Test
  void a_date_of_many_rows_is_one_file_and_the_others_are_whole_too(@TempDir Path folder) {
    LocalDate few = LocalDate.parse("2026-03-01");
    LocalDate many = LocalDate.parse("2026-03-02");
    LocalDate several = LocalDate.parse("2026-03-03");
    try (Workbench workbench = workbench(folder)) {
      workbench.execute(
          "create table click as select date '2026-03-01' + case when i < 100 then 0 when i < 50100"
              + " then 1 else 2 end as event_date, hash(i) as place from range(50400) t(i)");

      Map<LocalDate, List<URI>> files =
          workbench.parquetByEventDate("click", List.of(few, many, several));

      assertThat(files).containsOnlyKeys(few, many, several);
      assertThat(files.get(many)).hasSize(1);
      assertThat(rows(workbench, few, files.getOrDefault(few, List.of()))).isEqualTo(100);
      assertThat(rows(workbench, many, files.getOrDefault(many, List.of()))).isEqualTo(50_000);
      assertThat(rows(workbench, several, files.getOrDefault(several, List.of()))).isEqualTo(300);
    }
  }

  @Test
  void a_date_without_rows_has_no_file(@TempDir Path folder) {
    try (Workbench workbench = workbench(folder)) {
      workbench.execute("create table click as select date '2026-03-01' as event_date limit 0");

      assertThat(workbench.parquetByEventDate("click", List.of(LocalDate.parse("2026-03-01"))))
          .isEmpty();
    }
  }

  private static Workbench workbench(Path folder) {
    return new Workbench(new Workbench.Limits(folder.resolve("run"), DataSize.ofMegabytes(256), 2));
  }

  /** How many rows those files have, all of them of that date. */
  private static long rows(Workbench workbench, LocalDate date, List<URI> files) {
    workbench.viewOfParquet("written", files);
    long rows = workbench.number("select count(*) from written");
    assertThat(workbench.dates("select distinct event_date from written")).containsExactly(date);
    workbench.execute("drop view written");
    return rows;
  }
}
