package io.rivulet.benchmarks;

import io.rivulet.benchmarks.Results.CaseResult;
import io.rivulet.benchmarks.Results.Figures;
import io.rivulet.benchmarks.load.LoadResult.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The results as tables for people and as JSON for programs. */
final class Report {
  private static final String NONE = "-";

  private final Results results;

  Report(Results results) {
    this.results = results;
  }

  /**
   * Writes both.
   *
   * @param withoutExtension {@code .md} and {@code .json} are appended
   * @return the one for people
   */
  Path write(Path withoutExtension) throws IOException {
    return ResultFiles.write(withoutExtension, results, markdown());
  }

  String markdown() {
    var text = new StringBuilder();
    text.append(
        format(
            "%n%s, %s. Events of %.0f bytes on average; %s.%n%n",
            results.startedAt(), results.machine(), results.bytesPerEvent(), results.setting()));
    text.append(
        """
        | batch | encoding | reference events/s | collector events/s | ratio (goal) | reference p50 / p99 / p99.9 ms | collector p50 / p99 / p99.9 ms | CPU µs/event reference / collector | busy cores server + broker + load + others, reference / collector |
        |---|---|---|---|---|---|---|---|---|
        """);
    results.cases().forEach(one -> text.append(row(one)));
    text.append(
        format(
            "%n| server | heap at most | after a collection | resident at most | acknowledged events | records in Kafka |%n|---|---|---|---|---|---|%n"));
    results
        .memory()
        .forEach(
            (server, memory) -> {
              Results.Balance balance = results.balance().get(server);
              text.append(
                  format(
                      "| %s | %d MB | %d MB | %s | %s | %s |%n",
                      server,
                      memory.heapPeak(),
                      memory.heapAfterCollection(),
                      memory.residentPeak() == 0 ? NONE : memory.residentPeak() + " MB",
                      balance == null ? NONE : format("%,d", balance.acknowledged()),
                      balance == null
                          ? NONE
                          : format(
                              "%,d%s", balance.records(), balance.holds() ? "" : " **LOST**")));
            });
    text.append(results.isClean() ? allGood() : faults());
    return text.toString();
  }

  private static String row(CaseResult one) {
    Figures reference = one.figures().get(Results.REFERENCE);
    Figures collector = one.figures().get(Results.COLLECTOR);
    Double ratio = one.ratio();
    return format(
        "| %d | %s | %s | %s | %s | %s | %s | %s / %s | %s |%n",
        one.load().batchSize(),
        one.load().encodingName(),
        throughput(reference),
        throughput(collector),
        ratio == null ? NONE : format("%.0f %% (%.0f %%)", ratio * 100, one.load().goal() * 100),
        latency(reference),
        latency(collector),
        cpu(reference),
        cpu(collector),
        busy(reference) + " / " + busy(collector));
  }

  private static String throughput(@Nullable Figures figures) {
    return figures == null ? NONE : format("%,.0f", figures.eventsPerSecond());
  }

  private static String cpu(@Nullable Figures figures) {
    return figures == null ? NONE : format("%.1f", figures.cpuMicrosPerEvent());
  }

  private static String busy(@Nullable Figures figures) {
    if (figures == null) {
      return NONE;
    }
    BusyCores busy = figures.busy();
    return format(
        "%.1f + %.1f + %.1f + %.1f", busy.server(), busy.broker(), busy.load(), busy.others());
  }

  private static String latency(@Nullable Figures figures) {
    if (figures == null || figures.halfLoad() == null) {
      return NONE;
    }
    Latency latency = figures.halfLoad();
    return format("%.1f / %.1f / %.1f", latency.p50(), latency.p99(), latency.p999());
  }

  private static String allGood() {
    return format("%nEvery request was answered with 200, and every event of them is in Kafka.%n");
  }

  private String faults() {
    var text = new StringBuilder(format("%n**NOT every request was answered with 200:**%n%n"));
    for (CaseResult one : results.cases()) {
      one.figures()
          .forEach(
              (server, figures) -> {
                if (!figures.isClean()) {
                  text.append(
                      format(
                          "- %s, %s: %s, %d unanswered%n",
                          one.load(), server, figures.otherAnswers(), figures.lostRequests()));
                }
              });
    }
    return text.toString();
  }

  private static String format(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
