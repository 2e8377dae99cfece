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
      files.forEach(
          (date, ofDate) -> {
            workbench.viewOfParquet("written", ofDate);
            assertThat(
                    workbench.number(
                        "select count(*) from written where event_date = date '" + date + "'"))
                .isEqualTo(6_000);
            workbench.execute("drop view written");
          });
    }
  }
}
