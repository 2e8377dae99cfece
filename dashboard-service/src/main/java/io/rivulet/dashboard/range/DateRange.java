package io.rivulet.dashboard.range;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Whole days, both ends included, 1 to 3,700 of them, in the project's time zone.
 *
 * @param from the first day
 * @param to the last day, not before {@code from}
 */
public record DateRange(LocalDate from, LocalDate to) {

  /** About ten years: a page of daily points that a browser still draws at once. */
  public static final int MAX_DAYS = 3_700;

  public DateRange {
    if (from.isAfter(to)) {
      throw new InvalidChoiceException(
          "bad_range", "the range starts on %s, after its end on %s".formatted(from, to));
    }
    long days = ChronoUnit.DAYS.between(from, to) + 1;
    if (days > MAX_DAYS) {
      throw new InvalidChoiceException(
          "range_too_long",
          "the range has %,d days, more than the limit of %,d".formatted(days, MAX_DAYS));
    }
  }

  /** The range of so many days that ends on the given one. */
  public static DateRange ending(LocalDate to, int days) {
    return new DateRange(to.minusDays(days - 1L), to);
  }

  public int days() {
    return (int) ChronoUnit.DAYS.between(from, to) + 1;
  }

  /** The period of equal length that ends on the day before this one starts. */
  public DateRange previous() {
    return ending(from.minusDays(1), days());
  }
}
