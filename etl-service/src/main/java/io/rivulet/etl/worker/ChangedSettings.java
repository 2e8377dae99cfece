package io.rivulet.etl.worker;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.run.JobTable;
import io.rivulet.etl.verify.RebuildJob;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Has a project rebuilt whose curated data rest on another time zone, session rule or key events
 * than the projects file says now. What only reports depend on, {@code report} does itself.
 */
public final class ChangedSettings {
  private static final Logger log = LoggerFactory.getLogger(ChangedSettings.class);

  private final Catalog catalog;
  private final ProjectSettings projects;
  private final JobTable jobs;
  private final JobRunner runner;
  // for which settings a rebuild was asked for: one that failed is not asked for again and again
  private final Map<String, String> asked = new HashMap<>();

  ChangedSettings(Catalog catalog, ProjectSettings projects, JobTable jobs, JobRunner runner) {
    this.catalog = catalog;
    this.projects = projects;
    this.jobs = jobs;
    this.runner = runner;
  }

  /** Starts a rebuild of each project that needs one, once for each change. */
  @Scheduled(
      fixedDelayString = "${rivulet.etl.preprocess-every}",
      initialDelayString = "${rivulet.etl.preprocess-every}")
  public synchronized void look() {
    for (String project : catalog.curatedProjects()) {
      String published = catalog.bookmark(PreprocessJob.NAME, project).settings();
      String wanted = projects.curationDigest(project);
      if (published == null || published.equals(wanted)) {
        asked.remove(project);
      } else if (!wanted.equals(asked.get(project))) {
        jobs.find(RebuildJob.NAME)
            .ifPresent(
                rebuild -> {
                  long run = runner.startOnDemand(rebuild, Map.of("project", project)).id();
                  asked.put(project, wanted);
                  log.info("project {}: its settings changed, run {} rebuilds it", project, run);
                });
      }
    }
  }
}
