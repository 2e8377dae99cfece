package io.rivulet.dashboard.project;

import io.rivulet.dashboard.range.RangeChoice;
import io.rivulet.dashboard.range.ReportedDays;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A project that the reporting database knows.
 *
 * @param firstDay the first day with an event that counts, null while there is none
 * @param lastDay the last such day, null while there is none
 */
public record Project(String id, @Nullable LocalDate firstDay, @Nullable LocalDate lastDay) {

  /** The days that a choice means here; null while there is no event that counts. */
  public @Nullable ReportedDays days(RangeChoice choice) {
    return firstDay == null || lastDay == null ? null : ReportedDays.of(choice, firstDay, lastDay);
  }
}
