package io.rivulet.etl.report;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Engine;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * From curated partitions to the rows of the reports, in a workbench. The steps are the files of
 * {@code sql/report}.
 *
 * @param isAnew whether all days are computed and what is published of others goes
 * @param days affected days of the project's time zone
 * @param sessionDates UTC dates of the starts of affected sessions
 * @param pathDays days, in the project's time zone, of the starts of sessions whose way may be
 *     another
 * @param identityDays affected days that changed persons
 */
record Report(
    boolean isAnew,
    NavigableSet<LocalDate> days,
    NavigableSet<LocalDate> sessionDates,
    NavigableSet<LocalDate> pathDays,
    NavigableSet<LocalDate> identityDays,
    FunnelReport funnels) {

  /**
   * Makes the relations, named as the tables are, with {@code _row} where the name is taken.
   *
   * @param since the publication of preprocess up to which the reports are right; 0: none is
   */
  static Report make(
      Engine workbench, CuratedData curated, long since, ZoneId zone, DataSource tables, long runId)
      throws SQLException, IOException {
    curated.view(workbench, "daily", Dataset.DAILY);
    curated.view(workbench, "session", Dataset.SESSIONS);
    curated.view(workbench, "statement", Dataset.STATEMENTS);
    workbench.table("report", "first_user");
    workbench.table("report", "alias");
    workbench.table("report", "identity");
    PublishedRows published = new PublishedRows(workbench, tables);
    published.load("identity", "true", "published_identity", List.of("identity_key", "person_id"));
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
    NavigableSet<LocalDate> days = ReportDays.ofUtcDates(changedDates, zone);
    NavigableSet<LocalDate> pathDays = ReportDays.ofUtcDates(sessionDates, zone);

    workbench.tableOfDates("affected_day", "day", days);
    workbench.tableOfDates("changed_session_date", "event_date", sessionDates);
    workbench.tableOfDates("path_day", "day", pathDays);
    curated.view(workbench, "event", Dataset.EVENTS, ReportDays.utcDatesOf(days, zone));
    curated.view(
        workbench,
        "path_event",
        Dataset.EVENTS,
        ReportDays.reached(
            ReportDays.utcDatesOf(pathDays, zone),
            Duration.of(workbench.number("select max_us from params"), ChronoUnit.MICROS)));
    workbench.table("report", "freshness");
    workbench.table("report", "day_completeness");
    workbench.table("report", "reported_event");
    workbench.table("report", "event_daily");
    workbench.table("report", "device_daily");
    workbench.table("report", "activity");
    workbench.table("report", "person_day");
    workbench.table("report", "person_session");
    workbench.table("report", "daily_activity");
    workbench.table("report", "activity_gap");
    workbench.table("report", "monthly_activity");
    workbench.table("report", "retention");
    workbench.table("report", "person");
    workbench.table("report", "session_row");
    workbench.table("report", "path_step");
    workbench.table("report", "path_daily");
    workbench.table("report", "property_daily");
    boolean isAnew = since == 0;
    published.load(
        "person_feature_day",
        isAnew ? "false" : "day <> all (" + days(days) + ")",
        "published_feature_day",
        List.of("feature", "day", "person_id", "events"));
    workbench.table("report", "person_feature_day");
    workbench.table("report", "feature_daily");
    FunnelReport funnels = FunnelReport.make(workbench, curated, isAnew, zone, published);
    workbench.tableAs("identity_row", "select p.project, i.* from identity i cross join params p");
    workbench.tableAs(
        "freshness_row",
        "select p.project, 'reports' as dataset, complete_until,"
            + " cast(now() as timestamp) as published_at, "
            + runId
            + " as run_id, cast(late_events as bigint) as late_events"
            + " from freshness cross join params p");
    return new Report(
        isAnew,
        days,
        sessionDates,
        pathDays,
        new TreeSet<>(ReportDays.ofUtcDates(identityDates, zone)),
        funnels);
  }

  /** Replaces the tables' rows by those of the workbench. */
  void publish(Publication publication, Engine workbench) throws SQLException, IOException {
    replace(publication, workbench, "session_row", "session", "event_date", sessionDates);
    replace(publication, workbench, "event_daily", "event_daily", "day", days);
    replace(publication, workbench, "person_day", "person_day", "day", days);
    replace(publication, workbench, "device_daily", "device_daily", "day", days);
    replace(publication, workbench, "path_daily", "path_daily", "day", pathDays);
    replace(publication, workbench, "property_daily", "property_daily", "day", days);
    replace(publication, workbench, "person_feature_day", "person_feature_day", "day", days);
    funnels.publish(publication, workbench, isAnew);
    if (isAnew) {
      publication.replaceAll(workbench, "activity_gap", "activity_gap");
    } else if (!days.isEmpty()) {
      publication.replaceFrom(workbench, "activity_gap", "activity_gap", "day", days.first());
    }
    publication.replaceAll(workbench, "daily_activity", "daily_activity");
    publication.replaceAll(workbench, "monthly_activity", "monthly_activity");
    publication.replaceAll(workbench, "feature_daily", "feature_daily");
    publication.replaceAll(workbench, "day_completeness", "day_completeness");
    publication.replaceAll(workbench, "retention", "retention");
    publication.replaceAll(workbench, "person", "person");
    publication.replaceAll(workbench, "identity_row", "identity");
    publication.replaceAll(workbench, "freshness_row", "data_freshness");
  }

  private void replace(
      Publication publication,
      Engine workbench,
      String relation,
      String table,
      String dateColumn,
      NavigableSet<LocalDate> dates)
      throws SQLException, IOException {
    if (isAnew) {
      publication.replaceAll(workbench, relation, table);
    } else {
      publication.replaceDates(workbench, relation, table, dateColumn, dates);
    }
  }

  /** Days as an array in PostgreSQL's SQL. */
  private static String days(Collection<LocalDate> days) {
    return days.stream()
        .map(day -> "'" + day + "'")
        .collect(Collectors.joining(", ", "array[", "]::date[]"));
  }
}
