package io.rivulet.etl.verify;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.analytics.Catalog;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.ReportHorizon;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.report.Restatements;
import io.rivulet.etl.report.Restatements.Reason;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import java.sql.SQLException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes projects anew from the raw objects, under the settings of now, and replaces all that is
 * published of them in one transaction. Until then readers see the old numbers.
 */
public final class RebuildJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(RebuildJob.class);

  /** The name of the job. */
  public static final String NAME = "rebuild";

  private final Shadow shadow;
  private final Catalog catalog;
  private final ProjectSettings projects;

  RebuildJob(Shadow shadow, Catalog catalog, ProjectSettings projects) {
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
    return "Computes projects anew from the raw objects and replaces all that is published of them.";
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    ProjectFailures.ofEach(run, catalog.curatedProjects(), project -> rebuild(run, project))
        .throwIfAny();
  }

  private void rebuild(RunContext run, String project) throws Exception {
    String curation = projects.curationDigest(project);
    String reports = projects.reportsDigest(project);
    shadow.replace(
        run,
        project,
        projects.timeZone(project),
        "rebuild " + projects.describe(project),
        publication -> {
          Restatements.keepPublished(publication, project);
          swap(publication, project);
          Restatements.allBecause(Reason.REBUILD).record(publication, run.runId());
          publication.recordSettings(PreprocessJob.NAME, curation);
          publication.recordSettings(ReportJob.NAME, reports);
          publication.commit(publication.id());
        });
    log.info("project {}: rebuilt", project);
  }

  private static void swap(Publication publication, String project) throws SQLException {
    publication.execute(
        "insert into mart.obsolete_object (object_key) select unnest(object_keys)"
            + " from mart.curated_partition where project = ? on conflict do nothing",
        project);
    // removed by retention after they were read anew
    publication.execute(
        "update shadow.lake_object s set is_removed = true from mart.lake_object m"
            + " where m.object_key = s.object_key and m.is_removed and s.project = ?",
        project);
    for (String table : Shadow.PUBLISHED) {
      publication.execute("delete from mart." + table + " where project = ?", project);
      publication.execute(
          "insert into mart." + table + " select * from shadow." + table + " where project = ?",
          project);
    }
    ReportHorizon.keep(publication, project);
    // they count in publications of their own
    for (String table : Set.of("lake_object", "curated_partition")) {
      publication.execute(
          "update mart." + table + " set publication_id = ? where project = ?",
          publication.id(),
          project);
    }
    // what a run like this one published before it died
    publication.execute(
        "delete from mart.obsolete_object where object_key in"
            + " (select unnest(object_keys) from mart.curated_partition where project = ?)",
        project);
    publication.execute("delete from shadow.computation where project = ?", project);
    publication.execute("delete from mart.event_change where project = ?", project);
    publication.execute(
        "insert into mart.bookmark as b (job, project, publication_id, version)"
            + " values ('report', ?, ?, 1) on conflict (job, project) do update set"
            + " publication_id = excluded.publication_id, version = b.version + 1, saved_at = now()",
        project,
        publication.id());
  }
}
