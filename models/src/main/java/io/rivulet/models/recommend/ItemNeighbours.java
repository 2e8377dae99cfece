package io.rivulet.models.recommend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was taken together: of each item the most similar ones, by the cosine of their persons,
 * {@code both / sqrt(one * other)}.
 *
 * @param items by item, the numbers of its neighbours
 * @param similarities of those
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record ItemNeighbours(int[][] items, double[][] similarities) implements ItemWeights {
  /** More would add what is hardly similar. */
  static final int MOST_NEIGHBOURS = 50;

  static ItemNeighbours learn(Interactions interactions) {
    int n = interactions.items().size();
    List<List<int[]>> basketsOf = basketsOf(interactions, n);
    int[][] items = new int[n][];
    double[][] similarities = new double[n][];
    for (int item = 0; item < n; item++) {
      double[] cosines = cosines(item, basketsOf.get(item), interactions.counts());
      items[item] =
          IntStream.range(0, n)
              .filter(other -> cosines[other] > 0)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer other) -> -cosines[other]))
              .limit(MOST_NEIGHBOURS)
              .mapToInt(Integer::intValue)
              .toArray();
      similarities[item] =
          Arrays.stream(items[item]).mapToDouble(other -> cosines[other]).toArray();
    }
    return new ItemNeighbours(items, similarities);
  }

  private static List<List<int[]>> basketsOf(Interactions interactions, int n) {
    List<List<int[]>> baskets =
        IntStream.range(0, n).<List<int[]>>mapToObj(item -> new ArrayList<>()).toList();
    for (int[] basket : interactions.baskets()) {
      for (int item : basket) {
        baskets.get(item).add(basket);
      }
    }
    return baskets;
  }

  /** With all other items; 0 with itself. */
  private static double[] cosines(int item, List<int[]> baskets, int[] counts) {
    double[] both = new double[counts.length];
    for (int[] basket : baskets) {
      for (int other : basket) {
        both[other]++;
      }
    }
    both[item] = 0;
    for (int other = 0; other < both.length; other++) {
      both[other] /= Math.sqrt((double) counts[item] * counts[other]);
    }
    return both;
  }

  @Override
  public void addTo(double[] scores, int taken) {
    for (int i = 0; i < items[taken].length; i++) {
      scores[items[taken][i]] += similarities[taken][i];
    }
  }

  @Override
  public double of(int taken, int item) {
    for (int i = 0; i < items[taken].length; i++) {
      if (items[taken][i] == item) {
        return similarities[taken][i];
      }
    }
    return 0;
  }
}
