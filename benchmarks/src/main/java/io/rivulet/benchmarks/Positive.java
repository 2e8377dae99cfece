package io.rivulet.benchmarks;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of options that must be 1 or more. */
public final class Positive implements ITypeConverter<Integer> {
  /**
   * Reads one.
   *
   * @throws TypeConversionException when it is no such number
   */
  @Override
  public Integer convert(String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException("must be a whole number from 1 on, not '" + value + "'");
  }
}
