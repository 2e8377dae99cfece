package io.rivulet.ingest.project;

import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import io.rivulet.ingest.plan.Finding;
import io.rivulet.ingest.plan.PlanDirectory;
import io.rivulet.ingest.plan.Plans;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write keys of the projects file, followed as the file changes. An invalid file is refused in
 * the log, once, and the last good one stays.
 */
public final class ProjectDirectory {
  private static final Logger log = LoggerFactory.getLogger(ProjectDirectory.class);

  private final Path path;
  private @Nullable ProjectsFile file;
  private String lastRefusal = "";
  private final PlanDirectory plans;
  private volatile @Nullable WriteKeys current;

  /** Reads the file; where that is not possible, {@link #current} is null until it is. */
  public ProjectDirectory(Path path) {
    this(path, (project, finding) -> {});
  }

  /**
   * Same.
   *
   * @param onFlagged told of each event that is taken although it violates its project's plan, or
   *     could not be checked
   */
  public ProjectDirectory(Path path, BiConsumer<Project, Finding> onFlagged) {
    this.path = path;
    this.plans = new PlanDirectory(path, onFlagged);
    follow();
  }

  /** The projects' tracking plans. */
  public Plans plans() {
    return plans;
  }

  /** The keys of the last good reading; null before there was one. */
  public @Nullable WriteKeys current() {
    return current;
  }

  /** Reads the file, and the plans that it names, again if they changed. */
  public synchronized void follow() {
    followFile();
    if (file != null) {
      plans.follow(file.current());
    }
  }

  private void followFile() {
    try {
      if (file == null) {
        file = new ProjectsFile(path);
      } else if (!file.reloadIfChanged()) {
        return;
      }
      // A project's plan is in force before its keys are: none of its events goes unchecked.
      plans.follow(file.current());
      current = new WriteKeys(file.current());
      lastRefusal = "";
      log.info("{} projects read from {}", file.current().projects().size(), path);
    } catch (InvalidProjectsException e) {
      String refusal = String.valueOf(e.getMessage());
      if (!refusal.equals(lastRefusal)) {
        lastRefusal = refusal;
        log.warn(
            "{}; {}", refusal, current == null ? "no key is known" : "the last good one stays");
      }
    }
  }
}
