package io.rivulet.etl.report;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How UTC dates, by which the lake is partitioned, and days of a project's time zone, by which
 * reports are, overlap.
 */
public final class ReportDays {

  private ReportDays() {}

  /**
   * The days of {@code zone} that overlap any of the UTC dates. Example: in Vienna, UTC date
   * 2026-03-01 lies within the days 2026-03-01 and 2026-03-02.
   */
  static NavigableSet<LocalDate> ofUtcDates(Collection<LocalDate> utcDates, ZoneId zone) {
    return overlapping(utcDates, ZoneOffset.UTC, zone);
  }

  /** The UTC dates that overlap any of the days of {@code zone}. */
  public static NavigableSet<LocalDate> utcDatesOf(Collection<LocalDate> days, ZoneId zone) {
    return overlapping(days, zone, ZoneOffset.UTC);
  }

  /** The dates, and those that are reached within that time after any of them. */
  static NavigableSet<LocalDate> reached(Collection<LocalDate> dates, Duration time) {
    NavigableSet<LocalDate> result = new TreeSet<>();
    for (LocalDate date : dates) {
      LocalDate last = date.plusDays(1).atStartOfDay().plus(time).toLocalDate();
      date.datesUntil(last.plusDays(1)).forEach(result::add);
    }
    return result;
  }

  private static NavigableSet<LocalDate> overlapping(
      Collection<LocalDate> days, ZoneId from, ZoneId to) {
    NavigableSet<LocalDate> result = new TreeSet<>();
    for (LocalDate day : days) {
      LocalDate first = day.atStartOfDay(from).withZoneSameInstant(to).toLocalDate();
      LocalDate last =
          day.plusDays(1).atStartOfDay(from).minusNanos(1).withZoneSameInstant(to).toLocalDate();
      first.datesUntil(last.plusDays(1)).forEach(result::add);
    }
    return result;
  }
}
