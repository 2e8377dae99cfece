package io.rivulet.benchmarks.sessionizer;

import io.rivulet.benchmarks.Median;
import io.rivulet.benchmarks.Memory;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a run.
 *
 * @param startedAt RFC 3339, UTC
 * @param machine processors, JVM and system
 */
record SessionizerResults(String startedAt, String machine, String setting, List<OfActors> cases) {
  /** Least share of the limit's events per second of processor time. */
  static final double GOAL = 0.35;

  /** Longest time from a kill to the first new event with its session. */
  static final double RECOVERY_GOAL_SECONDS = 30;

  /**
   * With one number of actors.
   *
   * @param bytesPerEvent mean length of the lines in {@code events}
   * @param bytesPerLine mean length of the lines in the lake
   * @param sessionizer rounds of the sessionizer
   * @param limit rounds of the limit with the lines of the same events
   * @param recovery null where it was not tried
   */
  record OfActors(
      int actors,
      double bytesPerEvent,
      double bytesPerLine,
      List<Round> sessionizer,
      List<Round> limit,
      Memory sessionizerMemory,
      Memory limitMemory,
      State state,
      @Nullable Recovery recovery,
      Balance balance) {
    /** Events per second of processor time as a share of the limit's, by the medians. */
    double ratio() {
      return median(limit, Round::cpuMicrosPerEvent)
          / median(sessionizer, Round::cpuMicrosPerEvent);
    }
  }

  /**
   * One measurement.
   *
   * @param seconds in which the process worked; waiting for an object to be due is not counted
   * @param cpuMicrosPerEvent processor time of the measured process
   * @param brokerMicrosPerEvent of the broker meanwhile
   * @param storeMicrosPerEvent of the S3 server meanwhile
   * @param othersBusy processors that programs outside of the benchmark kept busy
   */
  record Round(
      long events,
      double seconds,
      double cpuMicrosPerEvent,
      double brokerMicrosPerEvent,
      double storeMicrosPerEvent,
      double othersBusy) {
    double eventsPerSecond() {
      return events / seconds;
    }
  }

  /** What is kept of the actors after the rounds, in bytes. */
  record State(long onDisk, long changelog) {}

  /**
   * After a kill in the middle of a round, in seconds from the kill, which the next start followed
   * at once.
   *
   * @param events that were not sessionized when it was killed
   * @param firstSessionized until the first commit of new events
   * @param firstArchived until the first new line was in the lake
   * @param all until all lines were
   */
  record Recovery(long events, double firstSessionized, double firstArchived, double all) {}

  /**
   * Whether each event is one line.
   *
   * @param events in topic events
   * @param lines in the lake, counted by reading it
   */
  record Balance(long events, long lines) {
    boolean holds() {
      return events == lines;
    }
  }

  static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Median.of(rounds.stream().mapToDouble(figure));
  }

  /** Whether each event is one line in the lake. */
  boolean isClean() {
    return cases.stream().allMatch(one -> one.balance().holds());
  }
}
