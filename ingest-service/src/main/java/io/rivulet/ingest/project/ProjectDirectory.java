package io.rivulet.ingest.project;

import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import java.nio.file.Path;
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
  private volatile @Nullable WriteKeys current;

  /** Reads the file; where that is not possible, {@link #current} is null until it is. */
  public ProjectDirectory(Path path) {
    this.path = path;
    follow();
  }

  /** The keys of the last good reading; null before there was one. */
  public @Nullable WriteKeys current() {
    return current;
  }

  /** Reads the file again if it changed. */
  public synchronized void follow() {
    try {
      if (file == null) {
        file = new ProjectsFile(path);
      } else if (!file.reloadIfChanged()) {
        return;
      }
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
