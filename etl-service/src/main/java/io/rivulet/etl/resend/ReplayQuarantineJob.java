package io.rivulet.etl.resend;

import io.rivulet.etl.EtlSettings;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.resend.Collector;
import io.rivulet.event.resend.Resending;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.springframework.util.FileSystemUtils;

/**
 * Sends what a project's quarantine holds to the collector again. An event gets the id and the time
 * that it would have got when it first came, so it counts once however often it is sent; what is
 * refused again is in the quarantine again, under the time of the run.
 */
public final class ReplayQuarantineJob implements Job {
  /** The name of the job. */
  public static final String NAME = "replay-quarantine";

  private final Lake lake;
  private final ProjectsFile projects;
  private final EtlSettings settings;
  private final URI collector;

  /**
   * @param collector where it listens
   */
  public ReplayQuarantineJob(
      Lake lake, ProjectsFile projects, EtlSettings settings, URI collector) {
    this.lake = lake;
    this.projects = projects;
    this.settings = settings;
    this.collector = collector;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Sends a project's refused events to the collector again, once the cause is mended.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        new Argument("project", Argument.Kind.TEXT, "The project; it must be named."),
        new Argument(
            "reason", Argument.Kind.TEXT, "Only what was refused for this; all when absent."),
        new Argument("from", Argument.Kind.DATE, "First day of arrival, UTC; all when absent."),
        new Argument("to", Argument.Kind.DATE, "Last day of arrival, UTC; all when absent."));
  }

  @Override
  public boolean isLong() {
    return true;
  }

  /**
   * Which lines are sent: before the run began, for it does not chase what is refused meanwhile.
   */
  private record Selection(
      Optional<RejectionReason> reason, LocalDate from, LocalDate to, Instant before) {

    boolean has(Found found) {
      LocalDate day = found.object().receivedHour().toLocalDate();
      return !day.isBefore(from) && !day.isAfter(to);
    }

    boolean has(RejectedEvent rejected) {
      return rejected.receivedAt().isBefore(before)
          && reason.map(wanted -> wanted == rejected.reason()).orElse(true);
    }
  }

  @Override
  public void run(RunContext run) throws Exception {
    Instant begin = Instant.now();
    Project project = project(run);
    Selection selection =
        new Selection(
            run.argument("reason").map(RejectionReason::of),
            run.date("from").orElse(LocalDate.EPOCH),
            run.date("to").orElse(begin.atOffset(ZoneOffset.UTC).toLocalDate()),
            begin);
    Resending resending = new Resending(project);
    Outcome outcome = new Outcome();
    Outbox outbox = new Outbox(new Delivery(new Collector(collector, project), outcome));
    Path folder = settings.runs().resolve("run-" + run.runId() + "-quarantine");
    Files.createDirectories(folder);
    try {
      List<Found> objects =
          lake.objects(Area.QUARANTINE, project.id(), run.date("from"))
              .filter(selection::has)
              .toList();
      for (Found object : objects) {
        run.checkStop();
        read(run, object, folder, selection, resending, outbox, outcome);
      }
      outbox.flush();
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; until then: " + outcome.sentence(), e);
    } finally {
      FileSystemUtils.deleteRecursively(folder);
      run.count(0, outcome.stored(), 0);
      run.say(outcome.sentence());
    }
  }

  private Project project(RunContext run) {
    String id =
        run.argument("project")
            .orElseThrow(() -> new IllegalArgumentException(NAME + " needs a project"));
    return projects
        .current()
        .byId(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "project %s is not in the projects file, which has the keys".formatted(id)));
  }

  private void read(
      RunContext run,
      Found object,
      Path folder,
      Selection selection,
      Resending resending,
      Outbox outbox,
      Outcome outcome)
      throws IOException, InterruptedException {
    Path file = Path.of(lake.fetch(object, folder).file());
    long lines = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Optional<RejectedEvent> rejected = rejected(line);
        if (rejected.isEmpty()) {
          outcome.impossible("not readable");
        } else if (selection.has(rejected.get())) {
          lines++;
          send(resending.of(rejected.get()), outbox, outcome);
        }
      }
    }
    Files.delete(file);
    run.count(lines, 0, object.bytes());
  }

  private static void send(Resending.Result result, Outbox outbox, Outcome outcome)
      throws IOException, InterruptedException {
    if (result instanceof Resending.Impossible impossible) {
      outcome.impossible(impossible.why());
    } else if (result instanceof Resending.Sendable sendable) {
      for (byte[] event : sendable.events()) {
        outbox.add(sendable.door(), event);
      }
    }
  }

  private static Optional<RejectedEvent> rejected(String line) {
    try {
      return Optional.of(EventJson.readRejected(line.getBytes(StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
