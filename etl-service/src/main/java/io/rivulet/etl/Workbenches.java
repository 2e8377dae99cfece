package io.rivulet.etl;

import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens workbenches within the limits of the settings, with what the projects file says in them.
 */
public final class Workbenches implements Engines {
  private static final Slice SLICE = new Slice(32L << 20, 1_000);

  private final EtlSettings settings;
  private final ProjectSettings projects;

  public Workbenches(EtlSettings settings, ProjectSettings projects) {
    this.settings = settings;
    this.projects = projects;
  }

  @Override
  public ProjectSettings projects() {
    return projects;
  }

  @Override
  public Slice slice() {
    return SLICE;
  }

  @Override
  public Workbench open(RunContext run, String project) {
    Workbench workbench = open(run.runId(), project);
    run.onStop(workbench::cancel);
    return workbench;
  }

  /** An empty folder for files of one run, which it removes. */
  public Path folder(RunContext run) throws IOException {
    return Files.createTempDirectory(
        Files.createDirectories(settings.runs()), "run-" + run.runId() + "-");
  }

  /** A workbench that goes on when the run is to stop. */
  public Workbench open(long runId, String project) {
    Workbench workbench = new Workbench(settings.workbench(runId, project));
    try {
      projects.load(workbench, project);
      return workbench;
    } catch (RuntimeException e) {
      workbench.close();
      throw e;
    }
  }
}
