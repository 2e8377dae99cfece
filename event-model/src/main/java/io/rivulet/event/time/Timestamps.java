package io.rivulet.event.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads timestamps in the forms that SDKs send. */
public final class Timestamps {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,9})?");
  private static final BigDecimal LATEST_MILLIS = new BigDecimal("253402300799999");

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .appendPattern("HH:mm[:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("][XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private Timestamps() {}

  /**
   * The instant, or empty for what is no time. Read are ISO 8601 with {@code Z}, an offset such as
   * {@code +05:30} or none (then UTC), up to nine fraction digits, a date alone (then midnight
   * UTC), and milliseconds since 1970. Years 1 to 9999.
   */
  public static Optional<Instant> parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /** The same of a text in UTF-8. */
  public static Optional<Instant> parse(byte[] text, int from, int to) {
    try {
      Instant usual = usual(text, from, to);
      if (usual != null) {
        return Optional.of(usual);
      }
      String trimmed = new String(text, from, to - from, StandardCharsets.UTF_8).strip();
      if (NUMBER.matcher(trimmed).matches()) {
        return ofMillis(trimmed);
      }
      TemporalAccessor time =
          ISO.parseBest(trimmed, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return Optional.of(toInstant(time)).filter(Timestamps::inRange);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads {@code 2026-03-01T12:00:00.123Z}, the form that nearly all SDKs send, with any number of
   * fraction digits up to nine; null for any other. The general parser takes ten times as long.
   *
   * @throws DateTimeException for a day that is in no calendar
   */
  private static @Nullable Instant usual(byte[] text, int from, int to) {
    int end = to - 1;
    if (end < from + 21
        || end > from + 29
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || text[from + 10] != 'T'
        || text[from + 13] != ':'
        || text[from + 16] != ':'
        || text[from + 19] != '.'
        || text[end] != 'Z') {
      return null;
    }
    int year = digits(text, from, from + 4);
    int month = digits(text, from + 5, from + 7);
    int day = digits(text, from + 8, from + 10);
    int hour = digits(text, from + 11, from + 13);
    int minute = digits(text, from + 14, from + 16);
    int second = digits(text, from + 17, from + 19);
    int fraction = digits(text, from + 20, end);
    boolean isUsual =
        year >= 1
            && hour >= 0
            && hour <= 23
            && minute >= 0
            && minute <= 59
            && second >= 0
            && second <= 59
            && fraction >= 0;
    if (!isUsual) {
      return null;
    }
    long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400L;
    long nanos = fraction;
    for (int digits = end - from - 20; digits < 9; digits++) {
      nanos *= 10;
    }
    return Instant.ofEpochSecond(seconds + hour * 3600L + minute * 60L + second, nanos);
  }

  /** The number that these bytes are; -1 when they are not all digits. */
  private static int digits(byte[] text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static Instant toInstant(TemporalAccessor time) {
    if (time instanceof OffsetDateTime withOffset) {
      return withOffset.toInstant();
    }
    LocalDateTime local =
        time instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) time;
    return local.toInstant(ZoneOffset.UTC);
  }

  /** The instant of milliseconds since 1970, a number as JSON writes it; years 1 to 9999. */
  public static Optional<Instant> ofMillis(String number) {
    if (number.length() > 30) {
      return Optional.empty();
    }
    BigDecimal millis = new BigDecimal(number);
    // The scale is compared first: 1e999999999 must not be expanded.
    if (millis.precision() - (long) millis.scale() > 16 || millis.scale() > 30) {
      return Optional.empty();
    }
    if (millis.abs().compareTo(LATEST_MILLIS) > 0) {
      return Optional.empty();
    }
    long micros = millis.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact();
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    return Optional.of(instant).filter(Timestamps::inRange);
  }

  private static boolean inRange(Instant instant) {
    int year = instant.atOffset(ZoneOffset.UTC).getYear();
    return year >= 1 && year <= 9999;
  }
}
