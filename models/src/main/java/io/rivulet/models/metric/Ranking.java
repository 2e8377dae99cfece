package io.rivulet.models.metric;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How good a list of recommendations was for a person, given what the person took afterwards. Both
 * figures lie between 0 and 1, and are 1 where the list begins with all that was taken, as far as
 * it reaches (as in Liang et al., Variational Autoencoders for Collaborative Filtering, 2018).
 */
public final class Ranking {
  private static final double LN_2 = Math.log(2);

  private Ranking() {}

  /**
   * The share of what was taken that stands among the first {@code k}; of more than {@code k}
   * things as many as could stand there. Example: of a list a, b, c with k 2, where b and d were
   * taken, it is 1 of 2.
   *
   * @param taken at least one
   */
  public static <T> double recall(List<T> list, Set<T> taken, int k) {
    long hits = list.stream().limit(k).filter(taken::contains).count();
    return (double) hits / Math.min(k, taken.size());
  }

  /**
   * Normalised discounted cumulative gain: what was taken counts 1 / log2(1 + its place), as a
   * share of the most that was possible. Example: of a list a, b, c with k 2, where b and d were
   * taken, it is (1 / log2 3) / (1 / log2 2 + 1 / log2 3), 0.387.
   *
   * @param taken at least one
   */
  public static <T> double ndcg(List<T> list, Set<T> taken, int k) {
    double gain =
        IntStream.range(0, Math.min(k, list.size()))
            .filter(i -> taken.contains(list.get(i)))
            .mapToDouble(Ranking::discount)
            .sum();
    double most =
        IntStream.range(0, Math.min(k, taken.size())).mapToDouble(Ranking::discount).sum();
    return gain / most;
  }

  /** Of a place, counted from 0. */
  private static double discount(int place) {
    return LN_2 / Math.log(place + 2.0);
  }
}
