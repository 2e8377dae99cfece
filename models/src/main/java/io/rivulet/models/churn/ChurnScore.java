package io.rivulet.models.churn;

import io.rivulet.models.person.FeatureValues;
import java.util.List;

/**
 * How likely a person is to leave.
 *
 * @param probability calibrated, 0 to 1
 * @param reasons what speaks most for leaving, in words, the strongest first; at most {@value
 *     ChurnModel#MOST_REASONS}
 * @param values from which it was told
 */
public record ChurnScore(
    String person, double probability, List<String> reasons, FeatureValues values) {

  public ChurnScore {
    reasons = List.copyOf(reasons);
  }
}
