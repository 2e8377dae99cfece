package io.rivulet.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Times as events carry them: RFC 3339 in UTC with three or six fraction digits, {@code
 * 2026-03-01T10:00:00.123Z}. Every event has several, and Java's general formatter takes longer for
 * one than all else of an event takes.
 */
public final class EventTime {
  private static final int SECONDS_LENGTH = "2026-03-01T10:00:00Z".length();
  private static final int MILLIS_LENGTH = "2026-03-01T10:00:00.123Z".length();
  private static final int MICROS_LENGTH = "2026-03-01T10:00:00.123456Z".length();
  private static final long SECONDS_OF_DAY = 86_400;

  private EventTime() {}

  /**
   * Reads any time that {@link Instant#parse} reads.
   *
   * @throws DateTimeException when it is none
   */
  public static Instant parse(String text) {
    Instant usual = parseUsual(text);
    return usual != null ? usual : Instant.parse(text);
  }

  /** Reads a time with no, three or six fraction digits; null for any other text. */
  static @Nullable Instant parseUsual(String text) {
    int length = text.length();
    if ((length != SECONDS_LENGTH && length != MILLIS_LENGTH && length != MICROS_LENGTH)
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || (length > SECONDS_LENGTH && text.charAt(19) != '.')
        || text.charAt(length - 1) != 'Z') {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    int fraction = length == SECONDS_LENGTH ? 0 : number(text, 20, length - 1);
    // A leap second or the 24th hour is left to whoever reads all forms.
    if ((year | month | day | hour | minute | second | fraction) < 0
        || hour > 23
        || minute > 59
        || second > 59) {
      return null;
    }
    try {
      return Instant.ofEpochSecond(
          LocalDate.of(year, month, day).toEpochDay() * SECONDS_OF_DAY
              + hour * 3600L
              + minute * 60L
              + second,
          fraction * (length == MICROS_LENGTH ? 1_000L : 1_000_000L));
    } catch (DateTimeException e) {
      return null; // no day of any month
    }
  }

  /** Writes a time of the years 0 to 9999, cut to microseconds; null for any other year. */
  static @Nullable String formatUsual(Instant time) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      return null;
    }
    boolean isOfMillis = time.getNano() % 1_000_000 == 0;
    char[] text = new char[isOfMillis ? MILLIS_LENGTH : MICROS_LENGTH];
    put(text, 0, 4, utc.getYear());
    text[4] = '-';
    put(text, 5, 7, utc.getMonthValue());
    text[7] = '-';
    put(text, 8, 10, utc.getDayOfMonth());
    text[10] = 'T';
    put(text, 11, 13, utc.getHour());
    text[13] = ':';
    put(text, 14, 16, utc.getMinute());
    text[16] = ':';
    put(text, 17, 19, utc.getSecond());
    text[19] = '.';
    put(text, 20, text.length - 1, time.getNano() / (isOfMillis ? 1_000_000 : 1_000));
    text[text.length - 1] = 'Z';
    return new String(text);
  }

  /** The digits from one place to before another; -1 when not all of them are digits. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static void put(char[] text, int from, int to, int number) {
    int rest = number;
    for (int i = to - 1; i >= from; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
