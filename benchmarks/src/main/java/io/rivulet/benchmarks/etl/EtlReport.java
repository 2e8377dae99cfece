package io.rivulet.benchmarks.etl;

import io.rivulet.benchmarks.ResultFiles;
import io.rivulet.benchmarks.etl.EtlResults.Figure;
import io.rivulet.benchmarks.etl.EtlResults.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The results as a table for people and as JSON for programs. */
final class EtlReport {

  private final EtlResults results;

  EtlReport(EtlResults results) {
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
        format("%n%s, %s; %s.%n%n", results.startedAt(), results.machine(), results.setting()));
    text.append(
        """
        | what | seconds | CPU s, process + store | beside (goal) | resident at most | others busy | rows in / out | partitions written |
        |---|---|---|---|---|---|---|---|
        """);
    text.append(row("bare scan", Round::scan, ""));
    text.append(
        row(
            "preprocess, first full load",
            Round::load,
            format(
                "%.2f scans (%.1f)",
                results.seconds(Round::load) / results.seconds(Round::scan),
                EtlResults.LOAD_GOAL)));
    text.append(row("report of it", Round::loadReport, ofLoad(Round::loadReport, "")));
    text.append(
        row(
            "preprocess, one minute with 1 % of the events",
            Round::minute,
            ofLoad(Round::minute, format(" (%.0f %%)", EtlResults.INCREMENT_GOAL * 100))));
    text.append(row("report of it", Round::minuteReport, ofLoad(Round::minuteReport, "")));
    text.append(row("preprocess, one event 20 days late", Round::late, ofLoad(Round::late, "")));
    text.append(row("report of it", Round::lateReport, ofLoad(Round::lateReport, "")));
    for (String name : results.rounds().get(0).asked().keySet()) {
      if (!results.rounds().stream().allMatch(round -> round.asked().containsKey(name))) {
        continue;
      }
      Function<Round, Figure> which = round -> Objects.requireNonNull(round.asked().get(name));
      text.append(
          row(
              name + ", four weeks",
              which,
              format("%.2f scans", results.seconds(which) / results.seconds(Round::scan))));
    }
    text.append(
        results.isClean()
            ? format("%nEvery line is an event or a copy.%n")
            : format("%n**NOT every line is an event or a copy.**%n"));
    return text.toString();
  }

  private String ofLoad(Function<Round, Figure> which, String goal) {
    return format(
        "%.1f %% of the load%s", 100 * results.seconds(which) / results.seconds(Round::load), goal);
  }

  private String row(String name, Function<Round, Figure> which, String ratio) {
    Figure last = which.apply(results.rounds().get(results.rounds().size() - 1));
    return format(
        "| %s | %.2f | %.1f + %.1f | %s | %d MB | %.1f | %,d / %,d | %s |%n",
        name,
        results.seconds(which),
        results.cpuSeconds(which),
        last.storeCpuSeconds(),
        ratio,
        results.rounds().stream().map(which).mapToLong(Figure::residentPeak).max().orElse(0),
        results.rounds().stream().map(which).mapToDouble(Figure::othersBusy).max().orElse(0),
        last.rowsIn(),
        last.rowsOut(),
        last.touched());
  }

  private static String format(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
