package io.rivulet.standalone.replay;

import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import io.rivulet.event.resend.Collector;
import io.rivulet.event.resend.Resending;
import io.rivulet.launcher.OwnStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** The command {@code ./run replay quarantine}: sends refused events again. */
@Command(
    name = "./run replay quarantine",
    sortOptions = false,
    exitCodeOnExecutionException = Replay.USAGE,
    description = {
      "Sends what a project's quarantine holds to the collector again, through its HTTP door with"
          + " the project's key, after the cause has been mended.",
      "An event gets the id and the time that it would have got when it first came, so replaying"
          + " a range twice counts nothing twice. What is refused again is in the quarantine again,"
          + " under the time of the replay; nothing in the lake is changed or deleted.",
      "The bucket is found as every AWS SDK finds it; where none of AWS_ENDPOINT_URL_S3,"
          + " AWS_ENDPOINT_URL, AWS_REGION, AWS_PROFILE and AWS_ACCESS_KEY_ID is set, it is that of"
          + " ./run on this machine."
    },
    footerHeading = "%nExit code:%n",
    footer = {
      "  0  everything found was accepted, or would be sent (--dry-run)",
      "  1  some of it was rejected again, or cannot be sent",
      "  2  wrong usage, no such project, unreadable bucket, or no collector at that address",
      "  3  gave up: the collector could not take a batch in time"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReplayQuarantine implements Callable<Integer> {
  private static final List<String> STORE_VARIABLES =
      List.of(
          "AWS_ENDPOINT_URL_S3",
          "AWS_ENDPOINT_URL",
          "AWS_REGION",
          "AWS_PROFILE",
          "AWS_ACCESS_KEY_ID");

  @Spec private CommandSpec spec;
  @Mixin private SendOptions sending;

  @Option(
      names = "--project",
      required = true,
      paramLabel = "P",
      description = "Id of the project.")
  private String projectId;

  @Option(
      names = "--reason",
      paramLabel = "R",
      converter = ReasonName.class,
      description =
          "Only what was refused for this reason, such as plan_violation; may be given several times.")
  private @Nullable List<RejectionReason> reasons;

  @Option(
      names = "--from",
      required = true,
      converter = TimeOfReceipt.class,
      paramLabel = "T",
      description = "First time of receipt: 2026-03-01 or 2026-03-01T10:00:00Z, UTC.")
  private Instant from;

  @Option(
      names = "--to",
      required = true,
      converter = TimeOfReceipt.class,
      paramLabel = "T",
      description = "End of the range, itself no longer in it; in the same form.")
  private Instant to;

  @Option(names = "--dry-run", description = "Only count what would be sent and what cannot be.")
  private boolean dryRun;

  @Option(
      names = "--to-collector",
      defaultValue = "http://localhost:${RIVULET_INGEST_PORT:-8080}",
      paramLabel = "URL",
      description = "Where the collector listens (default: ${DEFAULT-VALUE}).")
  private URI url;

  @Option(
      names = "--projects",
      defaultValue = "${RIVULET_PROJECTS:-config/projects.yml}",
      paramLabel = "FILE",
      description = "The projects file, which has the keys (default: ${DEFAULT-VALUE}).")
  private Path projectsFile;

  @Option(
      names = "--bucket",
      defaultValue = "${RIVULET_LAKE_BUCKET:-rivulet}",
      paramLabel = "NAME",
      description = "The lake's bucket (default: ${DEFAULT-VALUE}).")
  private String bucket;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> wrong = sending.defects("--to-collector", url);
    if (!from.isBefore(to)) {
      wrong.add("--from must be before --to, but " + from + " is not before " + to);
    }
    if (!wrong.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", wrong));
    }
    Project project = project();
    PrintWriter out = spec.commandLine().getOut();
    Selected selected = new Selected();
    try (S3Client s3 = s3(System.getenv());
        QuarantineLines lines =
            new QuarantineLines(
                s3, bucket, project.id(), from, to, reasons(), new Resending(project), selected)) {
      return dryRun ? count(lines, selected, out) : send(lines, selected, project, out);
    } catch (SdkException e) {
      // No region, no credentials.
      throw new IOException("cannot use the bucket " + bucket + ": " + e.getMessage(), e);
    }
  }

  private static int count(QuarantineLines lines, Selected selected, PrintWriter out)
      throws IOException {
    while (lines.next() != null) {
      // The lines count themselves.
    }
    out.println(selected.summary());
    out.println("dry run: nothing was sent");
    out.flush();
    return selected.complete() ? Replay.ACCEPTED : Replay.REJECTED;
  }

  private int send(QuarantineLines lines, Selected selected, Project project, PrintWriter out)
      throws IOException, InterruptedException {
    Tally tally = new Tally(out);
    Batches batches = new Batches(lines, tally, 100, Batches.MAX_BYTES, sending.rate());
    long begin = System.nanoTime();
    Delivery.Result result =
        new Delivery(batches, new Collector(url, project), tally, 2, sending.giveUpAfter()).run();
    out.println(selected.summary());
    out.println(tally.summary((System.nanoTime() - begin) / 1e9));
    out.flush();
    return SendOptions.exitCode(
        result, tally.complete() && selected.complete(), spec.commandLine().getErr());
  }

  private Set<RejectionReason> reasons() {
    return reasons == null ? Set.of() : EnumSet.copyOf(reasons);
  }

  private Project project() throws IOException {
    try {
      return ProjectsFile.parse(projectsFile.toString(), Files.readString(projectsFile))
          .byId(projectId)
          .orElseThrow(
              () -> new IOException("there is no project '" + projectId + "' in " + projectsFile));
    } catch (InvalidProjectsException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The store that the variables name; without any that of {@code ./run}. */
  private static S3Client s3(Map<String, String> environment) {
    return (STORE_VARIABLES.stream().noneMatch(environment::containsKey)
            ? OwnStore.client(
                URI.create(
                    "http://127.0.0.1:" + environment.getOrDefault("RIVULET_S3_PORT", "9000")))
            : S3Client.builder().forcePathStyle(true))
        .build();
  }

  /** Reads a reason as answers and reports name it. */
  static final class ReasonName implements CommandLine.ITypeConverter<RejectionReason> {
    @Override
    public RejectionReason convert(String text) {
      try {
        return RejectionReason.of(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads a date, which is its midnight, or a time, both UTC. */
  static final class TimeOfReceipt implements CommandLine.ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return io.rivulet.event.time.Timestamps.parse(text)
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "'" + text + "' is no time such as 2026-03-01 or 2026-03-01T10:00:00Z"));
    }
  }
}
