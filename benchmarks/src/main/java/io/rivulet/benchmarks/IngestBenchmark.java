package io.rivulet.benchmarks;

import io.rivulet.benchmarks.Case.Encoding;
import io.rivulet.benchmarks.Results.Balance;
import io.rivulet.benchmarks.Results.CaseResult;
import io.rivulet.benchmarks.TestBed.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./run benchmark ingest}: measures the collector beside the reference. */
@Command(
    name = "./run benchmark ingest",
    sortOptions = false,
    description = {
      "Measures the collector beside a reference on one broker: throughput at saturation, latency"
          + " at half of it, memory. docs/benchmarks.md says what the figures mean.",
      "Takes about six minutes and both processors; run nothing else meanwhile."
    },
    footerHeading = "%nExit code:%n",
    footer = {
      "  0  every request was answered with 200, and what was acknowledged is in Kafka",
      "  1  not so: the report says where, and the figures do not count",
      "  2  wrong usage"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class IngestBenchmark implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(
      names = "--quick",
      description = "Under 90 s: plain bodies only, 2 rounds of 2 s. For a first impression.")
  private boolean isQuick;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Events in a request; can be repeated (default: 1, 20 and 100).")
  private @Nullable List<Integer> batchSizes;

  @Option(
      names = "--encoding",
      paramLabel = "plain|gzip",
      description = "Of the bodies; can be repeated (default: both).")
  private @Nullable List<Encoding> encodings;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Positive.class,
      description = "Measurements of each server in turn, of which the median counts (default: 3).")
  private @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = Positive.class,
      description = "Length of each measurement (default: 5).")
  private @Nullable Integer seconds;

  @Option(
      names = "--connections",
      paramLabel = "N",
      converter = Positive.class,
      description =
          "At saturation (default: 512 for single events, 128 for 20 in a request, 64 for 100).")
  private @Nullable Integer connections;

  @Option(
      names = "--keyed-reference",
      description = "Give the reference's records a key too (see docs/benchmarks.md).")
  private boolean isReferenceKeyed;

  @Option(
      names = "--profile",
      description = "Only saturate the collector, under JFR, and show where its time goes.")
  private boolean isProfile;

  @Option(names = "--work", hidden = true, defaultValue = "target/ingest-benchmark")
  private Path work;

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new IngestBenchmark())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    WorkFolder.makeEmpty(work);
    Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    System.out.println("Starting broker, load generator and servers ...");
    try (var bed = new TestBed(work)) {
      List<Server> servers = new ArrayList<>();
      if (!isProfile) {
        servers.add(bed.startReference(isReferenceKeyed));
      }
      Server collector = bed.startCollector();
      servers.add(collector);

      var measurement = new Measurement(bed, servers, plan());
      measurement.warmUp();
      var profile = new Profile(collector.child(), work.resolve("collector.jfr"));
      if (isProfile) {
        profile.start();
      }
      List<CaseResult> cases = new ArrayList<>();
      for (Case load : cases()) {
        cases.add(measurement.measure(load, connections(load)));
      }
      if (isProfile) {
        System.out.print(profile.stop());
      }
      Map<String, Memory> memory = new LinkedHashMap<>();
      Map<String, Balance> balance = new LinkedHashMap<>();
      for (Server server : servers) {
        memory.put(server.name(), Memory.of(server.child()));
        balance.put(server.name(), bed.balance(server));
      }
      var results =
          new Results(
              startedAt.toString(),
              Machine.describe(),
              setting(),
              measurement.bytesPerEvent(),
              cases,
              memory,
              balance);
      var report = new Report(results);
      System.out.print(report.markdown());
      if (!isProfile) {
        System.out.println("Written to " + report.write(work.resolveSibling("ingest-results")));
      }
      return results.isClean() ? 0 : 1;
    } finally {
      WorkFolder.deleteRecords(work);
    }
  }

  private Measurement.Plan plan() {
    return new Measurement.Plan(
        rounds != null ? rounds : isQuick ? 2 : 3,
        Duration.ofSeconds(seconds != null ? seconds : isQuick ? 2 : 5),
        Duration.ofMillis(isQuick ? 500 : 1000),
        Duration.ofSeconds(isQuick ? 6 : 40),
        !isProfile);
  }

  private List<Case> cases() {
    List<Integer> sizes = batchSizes != null ? batchSizes : List.of(1, 20, 100);
    List<Encoding> bodies =
        encodings != null
            ? encodings
            : isQuick || isProfile ? List.of(Encoding.PLAIN) : List.of(Encoding.values());
    return bodies.stream()
        .flatMap(encoding -> sizes.stream().map(size -> new Case(size, encoding)))
        .toList();
  }

  private int connections(Case load) {
    if (connections != null) {
      return connections;
    }
    // Few wait for the producer's linger.ms in turn and leave the processors idle.
    return load.batchSize() < 20 ? 512 : load.batchSize() < 100 ? 128 : 64;
  }

  private String setting() {
    Measurement.Plan plan = plan();
    return "%d rounds of %d s, records of the reference %s"
        .formatted(
            plan.rounds(), plan.measured().toSeconds(), isReferenceKeyed ? "keyed" : "without key");
  }
}
