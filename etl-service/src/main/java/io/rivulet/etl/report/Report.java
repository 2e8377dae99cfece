package io.rivulet.etl.report;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * From curated partitions to the rows of the reports, in a workbench. The steps are the files of
 * {@code sql/report}.
 *
 * @param days affected days of the project's time zone
 * @param sessionDates UTC dates of the starts of affected sessions
 * @param identityDays affected days that changed persons
 */
public record Report(
    NavigableSet<LocalDate> days,
    NavigableSet<LocalDate> sessionDates,
    NavigableSet<LocalDate> identityDays) {

  /**
   * Makes the relations, named as the tables are, with {@code _row} where the name is taken.
   *
   * @param since the publication of preprocess up to which the reports are right
   * @param identities what is published of relation {@code identity}: a local CSV file without
   *     header
   */
  public static Report make(
      Engine workbench, CuratedData curated, long since, ZoneId zone, Path identities, long runId) {
    curated.view(workbench, "daily", Dataset.DAILY);
    curated.view(workbench, "session", Dataset.SESSIONS);
    curated.view(workbench, "statement", Dataset.STATEMENTS);
    workbench.table("report", "first_user");
    workbench.table("report", "alias");
    workbench.table("report", "identity");
    workbench.tableOfTexts("published_identity", List.of("identity_key", "person_id"), identities);
    workbench.table("report", "changed_identity");
    workbench.table("report", "changed_identity_date");
    workbench.table("report", "changed_identity_session_date");

    Collection<LocalDate> identityDates =
        workbench.dates("select event_date from changed_identity_date");
    NavigableSet<LocalDate> changedDates =
        curated.dates(Dataset.EVENTS, p -> p.publicationId() > since);
    changedDates.addAll(identityDates);
    NavigableSet<LocalDate> sessionDates =
        curated.dates(Dataset.SESSIONS, p -> p.publicationId() > since);
    // A sign-in gives earlier sessions of the instance another person; so does an alias.
    sessionDates.addAll(workbench.dates("select event_date from changed_identity_session_date"));
    Report report =
        new Report(
            ReportDays.ofUtcDates(changedDates, zone),
            sessionDates,
            new TreeSet<>(ReportDays.ofUtcDates(identityDates, zone)));

    workbench.tableOfDates("affected_day", "day", report.days);
    workbench.tableOfDates("changed_session_date", "event_date", sessionDates);
    curated.view(workbench, "event", Dataset.EVENTS, ReportDays.utcDatesOf(report.days, zone));
    workbench.table("report", "freshness");
    workbench.table("report", "day_completeness");
    workbench.table("report", "reported_event");
    workbench.table("report", "event_daily");
    workbench.table("report", "device_daily");
    workbench.table("report", "activity");
    workbench.table("report", "person_day");
    workbench.table("report", "person_session");
    workbench.table("report", "daily_activity");
    workbench.table("report", "retention");
    workbench.table("report", "person");
    workbench.table("report", "session_row");
    workbench.tableAs("identity_row", "select p.project, i.* from identity i cross join params p");
    workbench.tableAs(
        "freshness_row",
        "select p.project, 'reports' as dataset, complete_until,"
            + " cast(now() as timestamp) as published_at, "
            + runId
            + " as run_id, cast(late_events as bigint) as late_events"
            + " from freshness cross join params p");
    return report;
  }

  /** Replaces the tables' rows by those of the workbench. */
  void publish(Publication publication, Engine workbench) throws SQLException, IOException {
    publication.replaceDates(workbench, "session_row", "session", "event_date", sessionDates);
    publication.replaceDates(workbench, "event_daily", "event_daily", "day", days);
    publication.replaceDates(workbench, "person_day", "person_day", "day", days);
    publication.replaceDates(workbench, "device_daily", "device_daily", "day", days);
    publication.replaceAll(workbench, "daily_activity", "daily_activity");
    publication.replaceAll(workbench, "day_completeness", "day_completeness");
    publication.replaceAll(workbench, "retention", "retention");
    publication.replaceAll(workbench, "person", "person");
    publication.replaceAll(workbench, "identity_row", "identity");
    publication.replaceAll(workbench, "freshness_row", "data_freshness");
  }
}
