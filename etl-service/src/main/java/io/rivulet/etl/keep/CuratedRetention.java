package io.rivulet.etl.keep;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Bookmark;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.CuratedHorizon;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.verify.Alone;
import io.rivulet.etl.verify.Shadow;
import io.rivulet.event.SessionRule;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes the events of a project's old days out of the curated data. Sessions, daily activity and
 * what was said stay, and with them persons, cohorts and all reports as they are; the events count
 * as expired from then on, and so do those of these days that come later.
 */
final class CuratedRetention {
  private static final Logger log = LoggerFactory.getLogger(CuratedRetention.class);

  private final LakeFiles lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final Shadow shadow;
  private final JdbcClient jdbc;

  CuratedRetention(LakeFiles lake, Warehouse warehouse, Workbenches workbenches, Shadow shadow) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.shadow = shadow;
    this.jdbc = JdbcClient.create(warehouse.tables());
  }

  /**
   * Moves the project's horizon on to a day; done for an earlier day it does nothing.
   *
   * @throws IllegalStateException while the project is computed anew, or where days before are not
   *     reported yet
   */
  void keepFrom(RunContext run, String project, LocalDate firstDay)
      throws SQLException, IOException {
    if (!firstDay.isAfter(warehouse.catalog().horizon(project).firstDay())) {
      return;
    }
    Alone alone = shadow.alone(project);
    try {
      // what a run that died has computed rests on days that count no more
      shadow.forget(project);
      long expired = Publication.untilNotOvertaken(() -> move(run, project, firstDay));
      run.count(expired, 0, 0);
      log.info("project {}: {} events before {} are expired", project, expired, firstDay);
    } finally {
      alone.close();
    }
  }

  private long move(RunContext run, String project, LocalDate firstDay)
      throws SQLException, IOException {
    run.checkStop();
    Bookmark bookmark = warehouse.catalog().bookmark(PreprocessJob.NAME, project);
    CuratedHorizon before = warehouse.catalog().horizon(project);
    LocalDate filesFrom = firstDay.minusDays(daysReached(project));
    requireReported(project, firstDay);
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    try (Workbench workbench = workbenches.open(run, project)) {
      curated.view(
          workbench,
          "event",
          Dataset.EVENTS,
          curated.dates(Dataset.EVENTS).headSet(firstDay, false).tailSet(before.firstDay(), true));
      workbench.tableAs(
          "expired_event",
          "select raw_object as object_key, cast(received_at as date) as received_date,"
              + " count(*) as events from event group by all");
      try (Publication publication =
          warehouse.publish(PreprocessJob.NAME, project, run.runId(), bookmark)) {
        publication.execute(
            "create temporary table expired_event"
                + " (object_key text, received_date date, events bigint) on commit drop");
        publication.append(workbench, "expired_event", "expired_event");
        // files of early versions do not tell the object: there the day of receipt has to do
        publication.execute(
            "update lake_object o set expired = o.expired + e.events from (select coalesce("
                + "object_key, (select min(f.object_key) from lake_object f where f.project = ?"
                + " and f.received_date = x.received_date and f.area = 'raw')) as object_key,"
                + " sum(events) as events from expired_event x group by 1) e"
                + " where o.object_key = e.object_key",
            project);
        publication.execute(
            "delete from curated_receipt where project = ? and event_date < ?", project, firstDay);
        publication.removePartitionsBefore(Dataset.EVENTS, filesFrom);
        publication.execute(
            "insert into curated_horizon (project, first_day, files_from) values (?, ?, ?)"
                + " on conflict (project) do update set first_day = excluded.first_day,"
                + " files_from = greatest(curated_horizon.files_from, excluded.files_from)",
            project,
            firstDay,
            filesFrom);
        publication.commit(publication.id());
      }
      return workbench.number("select coalesce(sum(events), 0) from expired_event");
    }
  }

  /** How many days before a day a session can have begun that goes on into it, and one more. */
  private long daysReached(String project) {
    SessionRule rule = workbenches.projects().sessionRule(project);
    return rule.maxDuration().plus(rule.inactivityGap()).toDays() + 2;
  }

  /** Their reports can be made as long as their events are there. */
  private void requireReported(String project, LocalDate firstDay) {
    boolean isReported =
        jdbc.sql(
                "select not exists (select 1 from curated_partition where project = :project"
                    + " and event_date < :day and publication_id > coalesce((select publication_id"
                    + " from bookmark where job = :job and project = :project), 0))")
            .param("project", project)
            .param("day", firstDay)
            .param("job", ReportJob.NAME)
            .query(Boolean.class)
            .single();
    if (!isReported) {
      throw new IllegalStateException(
          "project "
              + project
              + ": days before "
              + firstDay
              + " have changed and are not reported yet; let report run first");
    }
  }
}
