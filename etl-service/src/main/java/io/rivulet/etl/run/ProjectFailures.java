package io.rivulet.etl.run;

import io.rivulet.etl.run.RunContext.StoppedException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what goes wrong with one project from stopping the others. */
public final class ProjectFailures {
  private static final Logger log = LoggerFactory.getLogger(ProjectFailures.class);

  /** Work on one project. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void on(String project) throws Exception;
  }

  private final Map<String, Exception> failures = new LinkedHashMap<>();

  private ProjectFailures() {}

  /**
   * Does the work on each project that the run covers and notes where it fails; a request to stop
   * goes through.
   */
  public static ProjectFailures ofEach(RunContext run, Collection<String> projects, Work work) {
    ProjectFailures failures = new ProjectFailures();
    for (String project : projects) {
      if (run.covers(project)) {
        failures.watch(project, work);
      }
    }
    return failures;
  }

  private void watch(String project, Work work) {
    try {
      work.on(project);
    } catch (StoppedException e) {
      throw e;
    } catch (Exception e) {
      log.error("project {} failed", project, e);
      failures.put(project, e);
    }
  }

  /**
   * Fails the run when a project failed.
   *
   * @throws IllegalStateException naming each such project and its reason
   */
  public void throwIfAny() {
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          failures.entrySet().stream()
              .map(f -> "project " + f.getKey() + ": " + f.getValue().getMessage())
              .collect(Collectors.joining("; ")));
    }
  }
}
