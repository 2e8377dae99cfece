package io.rivulet.etl.report;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Catalog.Partition;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.Staged;
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
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aggregates the curated partitions that preprocess wrote since the last report and replaces the
 * tables behind the BI views: sessions, events and devices of the affected days; activity,
 * retention and persons of the whole project from its compact daily activity.
 *
 * <p>The steps are the files of {@code sql/report}, in the order of {@link #transform}.
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

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final QualityGate quality;

  public ReportJob(Lake lake, Warehouse warehouse, Workbenches workbenches, QualityGate quality) {
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
    ProjectFailures failures = new ProjectFailures();
    for (String project : warehouse.catalog().curatedProjects()) {
      if (run.covers(project)) {
        run.checkStop();
        failures.watch(project, () -> report(run, project));
      }
    }
    failures.throwIfAny();
  }

  private void report(RunContext run, String project) throws SQLException, IOException {
    long reported = warehouse.catalog().bookmark(NAME, project);
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    long newest = curated.newestPublication();
    if (newest <= reported) {
      return;
    }
    Predicate<Partition> changed = p -> p.publicationId() > reported;

    try (Workbench workbench = workbenches.open(run, project)) {
      NavigableSet<LocalDate> sessionDates = curated.dates(Dataset.SESSIONS, changed);
      NavigableSet<LocalDate> days =
          transform(
              workbench, project, run.runId(), curated, curated.dates(Dataset.EVENTS, changed));
      // A sign-in gives earlier sessions of the instance another person.
      sessionDates.addAll(workbench.dates("select event_date from changed_identity_date"));
      workbench.tableOfDates("changed_session_date", "event_date", sessionDates);
      workbench.table("report", "session_row");
      quality.check(NAME, run.runId(), project, workbench, STAGED);

      try (Publication publication = warehouse.publish(NAME, project, run.runId(), reported)) {
        publication.replaceDates(workbench, "session_row", "session", "event_date", sessionDates);
        publication.replaceDates(workbench, "event_daily", "event_daily", "day", days);
        publication.replaceDates(workbench, "person_day", "person_day", "day", days);
        publication.replaceDates(workbench, "device_daily", "device_daily", "day", days);
        publication.replaceAll(workbench, "daily_activity", "daily_activity");
        publication.replaceAll(workbench, "retention", "retention");
        publication.replaceAll(workbench, "person", "person");
        publication.replaceAll(workbench, "identity_row", "identity_day");
        publication.replaceAll(workbench, "freshness_row", "data_freshness");
        publication.commit(newest);
      }
      long rowsIn = workbench.number("select coalesce(sum(events), 0) from daily");
      long rowsOut =
          workbench.number("select count(*) from session_row")
              + workbench.number("select count(*) from event_daily")
              + workbench.number("select count(*) from daily_activity");
      run.count(rowsIn, rowsOut, 0);
      log.info("project {}: {} days reported anew", project, days.size());
    }
  }

  /**
   * From curated partitions to the rows of the reports.
   *
   * @param eventDates UTC dates whose events changed
   * @return the affected days of the project's time zone
   */
  private NavigableSet<LocalDate> transform(
      Workbench workbench,
      String project,
      long runId,
      CuratedData curated,
      NavigableSet<LocalDate> eventDates)
      throws SQLException, IOException {
    workbench.viewOfParquet("daily", curated.files(Dataset.DAILY));
    workbench.table("report", "identity_day");
    loadPublishedIdentities(workbench, project);
    workbench.table("report", "changed_identity_date");
    NavigableSet<LocalDate> changedDates = new TreeSet<>(eventDates);
    changedDates.addAll(workbench.dates("select event_date from changed_identity_date"));

    ZoneId zone = workbenches.projects().timeZone(project);
    NavigableSet<LocalDate> days = ReportDays.ofUtcDates(changedDates, zone);
    Collection<LocalDate> neededDates = ReportDays.utcDatesOf(days, zone);
    workbench.tableOfDates("affected_day", "day", days);
    workbench.viewOfParquet("event", curated.files(Dataset.EVENTS, neededDates));
    workbench.viewOfParquet("session", curated.files(Dataset.SESSIONS));

    workbench.table("report", "freshness");
    workbench.table("report", "reported_event");
    workbench.table("report", "event_daily");
    workbench.table("report", "device_daily");
    workbench.table("report", "activity");
    workbench.table("report", "person_day");
    workbench.table("report", "person_session");
    workbench.table("report", "daily_activity");
    workbench.table("report", "retention");
    workbench.table("report", "person");
    String projectColumn = "select " + Workbench.literal(project) + " as project, ";
    workbench.tableAs(
        "identity_row", projectColumn + "instance_id, event_date, user_id from identity_day");
    workbench.tableAs(
        "freshness_row",
        projectColumn
            + "'reports' as dataset, complete_until, cast(now() as timestamp) as published_at, "
            + runId
            + " as run_id, cast(late_events as bigint) as late_events from freshness");
    return days;
  }

  private void loadPublishedIdentities(Workbench workbench, String project)
      throws SQLException, IOException {
    Path file =
        Publication.copyOut(
            warehouse.tables(),
            "select instance_id, event_date, user_id from identity_day where project = "
                + Workbench.literal(project),
            workbench.folder().resolve("published_identity_day.csv"));
    workbench.tableAs(
        "published_identity_day",
        "select * from read_csv("
            + Workbench.literal(file.toString())
            + ", auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
            + " columns = {instance_id: 'varchar', event_date: 'date',"
            + " user_id: 'varchar'})");
  }
}
