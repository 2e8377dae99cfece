package io.rivulet.dashboard.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DateRangeTest {

  @Test
  void countsBothEnds() {
    assertThat(range("2024-03-06", "2024-03-10").days()).isEqualTo(5);
    assertThat(range("2024-03-06", "2024-03-06").days()).isEqualTo(1);
  }

  @Test
  void comparesWithAsManyDaysRightBefore() {
    assertThat(range("2024-03-06", "2024-03-10").previous())
        .isEqualTo(range("2024-03-01", "2024-03-05"));
  }

  @Test
  void countsTheLeapDay() {
    assertThat(range("2024-03-01", "2024-03-01").previous())
        .isEqualTo(range("2024-02-29", "2024-02-29"));
  }

  @Test
  void endsOnTheDayGiven() {
    assertThat(DateRange.ending(day("2024-03-10"), 7)).isEqualTo(range("2024-03-04", "2024-03-10"));
  }

  @Test
  void refusesAnEndBeforeItsStart() {
    assertThatThrownBy(() -> range("2024-03-10", "2024-03-09"))
        .isInstanceOf(InvalidChoiceException.class)
        .hasMessage("the range starts on 2024-03-10, after its end on 2024-03-09");
  }

  @Test
  void takes3700Days() {
    assertThat(DateRange.ending(day("2024-03-10"), 3_700).days()).isEqualTo(3_700);
  }

  @Test
  void refuses3701Days() {
    assertThatThrownBy(() -> DateRange.ending(day("2024-03-10"), 3_701))
        .hasMessage("the range has 3,701 days, more than the limit of 3,700");
  }

  private static DateRange range(String from, String to) {
    return new DateRange(day(from), day(to));
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }
}
