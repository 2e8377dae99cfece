package io.rivulet.dashboard.retention;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Cohorts in the order of their start, and what they have in common.
 *
 * @param averages per n over the mature cells alone: the sums, so that a large cohort weighs more
 *     than a small one. An n without a mature cell has no average.
 */
record RetentionTable(List<Cohort> cohorts, List<Average> averages) {

  RetentionTable {
    cohorts = List.copyOf(cohorts);
    averages = List.copyOf(averages);
  }

  /** The people first seen in one period, and their returns in the order of n. */
  record Cohort(LocalDate cohortStart, long cohortSize, List<RetentionCell> cells) {
    Cohort {
      cells = List.copyOf(cells);
    }
  }

  /** The sums of one n over so many mature cohorts. */
  record Average(int n, int cohorts, long cohortSize, long retainedOn, long retainedOnOrAfter) {}

  /** Puts rows together that come in the order of cohort and n. */
  static RetentionTable of(List<RetentionCell> cells) {
    List<Cohort> cohorts =
        cells.stream()
            .collect(
                Collectors.groupingBy(
                    RetentionCell::cohortStart, TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(rows -> new Cohort(rows.getKey(), sizeOf(rows.getValue()), rows.getValue()))
            .toList();
    List<Average> averages =
        cells.stream()
            .filter(RetentionCell::isMature)
            .collect(Collectors.groupingBy(RetentionCell::n, TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(RetentionTable::average)
            .toList();
    return new RetentionTable(cohorts, averages);
  }

  private static long sizeOf(List<RetentionCell> cells) {
    return cells.get(0).cohortSize();
  }

  private static Average average(Map.Entry<Integer, List<RetentionCell>> mature) {
    List<RetentionCell> cells = mature.getValue();
    return new Average(
        mature.getKey(),
        cells.size(),
        cells.stream().mapToLong(RetentionCell::cohortSize).sum(),
        cells.stream().mapToLong(RetentionCell::retainedOn).sum(),
        cells.stream().mapToLong(RetentionCell::retainedOnOrAfter).sum());
  }
}
