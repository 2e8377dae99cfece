package io.rivulet.models.churn;

import io.rivulet.models.metric.Predictions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good probabilities of leaving were; the meanings are those of {@link Predictions}.
 *
 * @param rocAucLow lower end of the 95 % interval
 * @param lift among the tenth with the highest probabilities
 */
public record Figures(
    int persons,
    int left,
    double aucPr,
    double rocAuc,
    double rocAucLow,
    double rocAucHigh,
    double lift,
    double brier,
    double calibrationError) {
  private static final double TENTH = 0.1;

  static Figures of(Predictions predictions) {
    Predictions.Interval interval = predictions.rocAucInterval();
    return new Figures(
        predictions.positives() + predictions.negatives(),
        predictions.positives(),
        predictions.aucPr(),
        predictions.rocAuc(),
        interval.low(),
        interval.high(),
        predictions.lift(TENTH),
        predictions.brier(),
        predictions.calibrationError());
  }

  /** By the names that metrics have. */
  public Map<String, Double> byName() {
    Map<String, Double> names = new LinkedHashMap<>();
    names.put("persons", (double) persons);
    names.put("left", (double) left);
    names.put("auc_pr", aucPr);
    names.put("roc_auc", rocAuc);
    names.put("roc_auc_low", rocAucLow);
    names.put("roc_auc_high", rocAucHigh);
    names.put("lift_at_10_percent", lift);
    names.put("brier", brier);
    names.put("calibration_error", calibrationError);
    return names;
  }
}
