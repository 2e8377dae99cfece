package io.rivulet.models.person;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** A value of each feature, of one person as of one day. */
public record FeatureValues(Map<Feature, Double> byFeature) {

  public FeatureValues {
    if (byFeature.size() != Feature.values().length) {
      throw new IllegalArgumentException("not of every feature: " + byFeature.keySet());
    }
    byFeature = Collections.unmodifiableMap(new EnumMap<>(byFeature));
  }

  public double of(Feature feature) {
    return byFeature.getOrDefault(feature, Double.NaN);
  }

  /** The same with another value of a feature. */
  public FeatureValues with(Feature feature, double value) {
    Map<Feature, Double> values = new EnumMap<>(byFeature);
    values.put(feature, value);
    return new FeatureValues(values);
  }

  /** As classifiers take them, in the order of the features. */
  public double[] scaled() {
    return byFeature.entrySet().stream()
        .mapToDouble(e -> e.getKey().scaled(e.getValue()))
        .toArray();
  }
}
