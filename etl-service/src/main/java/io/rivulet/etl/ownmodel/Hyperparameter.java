package io.rivulet.etl.ownmodel;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rivulet.etl.run.Argument;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What runs may say to an executable, and within which bounds.
 *
 * @param preset the value of a run that names none
 * @param min the least number; null where it is no number, as with {@code max}
 * @param values all that it may be; empty where it is a number
 * @param fixed whether it is always the preset
 */
record Hyperparameter(
    @JsonProperty("default") String preset,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max,
    List<String> values,
    boolean fixed) {

  Hyperparameter {
    values = List.copyOf(Objects.requireNonNullElse(values, List.of()));
    if (preset == null) {
      throw new IllegalArgumentException("a hyperparameter needs a default");
    }
    boolean isNumber = min != null && max != null;
    if ((isNumber && !values.isEmpty()) || (!isNumber && (min != null || max != null))) {
      throw new IllegalArgumentException(
          "a hyperparameter has min and max, or values, or is fixed: true");
    }
    if (!isNumber && values.isEmpty() && !fixed) {
      throw new IllegalArgumentException(
          "a hyperparameter that runs may set needs min and max, or values");
    }
    var unused = check("default", preset, min, max, values);
  }

  /** As an argument of the job. */
  Argument argument(String name) {
    return new Argument(name, Argument.Kind.TEXT, bounds(min, max, values), preset, fixed);
  }

  /**
   * The value, which is within the bounds.
   *
   * @throws IllegalArgumentException when it is not
   */
  String checked(String name, String value) {
    return check(name, value, min, max, values);
  }

  private static String check(
      String name,
      String value,
      @Nullable BigDecimal min,
      @Nullable BigDecimal max,
      List<String> values) {
    if (!isWithin(value, min, max, values)) {
      throw new IllegalArgumentException(
          "hyperparameter " + name + " is '" + value + "', not " + bounds(min, max, values));
    }
    return value;
  }

  private static boolean isWithin(
      String value, @Nullable BigDecimal min, @Nullable BigDecimal max, List<String> values) {
    if (min == null || max == null) {
      return values.isEmpty() || values.contains(value);
    }
    try {
      BigDecimal number = new BigDecimal(value);
      return number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String bounds(
      @Nullable BigDecimal min, @Nullable BigDecimal max, List<String> values) {
    if (min != null && max != null) {
      return "a number from " + min.toPlainString() + " to " + max.toPlainString();
    }
    return values.isEmpty() ? "" : "one of " + String.join(", ", values);
  }
}
