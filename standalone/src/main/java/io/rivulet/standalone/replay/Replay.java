package io.rivulet.standalone.replay;

import io.rivulet.event.resend.Collector;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./run replay}: sends event files to a collector. */
@Command(
    name = "./run replay",
    sortOptions = false,
    exitCodeOnExecutionException = Replay.USAGE,
    description = {
      "Sends events from files to a collector, in batches, through POST /v1/batch.",
      "A file has one Segment-style event a line as JSON, plain or gzip. Each line travels as it"
          + " is; blank lines are skipped; a line that is no JSON object is reported and left out.",
      "Batches are sent again on 429, 5xx and broken connections. Events carry their messageId,"
          + " so what arrives twice counts once. Several batches are under way at a time and their"
          + " order is not kept, unless --in-order is given.",
      "./run replay quarantine sends what was refused again; its --help says more."
    },
    footerHeading = "%nExit code:%n",
    footer = {
      "  0  every line was accepted",
      "  1  some lines were rejected or broken",
      "  2  wrong usage, unreadable file, unknown key, or no collector at that address",
      "  3  gave up: the collector could not take a batch in time"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Replay implements Callable<Integer> {
  static final int ACCEPTED = 0;
  static final int REJECTED = 1;
  static final int USAGE = 2;
  static final int GAVE_UP = 3;

  @Spec private CommandSpec spec;
  @Mixin private SendOptions sending;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Event file, .ndjson or .ndjson.gz; - reads standard input.")
  private List<String> files;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "Write key of the project.")
  private String key;

  @Option(
      names = "--url",
      defaultValue = "http://localhost:${RIVULET_INGEST_PORT:-8080}",
      paramLabel = "URL",
      description = "Where the collector listens (default: ${DEFAULT-VALUE}).")
  private URI url;

  @Option(
      names = "--batch-size",
      defaultValue = "100",
      paramLabel = "N",
      description = "Events in a request, 1 to 2500 (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--in-flight",
      defaultValue = "4",
      paramLabel = "N",
      description = "Requests under way at a time, 1 to 64 (default: ${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(names = "--in-order", description = "One request at a time, in the order of the lines.")
  private boolean inOrder;

  @Option(
      names = "--shuffle",
      description = "Send the lines in random order; all are held in memory.")
  private boolean shuffle;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes --shuffle give the same order again (default: any).")
  private @Nullable Long seed;

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs the command; returns its exit code. */
  static int execute(String... args) {
    boolean isQuarantine = args.length > 0 && args[0].equals("quarantine");
    CommandLine commandLine = new CommandLine(isQuarantine ? new ReplayQuarantine() : new Replay());
    commandLine.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (!(e instanceof IOException)) {
            throw e;
          }
          command.getErr().println("replay: " + e.getMessage());
          command.getErr().flush();
          return USAGE;
        });
    return commandLine.execute(isQuarantine ? Arrays.copyOfRange(args, 1, args.length) : args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    Tally tally = new Tally(out);
    try (EventFiles inOrderOfFiles = new EventFiles(files, System.in);
        EventLines lines = dealt(inOrderOfFiles, out)) {
      Batches batches = new Batches(lines, tally, batchSize, Batches.MAX_BYTES, sending.rate());
      Collector collector = new Collector(url, key);
      Delivery.Result result;
      double seconds;
      AtomicBoolean ended = new AtomicBoolean();
      try (Progress progress = new Progress(lines, tally, out, Progress.isTerminal())) {
        accountForInterruption(out, tally, progress, ended);
        result =
            new Delivery(batches, collector, tally, inOrder ? 1 : inFlight, sending.giveUpAfter())
                .run();
        seconds = progress.seconds();
      } finally {
        ended.set(true);
      }
      out.println(tally.summary(seconds));
      out.flush();
      return SendOptions.exitCode(result, tally.complete(), spec.commandLine().getErr());
    }
  }

  /** Prints the account when the process is asked to end before the replay has ended. */
  private static void accountForInterruption(
      PrintWriter out, Tally tally, Progress progress, AtomicBoolean ended) {
    Runnable account =
        () -> {
          if (!ended.get()) {
            out.println(System.lineSeparator() + "interrupted");
            out.println(tally.summary(progress.seconds()));
            out.flush();
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(account, "replay-interrupted"));
  }

  private EventLines dealt(EventFiles lines, PrintWriter out) throws IOException {
    if (!shuffle) {
      return lines;
    }
    long chosen = seed != null ? seed : ThreadLocalRandom.current().nextLong(1_000_000);
    out.println("shuffled with --seed " + chosen);
    return new ShuffledLines(lines, chosen);
  }

  private void check() {
    List<String> wrong = sending.defects("--url", url);
    if (batchSize < 1 || batchSize > Batches.MAX_LINES) {
      wrong.add("--batch-size must be 1 to " + Batches.MAX_LINES + ", not " + batchSize);
    }
    if (inFlight < 1 || inFlight > 64) {
      wrong.add("--in-flight must be 1 to 64, not " + inFlight);
    }
    if (!wrong.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", wrong));
    }
  }
}
