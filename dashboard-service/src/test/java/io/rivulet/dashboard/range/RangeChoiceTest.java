package io.rivulet.dashboard.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeChoiceTest {

  private static final LocalDate FIRST = LocalDate.parse("1995-07-01");
  private static final LocalDate LAST = LocalDate.parse("1995-08-28");

  @Test
  void nothingChosenIsTheLatest28DaysWithData() {
    DateRange range = RangeChoice.of(null, null, null).within(FIRST, LAST);

    assertThat(range).isEqualTo(new DateRange(LocalDate.parse("1995-08-01"), LAST));
  }

  @ParameterizedTest
  @CsvSource({"7d, 1995-08-22", "28d, 1995-08-01", "90d, 1995-05-31", "all, 1995-07-01"})
  void presetsEndOnTheLastDayWithData(String preset, LocalDate from) {
    DateRange range = RangeChoice.of(preset, null, null).within(FIRST, LAST);

    assertThat(range).isEqualTo(new DateRange(from, LAST));
  }

  @Test
  void allDataIsCutToTheLatest3700Days() {
    DateRange range =
        RangeChoice.of("all", null, null).within(FIRST, LocalDate.parse("2026-01-01"));

    assertThat(range.days()).isEqualTo(3_700);
    assertThat(range.to()).isEqualTo("2026-01-01");
  }

  @Test
  void datesAreTakenAsTheyAre() {
    RangeChoice choice = RangeChoice.of(null, "2020-01-01", "2020-01-31");

    assertThat(choice.within(FIRST, LAST).days()).isEqualTo(31);
    assertThat(choice.name()).isEqualTo("custom");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-02-30", "01/02/2026", "2026-1-1", "1899-12-31", "+10000-01-01"})
  void refusesWhatIsNoDay(String text) {
    assertRefused("bad_date", null, text, "2026-02-01");
  }

  @Test
  void refusesHalfARange() {
    assertRefused("bad_range", null, "2026-02-01", null);
    assertRefused("bad_range", null, null, "2026-02-01");
  }

  @Test
  void refusesAPresetTogetherWithDates() {
    assertRefused("bad_range", "7d", "2026-02-01", "2026-02-02");
  }

  @Test
  void refusesAnUnknownPreset() {
    assertRefused("bad_range", "5d", null, null);
  }

  private static void assertRefused(
      String code, @Nullable String range, @Nullable String from, @Nullable String to) {
    assertThatThrownBy(() -> RangeChoice.of(range, from, to))
        .isInstanceOfSatisfying(
            InvalidChoiceException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
