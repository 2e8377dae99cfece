package io.rivulet.etl.verify;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes days anew from the raw objects and lists where what is published differs. Publishes
 * nothing.
 */
public final class VerifyJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(VerifyJob.class);

  /** The name of the job. */
  public static final String NAME = "verify";

  private final Shadow shadow;
  private final Catalog catalog;
  private final ProjectSettings projects;

  VerifyJob(Shadow shadow, Catalog catalog, ProjectSettings projects) {
    this.shadow = shadow;
    this.catalog = catalog;
    this.projects = projects;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Computes days anew from the raw objects and lists where what is published differs.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        Argument.project(),
        new Argument(
            "from", Argument.Kind.DATE, "First day to compare, in the project's time zone."),
        new Argument("to", Argument.Kind.DATE, "Last day to compare."));
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    ProjectFailures.ofEach(run, catalog.curatedProjects(), project -> verify(run, project))
        .throwIfAny();
  }

  private void verify(RunContext run, String project) throws Exception {
    Optional<LocalDate> from = run.date("from");
    Optional<LocalDate> to = run.date("to");
    shadow.compare(
        run,
        project,
        from,
        projects.timeZone(project),
        "verify " + projects.describe(project),
        snapshot -> {
          long differences = Verifications.compare(snapshot, run.runId(), project, from, to);
          run.count(0, differences, 0);
          if (differences == 0) {
            log.info("project {}: verified, no difference", project);
          } else {
            log.error("project {}: {} numbers differ from the raw objects", project, differences);
          }
        });
  }
}
