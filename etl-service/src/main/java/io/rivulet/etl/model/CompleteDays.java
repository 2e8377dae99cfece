package io.rivulet.etl.model;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The days of a project that models may look at: an incomplete one would look like silence.
 *
 * @param firstDay the first with events, in the project's time zone
 * @param end the day after the last complete one
 */
record CompleteDays(LocalDate firstDay, LocalDate end) {

  /** Those that the reports have; empty where no day is complete. */
  static Optional<CompleteDays> of(JdbcClient tables, String project) {
    return tables
        .sql(
            "select min(day), max(day) from day_completeness where project = ? and is_complete"
                + " having count(*) > 0")
        .param(project)
        .query(
            (row, n) ->
                new CompleteDays(
                    row.getObject(1, LocalDate.class),
                    row.getObject(2, LocalDate.class).plusDays(1)))
        .optional();
  }

  /** The first of the last {@code days} days, not before there are events. */
  LocalDate firstOfLast(int days) {
    return notBeforeFirst(end.minusDays(days));
  }

  /** That day, or the first one with events where it comes later. */
  LocalDate notBeforeFirst(LocalDate day) {
    return day.isBefore(firstDay) ? firstDay : day;
  }
}
