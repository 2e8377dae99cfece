package io.rivulet.models.tuning;

import java.time.Duration;

/**
 * What a search may cost.
 *
 * @param trials most trials, 1 to {@value #MOST_TRIALS}
 * @param time after which no further trial begins
 * @param patience trials in a row that find nothing better, after which none begins; 0 for any
 *     number. Halving has no use for it
 */
public record Budget(int trials, Duration time, int patience) {
  /** More than these would be kept for nobody to read. */
  public static final int MOST_TRIALS = 200;

  public Budget {
    if (trials < 1 || trials > MOST_TRIALS || time.isNegative() || time.isZero() || patience < 0) {
      throw new IllegalArgumentException(
          "tuning takes 1 to %d trials, some time, and a patience of 0 or more, not %d, %s and %d"
              .formatted(MOST_TRIALS, trials, time, patience));
    }
  }
}
