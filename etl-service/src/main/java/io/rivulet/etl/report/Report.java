package io.rivulet.etl.report;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.CuratedHorizon;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Portions;
import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * From curated partitions to the rows of the reports, in a workbench. The steps are the files of
 * {@code sql/report}.
 *
 * @param isAnew whether all days are computed and what is published of others goes
 * @param keptFrom the first day all of whose events are kept; what only they tell of earlier days
 *     stays as it is published
 * @param days affected days of the project's time zone
 * @param eventDays those of them whose events are kept
 * @param sessionDates UTC dates of the starts of affected sessions
 * @param pathDays days, in the project's time zone, of the starts of sessions whose way may be
 *     another
 * @param identityDays affected days that changed persons
 */
record Report(
    boolean isAnew,
    LocalDate keptFrom,
    NavigableSet<LocalDate> days,
    NavigableSet<LocalDate> eventDays,
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
      Engine workbench,
      CuratedData curated,
      CuratedHorizon horizon,
      long since,
      ZoneId zone,
      DataSource tables,
      long runId)
      throws SQLException, IOException {
    horizon.load(workbench, zone);
    LocalDate keptFrom = horizon.reportsFrom(zone);
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
        curated.dates(Dataset.DAILY, p -> p.publicationId() > since);
    changedDates.addAll(identityDates);
    NavigableSet<LocalDate> sessionDates =
        curated.dates(Dataset.SESSIONS, p -> p.publicationId() > since);
    // A sign-in gives earlier sessions of the instance another person; so does an alias.
    sessionDates.addAll(workbench.dates("select event_date from changed_identity_session_date"));
    NavigableSet<LocalDate> days = ReportDays.ofUtcDates(changedDates, zone);
    NavigableSet<LocalDate> eventDays = days.tailSet(keptFrom, true);
    NavigableSet<LocalDate> pathDays =
        ReportDays.ofUtcDates(sessionDates, zone).tailSet(keptFrom, true);

    workbench.tableOfDates("affected_day", "day", days);
    workbench.tableOfDates("changed_session_date", "event_date", sessionDates);
    workbench.table("report", "freshness");
    workbench.table("report", "day_completeness");
    Map<String, Long> events =
        workbench.counts(
            "select cast(event_date as string), cast(sum(events) as bigint) from daily group by all");
    countByDay(
        workbench,
        eventDays,
        events,
        some -> {
          workbench.tableOfDates("event_day", "day", some);
          curated.view(workbench, "event", Dataset.EVENTS, ReportDays.utcDatesOf(some, zone));
          workbench.table("report", "reported_event");
        },
        List.of(
            "event_daily",
            "event_platform_daily",
            "device_daily",
            "property_daily",
            "person_feature_day"));
    workbench.tableOfDates("event_day", "day", eventDays);
    workbench.table("report", "activity");
    workbench.table("report", "person_day");
    workbench.table("report", "person_session");
    workbench.table("report", "daily_activity");
    workbench.table("report", "activity_gap");
    workbench.table("report", "monthly_activity");
    workbench.table("report", "retention");
    workbench.table("report", "person");
    workbench.table("report", "session_row");
    Duration longest =
        Duration.of(workbench.number("select max_us from params"), ChronoUnit.MICROS);
    countByDay(
        workbench,
        pathDays,
        events,
        some -> {
          workbench.tableOfDates("path_day", "day", some);
          curated.view(
              workbench,
              "path_event",
              Dataset.EVENTS,
              ReportDays.reached(ReportDays.utcDatesOf(some, zone), longest));
          workbench.table("report", "path_step");
        },
        List.of("path_daily"));
    boolean isAnew = since == 0;
    published.load(
        "person_feature_day",
        isAnew ? "day < '" + keptFrom + "'" : "day <> all (" + days(eventDays) + ")",
        "published_feature_day",
        List.of("feature", "day", "person_id", "events"));
    workbench.table("report", "feature_daily");
    FunnelReport funnels = FunnelReport.make(workbench, curated, isAnew, keptFrom, zone, published);
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
        keptFrom,
        days,
        eventDays,
        sessionDates,
        pathDays,
        new TreeSet<>(ReportDays.ofUtcDates(identityDates, zone)),
        funnels);
  }

  /**
   * Makes tables that count each day by itself, so many days at a time as fit into the memory: sets
   * of distinct persons and sessions cannot go to disk.
   *
   * @param events how many there are, by UTC date
   * @param given makes what the tables of some of the days are counted from
   */
  private static void countByDay(
      Engine workbench,
      NavigableSet<LocalDate> days,
      Map<String, Long> events,
      Consumer<List<LocalDate>> given,
      List<String> tables) {
    List<List<LocalDate>> portions =
        days.isEmpty()
            // tables without rows
            ? List.of(List.of())
            : Portions.of(
                days,
                // a day has about as many events as the UTC date of its name
                day -> events.getOrDefault(day.toString(), 0L),
                workbench.eventsAtOnce());
    for (int i = 0; i < portions.size(); i++) {
      given.accept(portions.get(i));
      for (String table : tables) {
        workbench.tableAs(table + "_" + i, ReportingSql.read("report/" + table));
      }
    }
    for (String table : tables) {
      workbench.tableAs(
          table,
          IntStream.range(0, portions.size())
              .mapToObj(i -> "select * from " + table + "_" + i)
              .collect(Collectors.joining(" union all ")));
    }
  }

  /** Replaces the tables' rows by those of the workbench. */
  void publish(Publication publication, Engine workbench) throws SQLException, IOException {
    replaceByEvents(publication, workbench, "event_daily", eventDays);
    replaceByEvents(publication, workbench, "event_platform_daily", eventDays);
    replaceByEvents(publication, workbench, "device_daily", eventDays);
    replaceByEvents(publication, workbench, "path_daily", pathDays);
    replaceByEvents(publication, workbench, "property_daily", eventDays);
    replaceByEvents(publication, workbench, "person_feature_day", eventDays);
    funnels.publish(publication, workbench, isAnew, keptFrom);
    replace(publication, workbench, "session_row", "session", "event_date", sessionDates);
    replace(publication, workbench, "person_day", "person_day", "day", days);
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

  /** Replaces what only events tell. */
  private void replaceByEvents(
      Publication publication, Engine workbench, String table, NavigableSet<LocalDate> dates)
      throws SQLException, IOException {
    if (isAnew) {
      publication.replaceFrom(workbench, table, table, "day", keptFrom);
    } else {
      publication.replaceDates(workbench, table, table, "day", dates);
    }
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
