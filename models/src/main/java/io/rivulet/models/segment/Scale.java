package io.rivulet.models.segment;

import io.rivulet.models.person.Feature;
import io.rivulet.models.person.FeatureValues;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes features of one weight: how far each is from what is usual, in standard deviations.
 *
 * @param means of {@link Trait#FEATURES}, as {@link Feature#scaled} has them
 * @param deviations above 0, or 0 where all persons are the same
 */
public record Scale(List<Double> means, List<Double> deviations) {
  /** Less comes of rounding: all persons are the same, and what differs later is no trait. */
  private static final double LEAST_DEVIATION = 1e-9;

  public Scale {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
  }

  static Scale of(List<FeatureValues> persons) {
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (Feature feature : Trait.FEATURES) {
      double[] values = persons.stream().mapToDouble(p -> feature.scaled(p.of(feature))).toArray();
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      double mean = sum / values.length;
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      means.add(mean);
      double deviation = Math.sqrt(squares / values.length);
      deviations.add(deviation < LEAST_DEVIATION ? 0 : deviation);
    }
    return new Scale(means, deviations);
  }

  double[] point(FeatureValues person) {
    double[] point = new double[Trait.FEATURES.size()];
    for (int i = 0; i < point.length; i++) {
      Feature feature = Trait.FEATURES.get(i);
      double deviation = deviations.get(i);
      point[i] =
          deviation == 0 ? 0 : (feature.scaled(person.of(feature)) - means.get(i)) / deviation;
    }
    return point;
  }
}
