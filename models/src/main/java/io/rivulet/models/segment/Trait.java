package io.rivulet.models.segment;

import io.rivulet.models.person.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What sets a cluster apart: a feature far above or below what is usual, in plain words. */
public record Trait(Feature feature, boolean isHigh) {
  private static final Map<Feature, List<String>> WORDS =
      Map.of(
          Feature.RECENCY_DAYS, List.of("silent lately", "here lately"),
          Feature.ACTIVE_DAYS, List.of("come often", "come seldom"),
          Feature.EVENTS, List.of("do much", "do little"),
          Feature.MINUTES, List.of("stay long", "stay briefly"),
          Feature.TREND, List.of("come more than before", "come less than before"),
          Feature.BREADTH, List.of("use many things", "use few things"),
          Feature.ERROR_SHARE, List.of("meet many errors", "meet few errors"),
          Feature.TENURE_DAYS, List.of("known for long", "new"));

  /** By what persons are told apart, in the order of the enum. */
  static final List<Feature> FEATURES =
      Arrays.stream(Feature.values()).filter(WORDS::containsKey).toList();

  String words() {
    return WORDS.getOrDefault(feature, List.of()).get(isHigh ? 0 : 1);
  }
}
