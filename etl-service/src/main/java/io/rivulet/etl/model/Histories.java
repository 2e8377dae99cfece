package io.rivulet.etl.model;

import io.rivulet.etl.engine.Workbench;
import io.rivulet.event.project.Money;
import io.rivulet.models.person.ActiveDay;
import io.rivulet.models.person.PersonHistory;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What persons of a project did on some days, from the lake's curated events, with the persons as
 * the reports have them.
 *
 * @param firstDay in the project's time zone
 * @param end the day after the last one
 */
record Histories(Workbench workbench, LocalDate firstDay, LocalDate end) {
  /**
   * Reads them from {@code event} and {@code identity}.
   *
   * @param leavingEvent the name of the event by which persons leave; empty for none
   * @param money where what persons pay stands
   */
  static Histories read(
      Workbench workbench, LocalDate firstDay, LocalDate end, String leavingEvent, Money money) {
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

  private PersonRows<ActiveDay> rows() {
    return new PersonRows<>(
        workbench,
        "active_day",
        "day, events, sessions, minutes, names, errors, platform, leavings, money",
        "day",
        Histories::day);
  }

  /** How many persons there are. */
  long persons() {
    return rows().persons();
  }

  /** How many days of persons there are. */
  long days() {
    return rows().rows();
  }

  /** Gives each person, as if shuffled. */
  void forEach(Consumer<PersonHistory> consumer) {
    rows().forEach((person, days) -> consumer.accept(new PersonHistory(person, days)));
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
