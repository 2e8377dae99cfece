package io.rivulet.etl.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportDaysTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

  @Test
  void in_utc_a_date_is_a_day() {
    assertThat(ReportDays.ofUtcDates(List.of(FIRST), ZoneOffset.UTC)).containsExactly(FIRST);
  }

  @Test
  void east_of_greenwich_a_utc_date_lies_in_its_day_and_the_next() {
    assertThat(ReportDays.ofUtcDates(List.of(FIRST), ZoneId.of("Europe/Vienna")))
        .containsExactly(FIRST, FIRST.plusDays(1));
  }

  @Test
  void west_of_greenwich_a_day_needs_its_utc_date_and_the_next() {
    assertThat(ReportDays.utcDatesOf(List.of(FIRST), ZoneId.of("America/New_York")))
        .containsExactly(FIRST, FIRST.plusDays(1));
  }

  @Test
  void the_day_of_25_hours_when_summer_time_ends_needs_two_utc_dates() {
    // 2026-10-25 in Vienna begins at 22:00 UTC of the day before and ends at 23:00 UTC
    LocalDate longDay = LocalDate.of(2026, 10, 25);

    assertThat(ReportDays.utcDatesOf(List.of(longDay), ZoneId.of("Europe/Vienna")))
        .containsExactly(longDay.minusDays(1), longDay);
  }
}
