package io.rivulet.etl.report;

import io.rivulet.etl.Engines;
import io.rivulet.etl.analytics.Bookmark;
import io.rivulet.etl.analytics.Bookmark.Mode;
import io.rivulet.etl.analytics.Catalog.EventChange;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.Staged;
import io.rivulet.etl.report.Restatements.Reason;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
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
 * tables behind the BI views: sessions, events, devices, paths and properties of the affected days;
 * funnels from the first of them on; activity, retention, adoption and persons of the whole project
 * from compact daily data. All days are reported anew when a setting that reports depend on
 * changed.
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
          new Staged("bi.event_platforms_daily", "event_platform_daily"),
          new Staged("bi.devices_daily", "device_daily"),
          new Staged("bi.person_days", "person_day"),
          new Staged("bi.retention", "retention"),
          new Staged("bi.monthly_activity", "monthly_activity"),
          new Staged("bi.funnels", "funnel_daily"),
          new Staged("bi.paths", "path_daily"),
          new Staged("bi.feature_adoption", "feature_daily"),
          new Staged("bi.properties_daily", "property_daily"),
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
  public String description() {
    return "Makes the reports of all days that what was curated has changed.";
  }

  @Override
  public void run(RunContext run) throws Exception {
    ProjectFailures.ofEach(
            run,
            warehouse.catalog().curatedProjects(),
            project -> {
              run.checkStop();
              Publication.untilNotOvertaken(() -> report(run, project));
            })
        .throwIfAny();
  }

  /** Whether there was anything new; it looks again where a rebuild, say, comes first. */
  private boolean report(RunContext run, String project) throws SQLException, IOException {
    Bookmark bookmark = warehouse.catalog().bookmark(NAME, project);
    String settings = workbenches.projects().reportsDigest(project);
    boolean isChanged = !settings.equals(bookmark.settings());
    long reported = isChanged || bookmark.mode() == Mode.DISABLED ? 0 : bookmark.publicationId();
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    long newest = curated.newestPublication();
    if (newest <= reported) {
      return false;
    }

    try (Engine workbench = workbenches.open(run, project)) {
      ZoneId zone = workbenches.projects().timeZone(project);
      Report report =
          Report.make(
              workbench,
              curated,
              warehouse.catalog().horizon(project),
              reported,
              zone,
              warehouse.tables(),
              run.runId());
      List<EventChange> changes = warehouse.catalog().eventChanges(project, reported);
      Restatements restatements =
          isChanged
              ? Restatements.allBecause(Reason.REBUILD)
              : new Restatements()
                  .because(Reason.LATE_EVENTS, days(changes, c -> c.added() > 0, zone))
                  .because(Reason.ERASED, days(changes, c -> c.erased() > 0, zone))
                  .because(Reason.IDENTITY, report.identityDays())
                  .because(Reason.CORRECTION, days(changes, c -> c.removed() > 0, zone));
      quality.check(NAME, run.runId(), project, workbench, STAGED);

      try (Publication publication = warehouse.publish(NAME, project, run.runId(), bookmark)) {
        Restatements.keepPublished(publication, project);
        report.publish(publication, workbench);
        restatements.record(publication, run.runId());
        publication.execute(
            "delete from event_change where project = ? and publication_id <= ?", project, newest);
        publication.recordSettings(NAME, settings);
        publication.commit(bookmark.mode() == Mode.PAUSED ? bookmark.publicationId() : newest);
      }
      long rowsIn = workbench.number("select coalesce(sum(events), 0) from daily");
      long rowsOut =
          workbench.number("select count(*) from session_row")
              + workbench.number("select count(*) from event_daily")
              + workbench.number("select count(*) from daily_activity");
      run.count(rowsIn, rowsOut, 0);
      log.info("project {}: {} days reported anew", project, report.days().size());
      return true;
    }
  }

  private static Collection<LocalDate> days(
      List<EventChange> changes, Predicate<EventChange> which, ZoneId zone) {
    return ReportDays.ofUtcDates(
        changes.stream().filter(which).map(EventChange::eventDate).toList(), zone);
  }
}
