package io.rivulet.etl.report;

import io.rivulet.etl.Engines;
import io.rivulet.etl.analytics.Bookmark;
import io.rivulet.etl.analytics.Bookmark.Mode;
import io.rivulet.etl.analytics.Catalog.EventChange;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Publication.OvertakenException;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.Staged;
import io.rivulet.etl.report.Restatements.Reason;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aggregates the curated partitions that preprocess wrote since the last report and replaces the
 * tables behind the BI views: sessions, events and devices of the affected days; activity,
 * retention and persons of the whole project from its compact daily activity.
 */
public final class ReportJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(ReportJob.class);

  /** The name of the job. */
  public static final String NAME = "report";

  /** What the owner's rules judge before it is published. */
  private static final List<Staged> STAGED =
      List.of(
          new Staged("bi.sessions", "session_row"),
          new Staged("bi.daily_activity", "daily_activity"),
          new Staged("bi.events_daily", "event_daily"),
          new Staged("bi.devices_daily", "device_daily"),
          new Staged("bi.person_days", "person_day"),
          new Staged("bi.retention", "retention"),
          new Staged("bi.users", "person"),
          new Staged("bi.data_freshness", "freshness_row"));

  private final LakeFiles lake;
  private final Warehouse warehouse;
  private final Engines workbenches;
  private final QualityGate quality;

  public ReportJob(LakeFiles lake, Warehouse warehouse, Engines workbenches, QualityGate quality) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.quality = quality;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(RunContext run) throws Exception {
    ProjectFailures.ofEach(
            run,
            warehouse.catalog().curatedProjects(),
            project -> {
              run.checkStop();
              reportWhatIsNew(run, project);
            })
        .throwIfAny();
  }

  /** Where the bookmark is moved or a rebuild comes first meanwhile, it looks again what is new. */
  private void reportWhatIsNew(RunContext run, String project) throws SQLException, IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        report(run, project);
        return;
      } catch (OvertakenException e) {
        if (attempt == PreprocessJob.MOST_ATTEMPTS) {
          throw e;
        }
        log.info("project {}: {}; looking again", project, e.getMessage());
      }
    }
  }

  private void report(RunContext run, String project) throws SQLException, IOException {
    Bookmark bookmark = warehouse.catalog().bookmark(NAME, project);
    long reported = bookmark.mode() == Mode.DISABLED ? 0 : bookmark.publicationId();
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    long newest = curated.newestPublication();
    if (newest <= reported) {
      return;
    }

    try (Engine workbench = workbenches.open(run, project)) {
      ZoneId zone = workbenches.projects().timeZone(project);
      Report report =
          Report.make(
              workbench, curated, reported, zone, identities(project, workbench), run.runId());
      List<EventChange> changes = warehouse.catalog().eventChanges(project, reported);
      Restatements restatements =
          new Restatements()
              .because(Reason.LATE_EVENTS, days(changes, c -> c.added() > 0, zone))
              .because(Reason.IDENTITY, report.identityDays())
              .because(Reason.CORRECTION, days(changes, c -> c.removed() > 0, zone));
      quality.check(NAME, run.runId(), project, workbench, STAGED);

      try (Publication publication = warehouse.publish(NAME, project, run.runId(), bookmark)) {
        Restatements.keepPublished(publication, project);
        report.publish(publication, workbench);
        restatements.record(publication, run.runId());
        publication.execute(
            "delete from event_change where project = ? and publication_id <= ?", project, newest);
        publication.commit(bookmark.mode() == Mode.PAUSED ? bookmark.publicationId() : newest);
      }
      long rowsIn = workbench.number("select coalesce(sum(events), 0) from daily");
      long rowsOut =
          workbench.number("select count(*) from session_row")
              + workbench.number("select count(*) from event_daily")
              + workbench.number("select count(*) from daily_activity");
      run.count(rowsIn, rowsOut, 0);
      log.info("project {}: {} days reported anew", project, report.days().size());
    }
  }

  private Path identities(String project, Engine workbench) throws SQLException, IOException {
    return Publication.copyOut(
        warehouse.tables(),
        "select identity_key, person_id from identity where project = " + Engine.literal(project),
        workbench.folder().resolve("published_identity.csv"));
  }

  private static Collection<LocalDate> days(
      List<EventChange> changes, Predicate<EventChange> which, ZoneId zone) {
    return ReportDays.ofUtcDates(
        changes.stream().filter(which).map(EventChange::eventDate).toList(), zone);
  }
}
