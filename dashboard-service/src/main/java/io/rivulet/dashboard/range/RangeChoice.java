package io.rivulet.dashboard.range;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the reader asked for, before it is known which days have data.
 *
 * <p>Relative choices count back from the last day <em>that has data</em>, not from today: imported
 * history may be years old, and a report of the last 28 days of it is still the first one to see.
 */
public sealed interface RangeChoice {

  /** What is shown when nothing is asked for: four whole weeks, so that weekdays compare. */
  RangeChoice DEFAULT = new Latest(28);

  /** The days to report, given the first and the last day with data. */
  DateRange within(LocalDate firstDay, LocalDate lastDay);

  /** The choice as the address of the page names it: {@code 28d}, {@code all}, {@code custom}. */
  String name();

  /** So many days up to the last one with data. */
  record Latest(int days) implements RangeChoice {
    @Override
    public DateRange within(LocalDate firstDay, LocalDate lastDay) {
      return DateRange.ending(lastDay, days);
    }

    @Override
    public String name() {
      return days + "d";
    }
  }

  /** Every day with data; of more than {@link DateRange#MAX_DAYS} the latest ones. */
  record All() implements RangeChoice {
    @Override
    public DateRange within(LocalDate firstDay, LocalDate lastDay) {
      LocalDate earliest = lastDay.minusDays(DateRange.MAX_DAYS - 1L);
      return new DateRange(firstDay.isBefore(earliest) ? earliest : firstDay, lastDay);
    }

    @Override
    public String name() {
      return "all";
    }
  }

  /** Exactly these days, whether they have data or not. */
  record Custom(DateRange days) implements RangeChoice {
    @Override
    public DateRange within(LocalDate firstDay, LocalDate lastDay) {
      return days;
    }

    @Override
    public String name() {
      return "custom";
    }
  }

  /**
   * Reads the parameters of an address.
   *
   * @param range {@code 7d}, {@code 28d}, {@code 90d} or {@code all}; not together with dates
   * @param from the first day as {@code yyyy-mm-dd}, only together with {@code to}
   * @param to the last day
   */
  static RangeChoice of(@Nullable String range, @Nullable String from, @Nullable String to) {
    if (from == null && to == null) {
      return range == null ? DEFAULT : named(range);
    }
    if (range != null) {
      throw new InvalidChoiceException("bad_range", "give either range or from and to, not both");
    }
    if (from == null || to == null) {
      throw new InvalidChoiceException("bad_range", "from and to belong together; one is missing");
    }
    return new Custom(new DateRange(day("from", from), day("to", to)));
  }

  /** Reads one day of an address. */
  static LocalDate day(String parameter, String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= 1900 && day.getYear() <= 9999) {
        return day;
      }
    } catch (DateTimeException e) {
      // answered below, together with the years that no event can have
    }
    throw new InvalidChoiceException(
        "bad_date",
        "%s is no day between 1900-01-01 and 9999-12-31, such as 2026-01-31".formatted(parameter));
  }

  private static RangeChoice named(String range) {
    return switch (range) {
      case "7d" -> new Latest(7);
      case "28d" -> new Latest(28);
      case "90d" -> new Latest(90);
      case "all" -> new All();
      default ->
          throw new InvalidChoiceException("bad_range", "range is none of 7d, 28d, 90d and all");
    };
  }
}
