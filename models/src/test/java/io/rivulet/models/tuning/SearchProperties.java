package io.rivulet.models.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.models.tuning.Search.End;
import io.rivulet.models.tuning.Search.Found;
import io.rivulet.models.tuning.Search.Objective;
import io.rivulet.models.tuning.Trial.Measured;
import io.rivulet.models.tuning.Values.Choice;
import io.rivulet.models.tuning.Values.Range;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SearchProperties {
  private static final InstantSource STILL = InstantSource.fixed(Instant.EPOCH);
  private static final Duration LONG = Duration.ofDays(1);

  private static Measured score(double score) {
    return new Measured(score, Map.of());
  }

  /** A score that looks drawn by lot, and is the same for the same setting. */
  private static final Objective ANY =
      (setting, share) -> score(Math.floorMod(setting.hashCode() * 31L + (long) (share * 8), 997));

  private static Budget trials(int trials) {
    return new Budget(trials, LONG, 0);
  }

  @Provide
  Arbitrary<Values> values() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().between(0, 9).list().ofMinSize(1).ofMaxSize(3).map(Choice::new),
        Combinators.combine(
                Arbitraries.integers().between(1, 5),
                Arbitraries.integers().between(0, 60),
                Arbitraries.of(true, false),
                Arbitraries.of(true, false))
            .as((from, length, log, whole) -> new Range(from, from + length, log, whole)));
  }

  @Provide
  Arbitrary<SearchSpace> spaces() {
    return Arbitraries.maps(
            Arbitraries.of("trees", "regression"),
            Arbitraries.maps(Arbitraries.of("a", "b", "c"), values()).ofMaxSize(3))
        .ofMinSize(1)
        .map(SearchSpace::new);
  }

  @Property(tries = 200)
  void the_same_seed_gives_the_same_trials(
      @ForAll("spaces") SearchSpace space,
      @ForAll("searches") Search search,
      @ForAll @IntRange(min = 1, max = 40) int trials,
      @ForAll long seed) {
    Budget budget = trials(search == Search.GRID ? Budget.MOST_TRIALS : trials);

    Found once = search.run(space, budget, seed, STILL, ANY);

    assertThat(search.run(space, budget, seed, STILL, ANY)).isEqualTo(once);
  }

  @Provide
  Arbitrary<Search> searches() {
    return Arbitraries.of(Search.class);
  }

  @Property(tries = 200)
  void there_are_never_more_trials_than_allowed(
      @ForAll("spaces") SearchSpace space,
      @ForAll("searches") Search search,
      @ForAll @IntRange(min = 1, max = 60) int trials,
      @ForAll long seed) {
    int[] measured = new int[1];
    Objective counting =
        (setting, share) -> {
          measured[0]++;
          return ANY.measure(setting, share);
        };

    try {
      Found found = search.run(space, trials(trials), seed, STILL, counting);
      assertThat(found.trials()).hasSize(measured[0]);
    } catch (IllegalArgumentException e) {
      assertThat(search).isEqualTo(Search.GRID);
      assertThat(space.gridSize()).isGreaterThan(trials);
    }

    assertThat(measured[0]).isLessThanOrEqualTo(trials);
  }

  @Property(tries = 200)
  void a_grid_covers_exactly_the_product(@ForAll("spaces") SearchSpace space) {
    List<Setting> tried =
        Search.GRID.run(space, trials(Budget.MOST_TRIALS), 1, STILL, ANY).trials().stream()
            .map(Trial::setting)
            .toList();

    assertThat(tried).doesNotHaveDuplicates().hasSize((int) space.gridSize());
    space
        .learners()
        .forEach(
            (learner, values) -> {
              Set<Map<String, Double>> product = new HashSet<>(Set.of(Map.of()));
              values.forEach(
                  (name, of) -> {
                    Set<Map<String, Double>> longer = new HashSet<>();
                    for (Map<String, Double> partial : product) {
                      of.grid().forEach(value -> longer.add(with(partial, name, value)));
                    }
                    product.clear();
                    product.addAll(longer);
                  });
              assertThat(
                      tried.stream()
                          .filter(setting -> setting.learner().equals(learner))
                          .map(Setting::parameters)
                          .collect(Collectors.toSet()))
                  .isEqualTo(product);
            });
  }

  private static Map<String, Double> with(Map<String, Double> map, String name, double value) {
    Map<String, Double> longer = new java.util.HashMap<>(map);
    longer.put(name, value);
    return longer;
  }

  @Property(tries = 200)
  void what_is_drawn_lies_in_its_range(@ForAll("spaces") SearchSpace space, @ForAll long seed) {
    for (Trial trial : Search.RANDOM.run(space, trials(20), seed, STILL, ANY).trials()) {
      Map<String, Values> declared =
          space.learners().getOrDefault(trial.setting().learner(), Map.of());
      trial
          .setting()
          .parameters()
          .forEach(
              (name, value) -> {
                Values values = declared.get(name);
                if (values instanceof Choice choice) {
                  assertThat(choice.values()).contains(value);
                } else if (values instanceof Range range) {
                  assertThat(value).isBetween(range.from(), range.to());
                  assertThat(!range.isWhole() || value == Math.rint(value)).isTrue();
                }
              });
    }
  }

  @Property(tries = 200)
  void halving_keeps_the_better_half(
      @ForAll("spaces") SearchSpace space,
      @ForAll @IntRange(min = 3, max = 60) int trials,
      @ForAll long seed) {
    Map<Double, List<Trial>> rounds =
        Search.HALVING.run(space, trials(trials), seed, STILL, ANY).trials().stream()
            .collect(Collectors.groupingBy(Trial::share));

    for (double share : new double[] {0.25, 0.5}) {
      List<Trial> round = rounds.getOrDefault(share, List.of());
      Set<Setting> kept =
          rounds.getOrDefault(2 * share, List.of()).stream()
              .map(Trial::setting)
              .collect(Collectors.toSet());
      assertThat(kept).hasSize((round.size() + 1) / 2);
      double worstKept =
          round.stream()
              .filter(trial -> kept.contains(trial.setting()))
              .mapToDouble(Trial::score)
              .min()
              .orElseThrow();
      assertThat(
              round.stream()
                  .filter(trial -> !kept.contains(trial.setting()))
                  .mapToDouble(Trial::score))
          .allMatch(score -> score <= worstKept);
    }
  }

  @Example
  void twenty_trials_of_halving_are_eleven_six_and_three() {
    SearchSpace wide =
        new SearchSpace(Map.of("trees", Map.of("depth", new Range(1, 1000, false, true))));

    assertThat(
            Search.HALVING.run(wide, trials(20), 1, STILL, ANY).trials().stream()
                .collect(Collectors.groupingBy(Trial::share, Collectors.counting())))
        .isEqualTo(Map.of(0.25, 11L, 0.5, 6L, 1.0, 3L));
  }

  @Property(tries = 100)
  void the_best_is_never_worse_than_the_defaults(
      @ForAll("spaces") SearchSpace space, @ForAll long seed) {
    Found found = Search.RANDOM.run(space, trials(20), seed, STILL, ANY);

    for (Setting defaults : space.defaults()) {
      assertThat(found.best().orElseThrow().score())
          .isGreaterThanOrEqualTo(ANY.measure(defaults, 1).score());
    }
  }

  private static final SearchSpace TEN =
      new SearchSpace(
          Map.of(
              "trees",
              Map.of(
                  "depth", new Choice(IntStream.range(0, 10).mapToObj(Double::valueOf).toList()))));

  @Example
  void a_grid_that_is_larger_than_the_budget_is_refused() {
    assertThatThrownBy(() -> Search.GRID.run(TEN, trials(9), 1, STILL, ANY))
        .hasMessageStartingWith("the grid has 10 settings and 9 trials are allowed");
  }

  @Example
  void ends_when_the_time_is_over() {
    Instant[] now = {Instant.EPOCH};
    Objective slow =
        (setting, share) -> {
          now[0] = now[0].plusSeconds(10);
          return score(1);
        };

    Found found =
        Search.GRID.run(TEN, new Budget(10, Duration.ofSeconds(25), 0), 1, () -> now[0], slow);

    assertThat(found.trials()).hasSize(3).allMatch(t -> t.took().equals(Duration.ofSeconds(10)));
    assertThat(found.end()).isEqualTo(End.OUT_OF_TIME);
    assertThat(found.best()).map(Trial::number).hasValue(1);
  }

  @Example
  void ends_early_when_nothing_better_is_found() {
    List<Double> scores = new ArrayList<>(List.of(1.0, 0.0, 3.0, 2.0, 3.0, 9.0));
    Found found =
        Search.GRID.run(
            TEN, new Budget(10, LONG, 2), 1, STILL, (setting, share) -> score(scores.remove(0)));

    assertThat(found.trials()).extracting(Trial::score).containsExactly(1.0, 0.0, 3.0, 2.0, 3.0);
    assertThat(found.end()).isEqualTo(End.NOTHING_BETTER);
    assertThat(found.best()).map(Trial::number).hasValue(3);
  }

  @Example
  void a_setting_that_cannot_be_learned_by_does_not_end_the_search() {
    Found found =
        Search.GRID.run(
            TEN,
            trials(10),
            1,
            STILL,
            (setting, share) -> {
              double depth = setting.parameters().getOrDefault("depth", -1.0);
              if (depth == 9) {
                throw new IllegalArgumentException("too deep");
              }
              return score(depth);
            });

    assertThat(found.trials().get(9).failure()).isEqualTo("too deep");
    assertThat(found.best()).map(Trial::score).hasValue(8.0);
    assertThat(
            found.trials().stream().max(Comparator.comparing(Trial::number)).orElseThrow().score())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Example
  void where_all_fail_there_is_no_best() {
    Found found =
        Search.RANDOM.run(TEN, trials(5), 1, STILL, (setting, share) -> score(Double.NaN));

    assertThat(found.best()).isEmpty();
    assertThat(found.trials()).hasSize(5);
  }
}
