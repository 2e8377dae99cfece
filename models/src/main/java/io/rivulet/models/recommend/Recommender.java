package io.rivulet.models.recommend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells persons what they may want, from what was taken before a day. What a person took already is
 * never recommended to them. Where what they took says too little, and to whom took nothing, the
 * list goes on with what is popular.
 */
public final class Recommender {
  /** Items of a list. */
  public static final int MOST_RECOMMENDED = 10;

  /** Less is an error of rounding. */
  private static final double LEAST_SCORE = 1e-9;

  private final Interactions interactions;
  private final @Nullable ItemWeights weights;
  private final double[] shares;

  private Recommender(Interactions interactions, @Nullable ItemWeights weights, double persons) {
    this.interactions = interactions;
    this.weights = weights;
    this.shares = Arrays.stream(interactions.counts()).mapToDouble(n -> n / persons).toArray();
  }

  /** Learns from what these persons took before the day. */
  public static Recommender learn(Recipe recipe, List<PersonItems> persons, LocalDate asOf) {
    return learn(recipe, Interactions.before(asOf, persons));
  }

  static Recommender learn(Recipe recipe, Interactions interactions) {
    ItemWeights weights =
        switch (recipe.method()) {
          case POPULARITY -> null;
          case ITEM_KNN -> ItemNeighbours.learn(interactions);
          case EASE -> Ease.learn(interactions, recipe.regularization());
        };
    return new Recommender(interactions, weights, interactions.baskets().size());
  }

  Interactions interactions() {
    return interactions;
  }

  /** How many items there are to choose from. */
  public int items() {
    return interactions.items().size();
  }

  /**
   * What most persons took, for whoever is not known.
   *
   * @param persons who took it, of those who were learned from
   * @param share of all who took anything
   */
  public record Popular(String item, int persons, double share) {}

  /** The most popular items, at most so many. */
  public List<Popular> popular(int most) {
    return IntStream.range(0, Math.min(most, items()))
        .mapToObj(
            i -> new Popular(interactions.items().get(i), interactions.counts()[i], shares[i]))
        .toList();
  }

  /** What somebody may want, the best first; empty where they took all that there is. */
  public List<Recommendation> recommend(PersonItems person) {
    int[] basket = interactions.basket(person);
    double[] scores = scores(basket);
    List<Recommendation> list = new ArrayList<>();
    for (int item : ranked(basket, scores)) {
      boolean isOwn = own(scores, item) > 0;
      list.add(
          new Recommendation(
              interactions.items().get(item),
              isOwn ? scores[item] : shares[item],
              isOwn ? interactions.items().get(strongest(basket, item)) : null));
    }
    return list;
  }

  /** The numbers of the items of a list; below those with a score the popular ones. */
  int[] ranked(int[] basket, double[] scores) {
    int[] best = new int[MOST_RECOMMENDED];
    int n = 0;
    // numbers rise as popularity falls, so of equal ones the more popular one comes first
    for (int item = 0; item < scores.length; item++) {
      boolean isBetter = n < best.length || own(scores, item) > own(scores, best[n - 1]);
      if (isBetter && Arrays.binarySearch(basket, item) < 0) {
        n = Math.min(n + 1, best.length);
        int place = n - 1;
        for (; place > 0 && own(scores, item) > own(scores, best[place - 1]); place--) {
          best[place] = best[place - 1];
        }
        best[place] = item;
      }
    }
    return Arrays.copyOf(best, n);
  }

  private static double own(double[] scores, int item) {
    return scores[item] > LEAST_SCORE ? scores[item] : 0;
  }

  double[] scores(int[] basket) {
    double[] scores = new double[items()];
    if (weights != null) {
      for (int taken : basket) {
        weights.addTo(scores, taken);
      }
    }
    return scores;
  }

  private int strongest(int[] basket, int item) {
    ItemWeights own = Objects.requireNonNull(weights);
    return Arrays.stream(basket)
        .boxed()
        .max(Comparator.comparingDouble(taken -> own.of(taken, item)))
        .orElseThrow();
  }
}
