package io.rivulet.benchmarks.etl;

import io.rivulet.benchmarks.Median;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All figures of a run.
 *
 * @param startedAt RFC 3339, UTC
 * @param machine processors, JVM and system
 * @param setting events, rounds, limits in one phrase
 */
record EtlResults(
    String startedAt,
    String machine,
    String setting,
    EtlBenchmark.Limits limits,
    List<Round> rounds) {
  /** Most that the first full load may take, as a multiple of the bare scan. */
  static final double LOAD_GOAL = 2.5;

  /** Most that an increment of 1 % may take, as a share of the full load. */
  static final double INCREMENT_GOAL = 0.05;

  /**
   * One measurement.
   *
   * @param seconds from the run's start to its end
   * @param cpuSeconds processor time of the measured process
   * @param storeCpuSeconds of the S3 server meanwhile
   * @param othersBusy processors that all other programs kept busy, PostgreSQL among them
   * @param residentPeak most memory of the whole process meanwhile, in MB; 0 where the system does
   *     not tell
   * @param touched the curated partitions written
   */
  record Figure(
      double seconds,
      double cpuSeconds,
      double storeCpuSeconds,
      double othersBusy,
      long residentPeak,
      long rowsIn,
      long rowsOut,
      String touched) {}

  /**
   * From nothing to the last late event.
   *
   * @param load preprocess of the whole history
   * @param minute preprocess of one minute's events, 1 % of all
   * @param late preprocess of a single event of twenty days before
   * @param asked answers to a reader who asks for what no table has, by what it is, but for those
   *     that ended at their limit
   * @param difference lines that are neither curated nor copies at the end
   */
  record Round(
      Figure scan,
      Figure load,
      Figure loadReport,
      Figure minute,
      Figure minuteReport,
      Figure late,
      Figure lateReport,
      Map<String, Figure> asked,
      long difference) {}

  double seconds(Function<Round, Figure> which) {
    return Median.of(rounds.stream().map(which).mapToDouble(Figure::seconds));
  }

  double cpuSeconds(Function<Round, Figure> which) {
    return Median.of(rounds.stream().map(which).mapToDouble(Figure::cpuSeconds));
  }

  /** Whether every line is accounted for. */
  boolean isClean() {
    return rounds.stream()
        .allMatch(r -> r.difference() == 0 && r.load().rowsIn() == r.scan().rowsIn());
  }
}
