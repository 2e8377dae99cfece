package io.rivulet.dashboard.range;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;

/**
 * The days reported and those they are compared with.
 *
 * @param choice {@code 7d}, {@code 28d}, {@code 90d}, {@code all} or {@code custom}
 * @param hasPrevious whether the data reaches back over the whole previous period: a change against
 *     part of it would mislead
 * @param isShortened whether there is more data than one report may span, and this is its end
 */
public record ReportedDays(
    String choice,
    LocalDate from,
    LocalDate to,
    int days,
    LocalDate previousFrom,
    LocalDate previousTo,
    @JsonIgnore boolean hasPrevious,
    @JsonProperty("is_shortened") boolean isShortened) {

  /** The days of a choice, for a project with data from the one day to the other. */
  public static ReportedDays of(RangeChoice choice, LocalDate firstDay, LocalDate lastDay) {
    DateRange range = choice.within(firstDay, lastDay);
    DateRange previous = range.previous();
    return new ReportedDays(
        choice.name(),
        range.from(),
        range.to(),
        range.days(),
        previous.from(),
        previous.to(),
        !previous.from().isBefore(firstDay),
        choice instanceof RangeChoice.All && firstDay.isBefore(range.from()));
  }

  public DateRange range() {
    return new DateRange(from, to);
  }
}
