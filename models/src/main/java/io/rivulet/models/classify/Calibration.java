package io.rivulet.models.classify;

/**
 * Makes probabilities of scores from 0 to 1: a logistic curve over their log-odds. Higher scores
 * give higher probabilities, unless the curve falls because scores meant nothing.
 *
 * <p>Platt, "Probabilistic Outputs for Support Vector Machines" (1999), with the numerics of Lin,
 * Lin and Weng (2007).
 */
public record Calibration(double slope, double intercept) {
  private static final int MOST_STEPS = 100;
  private static final double SMALLEST = 1e-6;

  /**
   * The curve under which the outcomes are likeliest. They must not be those that the scores were
   * learned from.
   */
  public static Calibration fit(double[] scores, boolean[] outcomes) {
    int positives = 0;
    for (boolean outcome : outcomes) {
      positives += outcome ? 1 : 0;
    }
    // a little less sure than what was seen
    double yes = (positives + 1.0) / (positives + 2.0);
    double no = 1.0 / (outcomes.length - positives + 2.0);
    double slope = 0;
    double intercept = Math.log((positives + 1.0) / (outcomes.length - positives + 1.0));
    double loss = loss(slope, intercept, scores, outcomes, yes, no);
    for (int step = 0; step < MOST_STEPS; step++) {
      double gradientSlope = 0;
      double gradientIntercept = 0;
      double ss = 1e-12;
      double si = 0;
      double ii = 1e-12;
      for (int i = 0; i < scores.length; i++) {
        double x = logOdds(scores[i]);
        double p = sigmoid(slope * x + intercept);
        double error = p - (outcomes[i] ? yes : no);
        double weight = p * (1 - p);
        gradientSlope += error * x;
        gradientIntercept += error;
        ss += weight * x * x;
        si += weight * x;
        ii += weight;
      }
      if (Math.abs(gradientSlope) < 1e-7 && Math.abs(gradientIntercept) < 1e-7) {
        break;
      }
      double determinant = ss * ii - si * si;
      double moveSlope = -(ii * gradientSlope - si * gradientIntercept) / determinant;
      double moveIntercept = -(ss * gradientIntercept - si * gradientSlope) / determinant;
      double part = 1;
      double next = loss;
      while (part > 1e-10) {
        next =
            loss(
                slope + part * moveSlope,
                intercept + part * moveIntercept,
                scores,
                outcomes,
                yes,
                no);
        if (next < loss) {
          break;
        }
        part /= 2;
      }
      // nor where equal scores leave no direction, and it is not a number
      if (!(next < loss)) {
        break;
      }
      slope += part * moveSlope;
      intercept += part * moveIntercept;
      loss = next;
    }
    return new Calibration(slope, intercept);
  }

  /** The probability that a score stands for. */
  public double probability(double score) {
    return sigmoid(slope * logOdds(score) + intercept);
  }

  /** ln(p / (1 - p)), bounded. */
  public static double logOdds(double p) {
    double bounded = Math.min(1 - SMALLEST, Math.max(SMALLEST, p));
    return Math.log(bounded / (1 - bounded));
  }

  private static double loss(
      double slope, double intercept, double[] scores, boolean[] outcomes, double yes, double no) {
    double loss = 0;
    for (int i = 0; i < scores.length; i++) {
      double z = slope * logOdds(scores[i]) + intercept;
      double target = outcomes[i] ? yes : no;
      loss += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - target * z;
    }
    return loss;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
