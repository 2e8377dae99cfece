package io.rivulet.models.tuning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The settings that may be tried.
 *
 * @param learners by name, of each the values of its parameters; the parameters that have none keep
 *     their defaults
 */
public record SearchSpace(Map<String, Map<String, Values>> learners) {

  public SearchSpace {
    if (learners.isEmpty()) {
      throw new IllegalArgumentException("no learner to tune");
    }
    Map<String, Map<String, Values>> sorted = new TreeMap<>();
    learners.forEach(
        (learner, values) ->
            sorted.put(learner, Collections.unmodifiableMap(new TreeMap<>(values))));
    learners = Collections.unmodifiableMap(sorted);
  }

  /** How many settings the grid has. */
  public long gridSize() {
    return learners.values().stream()
        .mapToLong(
            values ->
                values.values().stream()
                    .mapToLong(v -> v.grid().size())
                    .reduce(1, SearchSpace::times))
        .reduce(0, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
  }

  private static long times(long a, long b) {
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  /** Each combination of values of each learner, once. */
  List<Setting> grid() {
    List<Setting> grid = new ArrayList<>();
    learners.forEach(
        (learner, values) -> {
          List<Setting> partial = List.of(Setting.defaults(learner));
          for (Map.Entry<String, Values> parameter : values.entrySet()) {
            partial =
                partial.stream()
                    .flatMap(
                        setting ->
                            parameter.getValue().grid().stream()
                                .map(value -> with(setting, parameter.getKey(), value)))
                    .toList();
          }
          grid.addAll(partial);
        });
    return grid;
  }

  /** Of each learner its defaults: what tuning has to do better than. */
  List<Setting> defaults() {
    return learners.keySet().stream().map(Setting::defaults).toList();
  }

  /** A setting by lot, of each learner equally often. */
  Setting draw(SplittableRandom random) {
    List<String> names = List.copyOf(learners.keySet());
    String learner = names.get(random.nextInt(names.size()));
    Map<String, Double> parameters = new TreeMap<>();
    learners
        .getOrDefault(learner, Map.of())
        .forEach((name, values) -> parameters.put(name, values.draw(random)));
    return new Setting(learner, parameters);
  }

  private static Setting with(Setting setting, String name, double value) {
    Map<String, Double> parameters = new TreeMap<>(setting.parameters());
    parameters.put(name, value);
    return new Setting(setting.learner(), parameters);
  }
}
