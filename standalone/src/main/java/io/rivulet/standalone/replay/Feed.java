package io.rivulet.standalone.replay;

import io.rivulet.event.project.Project;
import io.rivulet.event.resend.Collector;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Sends a project's events through both doors of a collector, and tells how far it is. */
public final class Feed {
  private static final int BATCH_SIZE = 500;
  private static final int IN_FLIGHT = 4;
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

  private Feed() {}

  /**
   * Returns when all is sent, or when it cannot go on.
   *
   * @param lines of any doors; those of one door travel together where they follow each other
   * @param out takes progress and account
   * @return why it stopped, or that not all were taken; empty where all is well
   */
  public static Optional<String> send(
      EventLines lines, URI collector, Project project, PrintWriter out)
      throws IOException, InterruptedException {
    Tally tally = new Tally(out);
    Batches batches = new Batches(lines, tally, BATCH_SIZE, Batches.MAX_BYTES, 0);
    Delivery.Result result;
    try (Progress progress = new Progress(lines, tally, out, Progress.isTerminal())) {
      result =
          new Delivery(batches, new Collector(collector, project), tally, IN_FLIGHT, GIVE_UP_AFTER)
              .run();
      out.println(tally.progress(progress.seconds()));
      out.flush();
    }
    if (!result.why().isEmpty()) {
      return Optional.of(result.why());
    }
    return tally.complete() ? Optional.empty() : Optional.of("not all events were accepted");
  }
}
