package io.rivulet.benchmarks;

import io.rivulet.benchmarks.load.LoadResult.Latency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a run.
 *
 * @param startedAt RFC 3339, UTC
 * @param machine processors, JVM and system
 * @param setting what the options made of it, e.g. the rounds
 * @param bytesPerEvent mean size of an event's JSON
 * @param memory by server
 * @param balance by server
 */
record Results(
    String startedAt,
    String machine,
    String setting,
    double bytesPerEvent,
    List<CaseResult> cases,
    Map<String, Memory> memory,
    Map<String, Balance> balance) {
  /** Names of the servers. */
  static final String REFERENCE = "reference";

  static final String COLLECTOR = "collector";

  /**
   * One case.
   *
   * @param connections at saturation
   * @param figures by server
   */
  record CaseResult(Case load, int connections, Map<String, Figures> figures) {
    /** Throughput of the collector as a share of the reference's; null where one is missing. */
    @Nullable Double ratio() {
      Figures reference = figures.get(REFERENCE);
      Figures collector = figures.get(COLLECTOR);
      return reference == null || collector == null
          ? null
          : collector.eventsPerSecond() / reference.eventsPerSecond();
    }
  }

  /**
   * Of one server in one case.
   *
   * @param eventsPerSecond at saturation, the median of the rounds
   * @param cpuMicrosPerEvent processor time of the server at saturation
   * @param busy at saturation, the median of the rounds
   * @param halfLoad latency at half of {@code eventsPerSecond}; null where it was not measured
   * @param halfLoadEventsPerSecond of what was due then, as much as was answered with 200
   * @param otherAnswers how many requests were not answered with 200, by status
   * @param lostRequests how many were not answered at all
   * @param reconnects connections closed by the server after an answer
   */
  record Figures(
      double eventsPerSecond,
      List<Double> rounds,
      double cpuMicrosPerEvent,
      BusyCores busy,
      @Nullable Latency halfLoad,
      double halfLoadEventsPerSecond,
      Map<Integer, Long> otherAnswers,
      long lostRequests,
      long reconnects) {
    boolean isClean() {
      return otherAnswers.isEmpty() && lostRequests == 0;
    }
  }

  /**
   * What a server promised, and what came of it.
   *
   * @param acknowledged events in requests answered with 200
   * @param records in the server's topic
   */
  record Balance(long acknowledged, long records) {
    boolean holds() {
      return records >= acknowledged;
    }
  }

  /** Whether every request was answered with 200 and every event of them is in Kafka. */
  boolean isClean() {
    return cases.stream()
            .allMatch(one -> one.figures().values().stream().allMatch(Figures::isClean))
        && balance.values().stream().allMatch(Balance::holds);
  }
}
