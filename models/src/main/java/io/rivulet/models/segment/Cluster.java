package io.rivulet.models.segment;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Persons who use the product alike.
 *
 * @param number from 1; stays with the cluster from version to version
 * @param name its strongest traits, for people; stays with the cluster while they hold
 * @param center in the scale of its clusters, by {@link Trait#FEATURES}
 * @param persons of those it was learned from
 */
public record Cluster(
    int number, String name, List<Trait> traits, List<Double> center, int persons) {
  /** In standard deviations from what is usual; less is no trait. */
  private static final double LEAST_TRAIT = 0.5;

  /** From here on a trait that gave a name no longer holds. */
  private static final double LEAST_KEPT = LEAST_TRAIT / 2;

  public Cluster {
    traits = List.copyOf(traits);
    center = List.copyOf(center);
  }

  double[] point() {
    return center.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** What sets a center apart, the strongest first. */
  static List<Trait> traits(double[] center) {
    return IntStream.range(0, center.length)
        .filter(i -> Math.abs(center[i]) >= LEAST_TRAIT)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(center[i])))
        .map(i -> new Trait(Trait.FEATURES.get(i), center[i] > 0))
        .toList();
  }

  /** Whether the traits that gave this one its name are also those of another center. */
  boolean isNameOf(double[] other) {
    return traits.stream()
        .allMatch(
            trait -> {
              double away = other[Trait.FEATURES.indexOf(trait.feature())];
              return (trait.isHigh() ? away : -away) >= LEAST_KEPT;
            });
  }

  static String name(List<Trait> traits) {
    if (traits.isEmpty()) {
      return "As most do";
    }
    String words = traits.stream().map(Trait::words).collect(Collectors.joining(", "));
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
