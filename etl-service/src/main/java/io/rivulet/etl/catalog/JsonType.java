package io.rivulet.etl.catalog;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The types of values. They form a lattice: whole numbers widen to double or to decimal, dates to
 * timestamps, and whatever does not fit together to string, so that the type of a column does not
 * depend on the order in which its values came.
 */
enum JsonType {
  BOOLEAN,
  /** A whole number of 64 bits. */
  BIGINT,
  /** A number with a fraction or an exponent. */
  DOUBLE,
  /** A whole number of more than 64 bits and at most 38 digits. */
  DECIMAL,
  /** A text that is a moment with its zone, in ISO 8601. */
  TIMESTAMP,
  /** A text that is a day, {@code YYYY-MM-DD}. */
  DATE,
  /** Any other text, and what does not fit together. */
  STRING,
  ARRAY,
  OBJECT;

  private static final int DECIMAL_DIGITS = 38;

  /** Most characters of a text that may be a moment. */
  private static final int LONGEST_MOMENT = 35;

  /** The name in the catalog. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static JsonType ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The type of a value other than null. */
  static JsonType of(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> BOOLEAN;
      case NUMBER -> ofNumber(value);
      case ARRAY -> ARRAY;
      case OBJECT -> OBJECT;
      default -> ofText(value.asString());
    };
  }

  private static JsonType ofNumber(JsonNode number) {
    if (!number.isIntegralNumber()) {
      return DOUBLE;
    }
    if (number.canConvertToLong()) {
      return BIGINT;
    }
    String digits = number.bigIntegerValue().abs().toString();
    return digits.length() <= DECIMAL_DIGITS ? DECIMAL : STRING;
  }

  /** The type of a text. */
  static JsonType ofText(String text) {
    if (text.length() < 10 || text.length() > LONGEST_MOMENT || text.charAt(4) != '-') {
      return STRING;
    }
    try {
      if (text.length() == 10) {
        LocalDate.parse(text);
        return DATE;
      }
      OffsetDateTime.parse(text);
      return TIMESTAMP;
    } catch (DateTimeException e) {
      return STRING;
    }
  }

  /** The narrowest type that holds the values of both. */
  JsonType join(JsonType other) {
    if (this == other) {
      return this;
    }
    Set<JsonType> both = Set.of(this, other);
    if (both.equals(Set.of(BIGINT, DOUBLE))) {
      return DOUBLE;
    }
    if (both.equals(Set.of(BIGINT, DECIMAL))) {
      return DECIMAL;
    }
    return both.equals(Set.of(DATE, TIMESTAMP)) ? TIMESTAMP : STRING;
  }

  /** The narrowest type that holds the values of all; string for none. */
  static JsonType joinAll(Collection<JsonType> types) {
    return types.stream().reduce(JsonType::join).orElse(STRING);
  }
}
