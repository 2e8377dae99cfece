package io.rivulet.standalone.compare;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Figures of a list of numbers; all are 0 for an empty list.
 *
 * @param sorted ascending
 */
record Distribution(List<BigDecimal> sorted) {

  Distribution {
    sorted = sorted.stream().sorted().toList();
  }

  BigDecimal total() {
    return sorted.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  BigDecimal max() {
    return sorted.isEmpty() ? BigDecimal.ZERO : sorted.get(sorted.size() - 1);
  }

  /** The middle one, or half-way between the two in the middle. */
  BigDecimal median() {
    int n = sorted.size();
    if (n == 0) {
      return BigDecimal.ZERO;
    }
    return sorted.get((n - 1) / 2).add(sorted.get(n / 2)).divide(BigDecimal.valueOf(2));
  }

  /** The smallest number that at least nine of ten do not exceed. */
  BigDecimal ninetiethPercentile() {
    int n = sorted.size();
    return n == 0 ? BigDecimal.ZERO : sorted.get((9 * n + 9) / 10 - 1);
  }

  /** The mean, rounded to that many decimal places. */
  BigDecimal mean(int decimalPlaces) {
    return sorted.isEmpty()
        ? BigDecimal.ZERO
        : total().divide(BigDecimal.valueOf(sorted.size()), decimalPlaces, RoundingMode.HALF_EVEN);
  }
}
