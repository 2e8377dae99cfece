package io.rivulet.benchmarks.etl;

import io.rivulet.benchmarks.Child;
import io.rivulet.benchmarks.Machine;
import io.rivulet.benchmarks.Positive;
import io.rivulet.benchmarks.WorkFolder;
import io.rivulet.benchmarks.etl.EtlResults.Figure;
import io.rivulet.benchmarks.etl.EtlResults.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./run benchmark etl}: measures the ETL beside a bare scan. */
@Command(
    name = "./run benchmark etl",
    sortOptions = false,
    description = {
      "Measures the first full load of preprocess and report, an increment of a minute and of one"
          + " late event, and what readers ask for that no table has, beside DuckDB alone that"
          + " reads the same objects once."
          + " docs/benchmarks.md says what the figures mean.",
      "Takes about ten minutes and both processors; run nothing else meanwhile."
    },
    footerHeading = "%nExit code:%n",
    footer = {
      "  0  every line is accounted for",
      "  1  not so, and the figures do not count",
      "  2  wrong usage"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EtlBenchmark implements Callable<Integer> {

  /**
   * What DuckDB may use, in the ETL and in the bare scan.
   *
   * @param memory as both take it
   */
  record Limits(String memory, int threads) {}

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(names = "--quick", description = "Under two minutes: one round of 500,000 events.")
  private boolean isQuick;

  @Option(
      names = "--events",
      paramLabel = "N",
      converter = Positive.class,
      description = "Of the history (default: 2000000).")
  private @Nullable Integer events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Positive.class,
      description = "Each from nothing, of which the median counts (default: 3).")
  private @Nullable Integer rounds;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "1GB",
      description = "What DuckDB may use (default: ${DEFAULT-VALUE}).")
  private String memory;

  @Option(
      names = "--profile",
      description = "One round, and where its time goes: the statements of DuckDB.")
  private boolean isProfile;

  @Option(names = "--keep", description = "Leave objects and databases in the work folder.")
  private boolean isKept;

  @Option(names = "--work", hidden = true, defaultValue = "target/etl-benchmark")
  private Path work;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new EtlBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    WorkFolder.makeEmpty(work);
    int history = events != null ? events : isQuick ? 500_000 : 2_000_000;
    int number = rounds != null ? rounds : isQuick || isProfile ? 1 : 3;
    Limits limits = new Limits(memory, 2);
    List<Round> measured = new ArrayList<>();
    String setting;
    try (var bed = new EtlBed(work, limits, history)) {
      System.out.printf("Writing the objects of %,d events ...%n", history);
      LakeFiller.Filled filled = bed.fill(LakeFiller.Kind.HISTORY, history);
      setting =
          "%,d lines of %d bytes in %,d objects of %,d KB; %d rounds; DuckDB with %s and %d threads"
              .formatted(
                  filled.lines(),
                  filled.bytes() / filled.lines(),
                  filled.keys().size(),
                  filled.compressed() / filled.keys().size() / 1_000,
                  number,
                  limits.memory(),
                  limits.threads());
      System.out.println(setting);
      try (Child scan = bed.startScan()) {
        say("bare scan, to warm up", bed.scan(scan));
        for (int round = 1; round <= number; round++) {
          measured.add(round(bed, scan, history));
        }
      }
    } finally {
      if (!isKept) {
        WorkFolder.deleteRecords(work);
      }
    }
    var results =
        new EtlResults(startedAt.toString(), Machine.describe(), setting, limits, measured);
    var report = new EtlReport(results);
    System.out.print(report.markdown());
    System.out.println("Written to " + report.write(work.resolveSibling("etl-results")));
    if (isProfile) {
      System.out.print(StatementTimes.of(work.resolve("etl.log")));
    }
    return results.isClean() ? 0 : 1;
  }

  private Round round(EtlBed bed, Child scan, int history)
      throws IOException, InterruptedException, SQLException {
    Figure limit = say("bare scan", bed.scan(scan));
    List<String> added = new ArrayList<>();
    try (EtlBed.Etl etl = bed.startEtl(isProfile)) {
      Figure load = say("preprocess, full load", bed.run(etl, "preprocess"));
      Figure loadReport = say("report", bed.run(etl, "report"));
      added.addAll(bed.fill(LakeFiller.Kind.MINUTE, history / 100).keys());
      Figure minute = say("preprocess, one minute", bed.run(etl, "preprocess"));
      Figure minuteReport = say("report", bed.run(etl, "report"));
      added.addAll(bed.fill(LakeFiller.Kind.LATE, 1).keys());
      Figure late = say("preprocess, late event", bed.run(etl, "preprocess"));
      Figure lateReport = say("report", bed.run(etl, "report"));
      Map<String, Figure> asked = new TreeMap<>();
      for (Map.Entry<String, String> report : EtlBed.ASKED.entrySet()) {
        bed.answer(etl, report.getValue());
        bed.answer(etl, report.getValue())
            .ifPresentOrElse(
                figure -> asked.put(report.getKey(), say(report.getKey(), figure)),
                () -> System.out.println(report.getKey() + ": ended at its limit"));
      }
      return new Round(
          limit,
          load,
          loadReport,
          minute,
          minuteReport,
          late,
          lateReport,
          asked,
          EtlBed.difference(etl));
    } finally {
      bed.remove(added);
    }
  }

  private static Figure say(String what, Figure figure) {
    System.out.printf(
        "%-24s %8.2f s  %7.2f s CPU  %5d MB  %,d rows in, %,d out%s  %s%n",
        what,
        figure.seconds(),
        figure.cpuSeconds(),
        figure.residentPeak(),
        figure.rowsIn(),
        figure.rowsOut(),
        figure.othersBusy() < 0.2
            ? ""
            : "  (others keep %.1f processors busy)".formatted(figure.othersBusy()),
        figure.touched());
    return figure;
  }
}
