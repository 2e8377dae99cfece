package io.rivulet.models.tuning;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting that was tried.
 *
 * @param number from 1, in the order in which they were tried
 * @param share of the examples that it learned from
 * @param measured null where it failed
 * @param failure why it failed; null where it did not
 */
public record Trial(
    int number,
    Setting setting,
    double share,
    Duration took,
    @Nullable Measured measured,
    @Nullable String failure) {

  /**
   * How good it was.
   *
   * @param score by which trials compare, the higher the better
   * @param figures by part of the data and name
   */
  public record Measured(double score, Map<String, Map<String, Double>> figures) {
    public Measured {
      if (Double.isNaN(score)) {
        throw new IllegalArgumentException("there is nothing to measure it by");
      }
    }
  }

  /**
   * The better one last: of more examples, with the higher score, tried earlier. Whoever failed is
   * worse than all.
   */
  static final Comparator<Trial> BETTER_LAST =
      Comparator.comparing((Trial trial) -> trial.measured != null)
          .thenComparing(Trial::share)
          .thenComparing(Trial::score)
          .thenComparing(Trial::number, Comparator.reverseOrder());

  /** Below all others where it failed. */
  public double score() {
    return measured == null ? Double.NEGATIVE_INFINITY : measured.score();
  }

  /** By part of the data and name; none where it failed. */
  public Map<String, Map<String, Double>> figures() {
    return measured == null ? Map.of() : measured.figures();
  }
}
