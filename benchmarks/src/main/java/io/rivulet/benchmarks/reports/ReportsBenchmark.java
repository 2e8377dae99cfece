package io.rivulet.benchmarks.reports;

import io.rivulet.benchmarks.Machine;
import io.rivulet.benchmarks.Positive;
import io.rivulet.benchmarks.ResultFiles;
import io.rivulet.benchmarks.WorkFolder;
import io.rivulet.benchmarks.reports.ReportsResults.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./run benchmark reports}: measures views and pages beside a bare count. */
@Command(
    name = "./run benchmark reports",
    sortOptions = false,
    description = {
      "Fills a reporting database with a project of 1 million sessions on 120 days, and measures"
          + " every view with questions as BI tools send them and every page of the dashboard."
          + " docs/benchmarks.md says what the figures mean.",
      "Takes about three minutes and both processors; run nothing else meanwhile."
    },
    footerHeading = "%nExit code:%n",
    footer = {
      "  0  everything was answered within its goal",
      "  1  something took longer",
      "  2  wrong usage"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ReportsBenchmark implements Callable<Integer> {
  private static final int WARM_UP_ROUNDS = 2;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      converter = Positive.class,
      defaultValue = "1000000",
      description = "Of the project (default: ${DEFAULT-VALUE}).")
  private Integer sessions;

  @Option(
      names = "--days",
      paramLabel = "N",
      converter = Positive.class,
      defaultValue = "120",
      description = "On which they lie (default: ${DEFAULT-VALUE}).")
  private Integer days;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Positive.class,
      defaultValue = "3",
      description = "Of which the median counts (default: ${DEFAULT-VALUE}).")
  private Integer rounds;

  @Option(names = "--work", hidden = true, defaultValue = "target/reports-benchmark")
  private Path work;

  /** Something that takes a while. */
  @FunctionalInterface
  private interface Question {
    void ask() throws IOException, InterruptedException, SQLException;
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ReportsBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    WorkFolder.makeEmpty(work);
    System.out.printf("Writing %,d sessions on %d days ...%n", sessions, days);
    ReportsResults results;
    try (FilledDatabase database = FilledDatabase.start(work, sessions, days);
        Connection reader = database.reader();
        Pages pages = Pages.open(work, database)) {
      results =
          new ReportsResults(
              startedAt.toString(),
              Machine.describe(),
              "%,d sessions on %d days, %d rounds".formatted(sessions, days, rounds),
              limit(reader),
              views(database, reader),
              pages(database, pages));
    } finally {
      WorkFolder.deleteRecords(work);
    }
    System.out.print(results.markdown());
    System.out.println(
        "Written to "
            + ResultFiles.write(
                work.resolveSibling("reports-results"), results, results.markdown()));
    return results.isWithinGoals() ? 0 : 1;
  }

  private Figure limit(Connection reader) throws IOException, InterruptedException, SQLException {
    String all =
        "select count(*) from bi.sessions where project = '%s' and day >= '2026-01-01'"
            .formatted(FilledDatabase.PROJECT);
    return figure(
        "a bare count of all sessions",
        "%d days".formatted(days),
        () -> FilledDatabase.rows(reader, all));
  }

  private List<Figure> views(FilledDatabase database, Connection reader)
      throws IOException, InterruptedException, SQLException {
    List<Figure> figures = new ArrayList<>();
    for (FilledDatabase.Question question : database.questions()) {
      figures.add(
          figure(
              question.name(),
              "28",
              () -> {
                if (FilledDatabase.rows(reader, question.sql()) == 0) {
                  throw new IllegalStateException(question.name() + " has no rows");
                }
              }));
    }
    return figures;
  }

  private List<Figure> pages(FilledDatabase database, Pages pages)
      throws IOException, InterruptedException, SQLException {
    String all = "from=%s&to=%s".formatted(database.firstDay(), database.lastDay());
    List<Figure> figures = new ArrayList<>();
    for (Pages.Request request : Pages.requests()) {
      String name = "%s: `%s`".formatted(request.page(), request.path().replaceFirst("\\?$", ""));
      figures.add(figure(name, "28 and before", () -> pages.ask(request, "range=28d")));
      figures.add(figure(name, "" + days, () -> pages.ask(request, all)));
    }
    return figures;
  }

  /** Asks often enough that code is compiled, plans are made and pages are in memory. */
  private Figure figure(String name, String shown, Question question)
      throws IOException, InterruptedException, SQLException {
    List<Double> measured = new ArrayList<>();
    for (int i = -WARM_UP_ROUNDS; i < rounds; i++) {
      long begin = System.nanoTime();
      question.ask();
      if (i >= 0) {
        measured.add((System.nanoTime() - begin) / 1e6);
      }
    }
    Figure figure = new Figure(name, shown, measured);
    System.out.printf("%-70s %-14s %8.1f ms%n", name, shown, figure.milliseconds());
    return figure;
  }
}
