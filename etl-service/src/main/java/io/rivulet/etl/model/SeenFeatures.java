package io.rivulet.etl.model;

import io.rivulet.models.metric.Drift;
import io.rivulet.models.person.Feature;
import io.rivulet.models.person.FeatureValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How features of the persons lie who are scored, to be held against how they lay before. */
final class SeenFeatures {
  /** Persons by whom drift is watched; more would change it little. */
  private static final int MOST_PERSONS = 20_000;

  private final List<FeatureValues> seen = new ArrayList<>();

  void add(FeatureValues person) {
    if (seen.size() < MOST_PERSONS) {
      seen.add(person);
    }
  }

  /**
   * The population stability index of each feature.
   *
   * @param lay how features lay when the model learned, by their names
   */
  Map<String, Double> drift(Map<String, Drift> lay) {
    Map<String, Double> drift = new TreeMap<>();
    for (Feature feature : Feature.values()) {
      Drift before = lay.get(feature.wireName());
      if (before != null && !seen.isEmpty()) {
        drift.put(
            feature.wireName(),
            before.psi(seen.stream().mapToDouble(values -> values.of(feature)).toArray()));
      }
    }
    return drift;
  }

  /** What was published of how many persons, and which features changed since the model learned. */
  static String message(String published, long persons, Map<String, Double> drift) {
    String changed =
        drift.entrySet().stream()
            .filter(e -> e.getValue() > Drift.CHANGED)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return published
        + ", "
        + persons
        + " persons"
        + (changed.isEmpty() ? "" : "; changed since it learned: " + changed);
  }
}
