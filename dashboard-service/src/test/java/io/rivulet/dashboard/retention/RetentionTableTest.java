package io.rivulet.dashboard.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.dashboard.retention.RetentionTable.Average;
import io.rivulet.dashboard.retention.RetentionTable.Cohort;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTableTest {

  private static final LocalDate MONDAY = LocalDate.parse("2024-03-04");
  private static final LocalDate NEXT_MONDAY = LocalDate.parse("2024-03-11");

  @Test
  void putsTheRowsOfACohortTogether() {
    RetentionCell first = new RetentionCell(MONDAY, 0, 10, 10, 10, true);
    RetentionCell second = new RetentionCell(MONDAY, 1, 10, 4, 5, true);
    RetentionCell other = new RetentionCell(NEXT_MONDAY, 0, 30, 30, 30, true);

    RetentionTable table = RetentionTable.of(List.of(first, second, other));

    assertThat(table.cohorts())
        .containsExactly(
            new Cohort(MONDAY, 10, List.of(first, second)),
            new Cohort(NEXT_MONDAY, 30, List.of(other)));
  }

  @Test
  void weighsCohortsByTheirSize() {
    RetentionTable table =
        RetentionTable.of(
            List.of(
                new RetentionCell(MONDAY, 1, 10, 5, 6, true),
                new RetentionCell(NEXT_MONDAY, 1, 30, 3, 9, true)));

    assertThat(table.averages()).containsExactly(new Average(1, 2, 40, 8, 15));
  }

  @Test
  void leavesImmatureCellsOutOfTheAverage() {
    RetentionTable table =
        RetentionTable.of(
            List.of(
                new RetentionCell(MONDAY, 1, 10, 5, 6, true),
                new RetentionCell(MONDAY, 2, 10, 1, 1, false),
                new RetentionCell(NEXT_MONDAY, 1, 30, 3, 3, false)));

    assertThat(table.averages()).containsExactly(new Average(1, 1, 10, 5, 6));
  }
}
