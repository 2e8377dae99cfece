package io.rivulet.etl.analytics;

import io.rivulet.etl.engine.Engine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * How far back a project's events can still change. Retention moves it on; before it sessions,
 * daily activity and what was said stay as they are, and so do the reports that only events tell.
 *
 * @param firstDay UTC date of the first events that count; older ones that come are expired
 * @param filesFrom UTC date of the first events that are kept, and of the first sessions that can
 *     change: a session of {@code firstDay} may have begun before it
 */
public record CuratedHorizon(LocalDate firstDay, LocalDate filesFrom) {
  /** The tables with rows of single days that only events tell. */
  public static final List<String> TABLES =
      List.of(
          "event_daily",
          "event_platform_daily",
          "device_daily",
          "path_daily",
          "property_daily",
          "person_feature_day",
          "funnel_entry",
          "funnel_daily");

  private static final LocalDate NEVER_BEFORE = LocalDate.of(1, 1, 1);

  /** All events are kept. */
  public static final CuratedHorizon NONE = new CuratedHorizon(NEVER_BEFORE, NEVER_BEFORE);

  /** Whether anything was removed. */
  public boolean isSet() {
    return !equals(NONE);
  }

  /** The first day of {@code zone} all of whose events are kept. */
  public LocalDate reportsFrom(ZoneId zone) {
    if (!isSet()) {
      return NEVER_BEFORE;
    }
    Instant start = filesFrom.atStartOfDay(ZoneOffset.UTC).toInstant();
    ZonedDateTime there = start.atZone(zone);
    LocalDate day = there.toLocalDate();
    return day.atStartOfDay(zone).toInstant().isBefore(start) ? day.plusDays(1) : day;
  }

  /**
   * Makes relation {@code horizon} of one row: {@code first_day}, {@code files_from} and {@code
   * reports_from}.
   */
  public void load(Engine engine, ZoneId zone) {
    engine.tableAs(
        "horizon",
        "select date '%s' as first_day, date '%s' as files_from, date '%s' as reports_from"
            .formatted(firstDay, filesFrom, reportsFrom(zone)));
  }
}
