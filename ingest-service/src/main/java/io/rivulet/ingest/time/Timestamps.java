package io.rivulet.ingest.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
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
import tools.jackson.databind.JsonNode;

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
   * UTC), and milliseconds since 1970 as number or text. Years 1 to 9999.
   */
  public static Optional<Instant> parse(JsonNode node) {
    if (node.isNumber()) {
      return ofMillis(node.asString());
    }
    return node.isString() ? parse(node.stringValue()) : Optional.empty();
  }

  /** Same for text. */
  public static Optional<Instant> parse(String text) {
    String trimmed = text.strip();
    if (NUMBER.matcher(trimmed).matches()) {
      return ofMillis(trimmed);
    }
    try {
      TemporalAccessor time =
          ISO.parseBest(trimmed, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return Optional.of(toInstant(time)).filter(Timestamps::inRange);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant toInstant(TemporalAccessor time) {
    if (time instanceof OffsetDateTime withOffset) {
      return withOffset.toInstant();
    }
    LocalDateTime local =
        time instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) time;
    return local.toInstant(ZoneOffset.UTC);
  }

  private static Optional<Instant> ofMillis(String number) {
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
