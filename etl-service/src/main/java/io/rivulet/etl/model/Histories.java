package io.rivulet.etl.model;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.report.PublishedRows;
import io.rivulet.etl.report.ReportDays;
import io.rivulet.event.project.Money;
import io.rivulet.models.person.ActiveDay;
import io.rivulet.models.person.PersonHistory;
import java.io.IOException;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * What persons of a project did on some days, from the lake's curated events, with the persons as
 * the reports have them.
 *
 * @param firstDay in the project's time zone
 * @param end the day after the last one
 */
record Histories(Workbench workbench, LocalDate firstDay, LocalDate end) {
  /** Days of persons that are held in memory at a time. */
  private static final int ROWS_AT_A_TIME = 100_000;

  /**
   * Reads them.
   *
   * @param leavingEvent the name of the event by which persons leave; empty for none
   * @param money where what persons pay stands
   */
  static Histories read(
      Workbench workbench,
      CuratedData curated,
      DataSource tables,
      ZoneId zone,
      LocalDate firstDay,
      LocalDate end,
      String leavingEvent,
      Money money)
      throws SQLException, IOException {
    List<LocalDate> days = firstDay.datesUntil(end).toList();
    curated.view(workbench, "event", Dataset.EVENTS, ReportDays.utcDatesOf(days, zone));
    new PublishedRows(workbench, tables)
        .load("identity", "true", "identity", List.of("identity_key", "person_id"));
    workbench.tableOf(
        "history",
        "first_day date, end_day date, leaving_event string, money_event string,"
            + " money_property string",
        List.of(
            List.of(
                Date.valueOf(firstDay),
                Date.valueOf(end),
                leavingEvent,
                money.event(),
                money.property())));
    workbench.table("model", "active_day");
    return new Histories(workbench, firstDay, end);
  }

  /** How many persons there are. */
  long persons() {
    return workbench.number("select count(distinct person_id) from active_day");
  }

  /** How many days of persons there are. */
  long days() {
    return workbench.number("select count(*) from active_day");
  }

  /** Gives each person, as if shuffled: the first ones are a fair sample, whatever ids mean. */
  void forEach(Consumer<PersonHistory> consumer) {
    long portions = days() / ROWS_AT_A_TIME + 1;
    for (long portion = 0; portion < portions; portion++) {
      List<ActiveDay> days = new ArrayList<>();
      String[] person = new String[1];
      workbench.rows(
          "select person_id, day, events, sessions, minutes, names, errors, platform, leavings,"
              + " money"
              + " from active_day where hash(person_id) % "
              + portions
              + " = "
              + portion
              + " order by hash(person_id), person_id nulls last, day nulls last",
          row -> {
            String id = row.getString(1);
            if (person[0] != null && !person[0].equals(id)) {
              consumer.accept(new PersonHistory(person[0], days));
              days.clear();
            }
            person[0] = id;
            days.add(day(row));
          });
      if (person[0] != null) {
        consumer.accept(new PersonHistory(person[0], days));
      }
    }
  }

  private static ActiveDay day(ResultSet row) throws SQLException {
    return new ActiveDay(
        row.getObject(2, LocalDate.class),
        row.getInt(3),
        row.getInt(4),
        row.getDouble(5),
        row.getInt(6),
        row.getInt(7),
        Objects.requireNonNull(row.getString(8)),
        row.getInt(9),
        row.getDouble(10));
  }
}
