package io.rivulet.benchmarks.sessionizer;

import io.rivulet.benchmarks.Machine;
import io.rivulet.benchmarks.Positive;
import io.rivulet.benchmarks.WorkFolder;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.OfActors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./run benchmark sessionizer}: measures the sessionizer beside the limit. */
@Command(
    name = "./run benchmark sessionizer",
    sortOptions = false,
    description = {
      "Measures enrichment, sessions and archive together, beside a program that only writes the"
          + " same lines to the same store: processor time of an event, throughput, memory,"
          + " recovery after a kill. docs/benchmarks.md says what the figures mean.",
      "Takes about three quarters of an hour and both processors; run nothing else meanwhile."
    },
    footerHeading = "%nExit code:%n",
    footer = {
      "  0  every event is one line in the lake",
      "  1  not so, and the figures do not count",
      "  2  wrong usage"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SessionizerBenchmark implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(
      names = "--quick",
      description =
          "About four minutes: 100,000 actors, 2 rounds of 400,000 events. For a first impression.")
  private boolean isQuick;

  @Option(
      names = "--actors",
      paramLabel = "N",
      converter = Positive.class,
      description = "Can be repeated (default: 100000, 1000000 and 10000000).")
  private @Nullable List<Integer> actors;

  @Option(
      names = "--events",
      paramLabel = "N",
      converter = Positive.class,
      description = "In each round (default: 2000000).")
  private @Nullable Integer events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Positive.class,
      description = "Measurements of each in turn, of which the median counts (default: 3).")
  private @Nullable Integer rounds;

  @Option(names = "--no-recovery", description = "Leave out the kill and what comes after it.")
  private boolean isWithoutRecovery;

  @Option(
      names = "--profile",
      description = "Only one round of the sessionizer, under JFR, and where its time goes.")
  private boolean isProfile;

  @Option(names = "--work", hidden = true, defaultValue = "target/sessionizer-benchmark")
  private Path work;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SessionizerBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    List<OfActors> cases = new ArrayList<>();
    for (int number : numbersOfActors()) {
      WorkFolder.makeEmpty(work);
      System.out.printf("Starting broker, store, filler, sessionizer and limit ...%n");
      try (var bed = new SessionizerBed(work, number)) {
        var measurement = new ActorsMeasurement(bed, plan(number));
        measurement.warmUp();
        if (isProfile) {
          System.out.print(measurement.profile(work.resolve("sessionizer.jfr")));
          return 0;
        }
        cases.add(measurement.measure());
      } finally {
        WorkFolder.deleteRecords(work);
      }
    }
    var results =
        new SessionizerResults(startedAt.toString(), Machine.describe(), setting(), cases);
    var report = new SessionizerReport(results);
    System.out.print(report.markdown());
    System.out.println("Written to " + report.write(work.resolveSibling("sessionizer-results")));
    return results.isClean() ? 0 : 1;
  }

  private List<Integer> numbersOfActors() {
    if (actors != null) {
      return actors;
    }
    return isQuick || isProfile ? List.of(100_000) : List.of(100_000, 1_000_000, 10_000_000);
  }

  private ActorsMeasurement.Plan plan(int number) {
    return new ActorsMeasurement.Plan(
        number,
        events != null ? events : isQuick ? 400_000 : 2_000_000,
        rounds != null ? rounds : isQuick ? 2 : 3,
        isQuick ? 200_000 : 500_000,
        !isWithoutRecovery);
  }

  private String setting() {
    ActorsMeasurement.Plan plan = plan(1);
    return "%d rounds of %,d events".formatted(plan.rounds(), plan.events());
  }
}
