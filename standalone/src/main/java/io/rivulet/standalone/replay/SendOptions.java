package io.rivulet.standalone.replay;

import io.rivulet.launcher.ShortDuration;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What all commands have in common that send to a collector, and how they end. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SendOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(
      names = "--rate",
      defaultValue = "0",
      paramLabel = "N",
      description = "At most N events a second (default: as fast as they are taken).")
  private double rate;

  @Option(
      names = "--give-up-after",
      defaultValue = "2m",
      converter = ShortDuration.class,
      paramLabel = "DURATION",
      description = "Longest time to go on trying one batch (default: ${DEFAULT-VALUE}).")
  private Duration giveUpAfter;

  /** Events a second; not limited where 0. */
  double rate() {
    return rate;
  }

  Duration giveUpAfter() {
    return giveUpAfter;
  }

  /**
   * What is wrong with the options, a sentence each.
   *
   * @param url where to send, as the option of that name says
   */
  List<String> defects(String urlOption, URI url) {
    List<String> wrong = new ArrayList<>();
    if (rate < 0) {
      wrong.add("--rate must not be negative, but is " + rate);
    }
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      wrong.add(urlOption + " must begin with http:// or https://, but is " + url);
    }
    return wrong;
  }

  /**
   * Says why it stopped early, if it did.
   *
   * @param isComplete whether all was accepted
   * @return the exit code
   */
  static int exitCode(Delivery.Result result, boolean isComplete, PrintWriter err) {
    if (!result.why().isEmpty()) {
      err.println("replay: stopped: " + result.why());
      err.flush();
    }
    return switch (result.outcome()) {
      case DONE -> isComplete ? Replay.ACCEPTED : Replay.REJECTED;
      case GAVE_UP -> Replay.GAVE_UP;
      case HOPELESS -> Replay.USAGE;
    };
  }
}
