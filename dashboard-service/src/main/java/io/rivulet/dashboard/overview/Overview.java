package io.rivulet.dashboard.overview;

import io.rivulet.dashboard.project.Project;
import io.rivulet.dashboard.range.ReportedDays;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the overview page shows, of one state of the database.
 *
 * @param report null while the project has no event that counts
 * @param freshness how far the reports are; empty before the first publication
 */
record Overview(
    Project project, @Nullable Report report, List<Freshness> freshness, Balance balance) {

  /**
   * The figures of the range.
   *
   * @param previous null when the data does not reach back over the whole previous period: a change
   *     against part of it would mislead
   * @param devices per dimension, the most frequent values first
   */
  record Report(
      ReportedDays range,
      Totals totals,
      @Nullable Totals previous,
      List<Day> days,
      List<EventCount> topEvents,
      Map<String, List<DeviceCount>> devices) {}

  /**
   * The figures of the cards.
   *
   * @param activeUsers distinct persons of the whole range
   * @param medianSessionSeconds null without sessions
   */
  record Totals(
      long activeUsers,
      long newUsers,
      long sessions,
      long events,
      @Nullable Double medianSessionSeconds) {}

  /** One day; figures are null where the project has no data (yet). */
  record Day(
      LocalDate day,
      @Nullable Long activeUsers,
      @Nullable Long wau,
      @Nullable Long mau,
      @Nullable Long sessions,
      @Nullable Long events,
      @Nullable Boolean isComplete) {}

  /**
   * How often an event of that name happened.
   *
   * @param allEvents events of all names, for the share
   * @param allNames names there are in the range, listed or not
   */
  record EventCount(String eventName, String type, long events, long allEvents, long allNames) {}

  /** Events of one value of a dimension, and of all its values. */
  record DeviceCount(String dimension, String value, long events, long allEvents) {}

  /**
   * How fresh a dataset is.
   *
   * @param completeUntil time of receipt of the latest event in it
   * @param lateEvents events received more than 24 hours after they happened
   */
  record Freshness(
      String dataset,
      @Nullable OffsetDateTime completeUntil,
      OffsetDateTime publishedAt,
      long lateEvents) {}

  /**
   * Whether every accepted event is accounted for, over all days.
   *
   * @param difference events accepted that are neither curated nor known duplicates
   * @param daysOff days of receipt whose own difference is not 0; then this is an alarm
   */
  record Balance(
      long received,
      long quarantined,
      long curated,
      long duplicates,
      long difference,
      long daysOff,
      @Nullable LocalDate firstDayOff) {}
}
