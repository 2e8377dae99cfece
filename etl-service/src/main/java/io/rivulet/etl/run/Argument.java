package io.rivulet.etl.run;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An argument that the runs of a job take.
 *
 * @param name as in the API's JSON, such as {@code from}
 * @param description for people
 * @param preset the value when a run names none; absent for none
 * @param isFixed whether runs may not name another value than the preset
 */
public record Argument(
    String name, Kind kind, String description, @Nullable String preset, boolean isFixed) {

  /** What values an argument takes; all are kept as text. */
  public enum Kind {
    TEXT,
    /** A text about a person, such as their id: kept until the run is over and then forgotten. */
    PERSONAL,
    /** A day, {@code YYYY-MM-DD}. */
    DATE,
    /** A whole number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    FLAG
  }

  /** A value that the argument does not take; the message says which and why. */
  public static final class InvalidArgumentException extends IllegalArgumentException {
    InvalidArgumentException(String message) {
      super(message);
    }
  }

  /** Stands for the value of a {@link Kind#PERSONAL} argument when the run is over. */
  public static final String FORGOTTEN = "(forgotten)";

  private static final int LONGEST = 512;

  public Argument {
    Objects.requireNonNull(name);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(description);
    if (!name.matches("[a-z][a-z0-9_]{0,31}")) {
      throw new InvalidArgumentException(
          "argument name '" + name + "' must be 1 to 32 of a-z, 0-9 and _, a letter first");
    }
    if (preset != null) {
      preset = valid(name, kind, preset);
    }
  }

  /** An argument without preset. */
  public Argument(String name, Kind kind, String description) {
    this(name, kind, description, null, false);
  }

  /** {@code project}: the only project to work on, all when absent. */
  public static Argument project() {
    return new Argument("project", Kind.TEXT, "The only project to work on; all when absent.");
  }

  /** The same argument with another preset, which runs may replace unless it is fixed. */
  public Argument withPreset(String value, boolean fixed) {
    return new Argument(name, kind, description, value, fixed);
  }

  /**
   * The text kept for a value of the API's JSON.
   *
   * @throws InvalidArgumentException when the value is none of this kind
   */
  public String valid(Object value) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return valid(name, kind, value.toString());
    }
    throw new InvalidArgumentException("argument " + name + " is a single value, not " + value);
  }

  private static String valid(String name, Kind kind, String value) {
    boolean isValid =
        switch (kind) {
          case TEXT, PERSONAL ->
              !value.isBlank() && value.length() <= LONGEST && value.indexOf('\0') < 0;
          case DATE -> isDate(value);
          case NUMBER -> value.matches("-?\\d{1,18}");
          case FLAG -> value.equals("true") || value.equals("false");
        };
    if (isValid) {
      return value;
    }
    throw new InvalidArgumentException(
        "argument "
            + name
            + " takes "
            + switch (kind) {
              case TEXT, PERSONAL -> "a text of 1 to " + LONGEST + " characters";
              case DATE -> "a day such as 2026-03-31";
              case NUMBER -> "a whole number";
              case FLAG -> "true or false";
            }
            + ", not '"
            + value.substring(0, Math.min(value.length(), 64))
            + "'");
  }

  private static boolean isDate(String value) {
    try {
      return LocalDate.parse(value).getYear() >= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
