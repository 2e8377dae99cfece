package io.rivulet.models.tuning;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to learn.
 *
 * @param learner by name
 * @param parameters by name; what is absent is the learner's default
 */
public record Setting(String learner, Map<String, Double> parameters) {

  public Setting {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** A learner with its defaults. */
  public static Setting defaults(String learner) {
    return new Setting(learner, Map.of());
  }
}
