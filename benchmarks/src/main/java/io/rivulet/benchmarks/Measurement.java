package io.rivulet.benchmarks;

import io.rivulet.benchmarks.Results.CaseResult;
import io.rivulet.benchmarks.Results.Figures;
import io.rivulet.benchmarks.TestBed.Run;
import io.rivulet.benchmarks.TestBed.Server;
import io.rivulet.benchmarks.load.LoadOrder;
import io.rivulet.benchmarks.load.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Takes the figures of one case after the other, the servers in turn within each. */
final class Measurement {
  /** At a rate, requests shall not wait for a connection but for the server. */
  private static final int CONNECTIONS_AT_A_RATE = 256;

  /** Small and large requests keep different code busy. */
  private static final List<Integer> WARM_UP_BATCHES = List.of(1, 20);

  /** Processors busy with other programs that are worth a remark. */
  private static final double DISTURBANCE = 0.2;

  private final TestBed bed;
  private final List<Server> servers;
  private final Plan plan;
  private double bytesPerEvent;

  /**
   * How much is measured.
   *
   * @param rounds at saturation, each server once in each
   * @param measured length of a measurement
   * @param runUp load before each measurement, in which connections open and caches fill
   * @param warmUp of each server before the first case
   * @param withLatency whether latency at half load is measured too
   */
  record Plan(
      int rounds, Duration measured, Duration runUp, Duration warmUp, boolean withLatency) {}

  Measurement(TestBed bed, List<Server> servers, Plan plan) {
    this.bed = bed;
    this.servers = servers;
    this.plan = plan;
  }

  /** Lets each server's code be compiled. */
  void warmUp() {
    for (Server server : servers) {
      System.out.println("Warming up the " + server.name() + " ...");
      Duration quarter = plan.warmUp().dividedBy(4);
      for (int batchSize : WARM_UP_BATCHES) {
        var unused =
            bed.load(
                server, new LoadOrder(server.port(), batchSize, false, 64, 0, quarter, quarter));
      }
    }
  }

  /**
   * All figures of one case.
   *
   * @param connections at saturation
   */
  CaseResult measure(Case load, int connections) {
    Map<String, List<Run>> rounds = new LinkedHashMap<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Server server : servers) {
        Run run = bed.load(server, order(server, load, connections, 0));
        rounds.computeIfAbsent(server.name(), name -> new ArrayList<>()).add(run);
        System.out.printf(
            "%-14s  round %d  %-9s  %,9.0f events/s%s%n",
            load, round, server.name(), run.result().eventsPerSecond(), remarks(run));
      }
    }
    Map<String, Figures> figures = new LinkedHashMap<>();
    for (Server server : servers) {
      figures.put(
          server.name(), figures(server, load, rounds.getOrDefault(server.name(), List.of())));
    }
    return new CaseResult(load, connections, figures);
  }

  /** Mean size of the events sent. */
  double bytesPerEvent() {
    return bytesPerEvent;
  }

  private Figures figures(Server server, Case load, List<Run> saturated) {
    double eventsPerSecond = median(saturated, run -> run.result().eventsPerSecond());
    List<Run> all = new ArrayList<>(saturated);
    LoadResult.Latency latency = null;
    double answered = 0;
    if (plan.withLatency()) {
      double requestsPerSecond = eventsPerSecond / 2 / load.batchSize();
      Run run =
          bed.load(
              server, order(server, load, CONNECTIONS_AT_A_RATE, Math.max(1, requestsPerSecond)));
      all.add(run);
      latency = run.result().latency();
      answered = run.result().eventsPerSecond();
      System.out.printf(
          "%-14s  latency  %-9s  at %,.0f events/s: p50 %.1f ms, p99 %.1f ms%s%n",
          load, server.name(), answered, latency.p50(), latency.p99(), remarks(run));
    }
    Map<Integer, Long> otherAnswers = new TreeMap<>();
    for (Run run : all) {
      run.result().otherAnswers().forEach((status, n) -> otherAnswers.merge(status, n, Long::sum));
      bytesPerEvent = run.result().bytesPerEvent();
    }
    return new Figures(
        eventsPerSecond,
        saturated.stream().map(run -> run.result().eventsPerSecond()).toList(),
        median(saturated, Run::serverMicrosPerEvent),
        new BusyCores(
            median(saturated, run -> run.busy().server()),
            median(saturated, run -> run.busy().broker()),
            median(saturated, run -> run.busy().load()),
            median(saturated, run -> run.busy().others())),
        latency,
        answered,
        otherAnswers,
        all.stream().mapToLong(run -> run.result().lostRequests()).sum(),
        all.stream().mapToLong(run -> run.result().reconnects()).sum());
  }

  private LoadOrder order(Server server, Case load, int connections, double requestsPerSecond) {
    return new LoadOrder(
        server.port(),
        load.batchSize(),
        load.encoding() == Case.Encoding.GZIP,
        connections,
        requestsPerSecond,
        plan.runUp(),
        plan.measured());
  }

  private static String remarks(Run run) {
    LoadResult result = run.result();
    return (result.otherAnswers().isEmpty() && result.lostRequests() == 0
            ? ""
            : "  NOT ALL 200: %s, %d unanswered"
                .formatted(result.otherAnswers(), result.lostRequests()))
        + (run.busy().others() < DISTURBANCE
            ? ""
            : "  (others keep %.1f processors busy)".formatted(run.busy().others()));
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
    return Median.of(runs.stream().mapToDouble(figure));
  }
}
