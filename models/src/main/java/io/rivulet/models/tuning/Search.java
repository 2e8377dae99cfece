package io.rivulet.models.tuning;

import io.rivulet.models.tuning.Trial.Measured;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Ways to look for the best setting. The same space, budget and seed try the same settings, however
 * good they are, but for halving, which drops the worse ones, and for what ends a search early.
 */
public enum Search {
  /** Each combination of values; refused where they are more than the trials. */
  GRID {
    @Override
    void search(SearchSpace space, long seed, Tries tries) {
      if (space.gridSize() > tries.budget.trials()) {
        throw new IllegalArgumentException(
            "the grid has %d settings and %d trials are allowed: name fewer values, or search at random"
                .formatted(space.gridSize(), tries.budget.trials()));
      }
      space.grid().forEach(setting -> tries.one(setting, 1));
    }
  },
  /** The defaults, then settings by lot. */
  RANDOM {
    @Override
    void search(SearchSpace space, long seed, Tries tries) {
      drawn(space, seed, tries.budget.trials()).forEach(setting -> tries.one(setting, 1));
    }
  },
  /**
   * As at random, but on a quarter of the examples; the better half again on a half, and the better
   * half of those on all. Of 20 trials 11 are of a quarter, 6 of a half, 3 of all.
   *
   * <p>Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
   * Optimization" (2016).
   */
  HALVING {
    @Override
    void search(SearchSpace space, long seed, Tries tries) {
      List<Setting> left = drawn(space, seed, first(tries.budget.trials()));
      for (double share : SHARES) {
        List<Trial> round =
            left.stream()
                .map(setting -> tries.one(setting, share))
                .flatMap(Optional::stream)
                .toList();
        left = betterHalf(round).stream().map(Trial::setting).toList();
      }
    }
  };

  private static final double[] SHARES = {0.25, 0.5, 1};

  /** Draws of a space that may have fewer settings than are looked for. */
  private static final int MOST_DRAWS = 10_000;

  /** How good a setting is. */
  public interface Objective {
    /**
     * Learns by a setting and measures.
     *
     * @param share of the examples to learn from
     * @throws IllegalArgumentException when it cannot be learned by; the trial has failed, others
     *     go on
     */
    Measured measure(Setting setting, double share);
  }

  /** Why a search tried no more. */
  public enum End {
    ALL_TRIED,
    OUT_OF_TIME,
    NOTHING_BETTER
  }

  /**
   * What came of it.
   *
   * @param trials in their order, at most as many as allowed
   * @param best empty where all failed
   */
  public record Found(List<Trial> trials, Optional<Trial> best, End end) {
    public Found {
      trials = List.copyOf(trials);
    }
  }

  /**
   * The search of that name, in lower case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Search named(String name) {
    for (Search search : values()) {
      if (search.name().toLowerCase(Locale.ROOT).equals(name)) {
        return search;
      }
    }
    throw new IllegalArgumentException("tuning is none of grid, random and halving: " + name);
  }

  /**
   * Tries settings, one after the other.
   *
   * @throws IllegalArgumentException when a grid is larger than the budget
   */
  public Found run(
      SearchSpace space, Budget budget, long seed, InstantSource clock, Objective objective) {
    Budget used = this == HALVING ? new Budget(budget.trials(), budget.time(), 0) : budget;
    Tries tries = new Tries(used, clock, objective);
    search(space, seed, tries);
    return new Found(
        tries.trials,
        tries.trials.stream().filter(t -> t.measured() != null).max(Trial.BETTER_LAST),
        tries.end);
  }

  abstract void search(SearchSpace space, long seed, Tries tries);

  /** The half that did better, rounded up, the best first. */
  static List<Trial> betterHalf(List<Trial> trials) {
    List<Trial> sorted = new ArrayList<>(trials);
    sorted.sort(Trial.BETTER_LAST.reversed());
    return sorted.subList(0, (sorted.size() + 1) / 2);
  }

  /** How many to begin with, so that all rounds together have no more trials. */
  static int first(int trials) {
    int first = 1;
    while (rounds(first + 1) <= trials) {
      first++;
    }
    return first;
  }

  private static int rounds(int first) {
    int all = 0;
    int left = first;
    for (int round = 0; round < SHARES.length; round++) {
      all += left;
      left = (left + 1) / 2;
    }
    return all;
  }

  /** The defaults and others by lot, each once; fewer where the space has no more. */
  private static List<Setting> drawn(SearchSpace space, long seed, int most) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Setting> drawn = new LinkedHashSet<>(space.defaults());
    for (int draw = 0; drawn.size() < most && draw < MOST_DRAWS; draw++) {
      drawn.add(space.draw(random));
    }
    return drawn.stream().limit(most).toList();
  }

  /** The trials so far. */
  static final class Tries {
    private final Budget budget;
    private final InstantSource clock;
    private final Objective objective;
    private final Instant start;
    private final List<Trial> trials = new ArrayList<>();
    private int sinceBetter;
    private End end = End.ALL_TRIED;

    private Tries(Budget budget, InstantSource clock, Objective objective) {
      this.budget = budget;
      this.clock = clock;
      this.objective = objective;
      this.start = clock.instant();
    }

    /** Tries a setting; empty where the search has ended. */
    Optional<Trial> one(Setting setting, double share) {
      if (end != End.ALL_TRIED || trials.size() >= budget.trials()) {
        return Optional.empty();
      }
      Instant begin = clock.instant();
      if (Duration.between(start, begin).compareTo(budget.time()) >= 0) {
        end = End.OUT_OF_TIME;
        return Optional.empty();
      }
      Trial trial = measured(setting, share, begin);
      boolean isBetter =
          trials.isEmpty()
              || Trial.BETTER_LAST.compare(trial, Collections.max(trials, Trial.BETTER_LAST)) > 0;
      trials.add(trial);
      sinceBetter = isBetter ? 0 : sinceBetter + 1;
      if (budget.patience() > 0 && sinceBetter >= budget.patience()) {
        end = End.NOTHING_BETTER;
      }
      return Optional.of(trial);
    }

    private Trial measured(Setting setting, double share, Instant begin) {
      int number = trials.size() + 1;
      try {
        Measured measured = objective.measure(setting, share);
        return new Trial(number, setting, share, since(begin), measured, null);
      } catch (IllegalArgumentException e) {
        return new Trial(
            number, setting, share, since(begin), null, String.valueOf(e.getMessage()));
      }
    }

    private Duration since(Instant begin) {
      return Duration.between(begin, clock.instant());
    }
  }
}
