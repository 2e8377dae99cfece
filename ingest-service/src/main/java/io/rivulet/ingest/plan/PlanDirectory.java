package io.rivulet.ingest.plan;

import io.rivulet.event.project.Project;
import io.rivulet.event.project.Projects;
import io.rivulet.event.project.SettledContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans that projects name, followed as their files change. An invalid plan is refused in the
 * log, once, and the last good one stays; a project whose plan was never good is not checked, so
 * that no mistake in a plan costs an event.
 */
public final class PlanDirectory implements Plans {
  /** Largest plan that is read, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(PlanDirectory.class);

  private final Path projectsFile;
  private final BiConsumer<Project, Finding> onFlagged;
  private final Map<String, Followed> followed = new HashMap<>();
  private volatile Map<String, TrackingPlan> current = Map.of();

  /**
   * @param projectsFile in whose directory plans lie that are named relatively
   * @param onFlagged told of each flagged event
   */
  public PlanDirectory(Path projectsFile, BiConsumer<Project, Finding> onFlagged) {
    this.projectsFile = projectsFile.toAbsolutePath();
    this.onFlagged = onFlagged;
  }

  @Override
  public @Nullable TrackingPlan of(Project project) {
    return project.trackingPlan() == null ? null : current.get(project.id());
  }

  @Override
  public void flagged(Project project, Finding finding) {
    onFlagged.accept(project, finding);
  }

  /** Reads the plans of these projects that are new or have changed, and forgets all others. */
  public synchronized void follow(Projects projects) {
    Map<String, TrackingPlan> plans = new HashMap<>();
    followed
        .keySet()
        .removeIf(id -> projects.byId(id).map(Project::trackingPlan).orElse(null) == null);
    for (Project project : projects.projects()) {
      String name = project.trackingPlan();
      if (name == null) {
        continue;
      }
      Path file = projectsFile.resolveSibling(name);
      Followed plan = followed.get(project.id());
      if (plan == null || !plan.file.equals(file)) {
        plan = new Followed(project.id(), file, plan == null ? null : plan.lastGood);
        followed.put(project.id(), plan);
      }
      plan.follow();
      if (plan.lastGood != null) {
        plans.put(project.id(), plan.lastGood);
      }
    }
    current = Map.copyOf(plans);
  }

  /** One project's file. */
  private static final class Followed {
    private final String project;
    private final Path file;
    private final SettledContent settled = new SettledContent();
    private String lastRefusal = "";
    private @Nullable TrackingPlan lastGood;

    Followed(String project, Path file, @Nullable TrackingPlan lastGood) {
      this.project = project;
      this.file = file;
      this.lastGood = lastGood;
    }

    void follow() {
      try {
        byte[] content = read();
        if (!settled.isNew(content)) {
          return;
        }
        lastGood = PlanFile.parse(file.toString(), new String(content, StandardCharsets.UTF_8));
        lastRefusal = "";
        log.info("tracking plan of project {} read from {}", project, file);
      } catch (InvalidPlanException e) {
        String refusal = String.valueOf(e.getMessage());
        if (!refusal.equals(lastRefusal)) {
          lastRefusal = refusal;
          log.warn(
              "{}; {}",
              refusal,
              lastGood == null
                  ? "the events of project " + project + " are not checked"
                  : "the last good one stays");
        }
      }
    }

    private byte[] read() throws InvalidPlanException {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
          throw new InvalidPlanException(
              file.toString(), -1, "it has more than " + MAX_BYTES + " bytes");
        }
        return content;
      } catch (IOException e) {
        throw new InvalidPlanException(file.toString(), -1, "it cannot be read: " + e);
      }
    }
  }
}
