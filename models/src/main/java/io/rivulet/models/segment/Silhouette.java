package io.rivulet.models.segment;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How well points fit their clusters, by P. J. Rousseeuw (1987). Of a point with the mean distance
 * {@code a} to the others of its cluster and {@code b} to those of the nearest other one it is
 * {@code (b - a) / max(a, b)}; 0 of one that is alone in its cluster.
 */
final class Silhouette {
  /** Up to here Kaufman and Rousseeuw (1990) see no substantial structure. */
  static final double NO_STRUCTURE = 0.25;

  private Silhouette() {}

  /**
   * The mean over all points, -1 to 1; 0 where there are fewer than two clusters.
   *
   * @param clusters of each point, from 0
   */
  static double mean(List<double[]> points, int[] clusters) {
    int count = IntStream.of(clusters).max().orElse(0) + 1;
    int[] sizes = new int[count];
    for (int cluster : clusters) {
      sizes[cluster]++;
    }
    return IntStream.range(0, points.size())
        .mapToDouble(i -> of(i, points, clusters, sizes))
        .average()
        .orElse(0);
  }

  private static double of(int i, List<double[]> points, int[] clusters, int[] sizes) {
    int own = clusters[i];
    if (sizes[own] == 1) {
      return 0;
    }
    double[] sums = new double[sizes.length];
    for (int j = 0; j < clusters.length; j++) {
      sums[clusters[j]] += Math.sqrt(KMeans.squaredDistance(points.get(i), points.get(j)));
    }
    double a = sums[own] / (sizes[own] - 1);
    double b =
        IntStream.range(0, sizes.length)
            .filter(cluster -> cluster != own && sizes[cluster] > 0)
            .mapToDouble(cluster -> sums[cluster] / sizes[cluster])
            .min()
            .orElse(a);
    return a == b ? 0 : (b - a) / Math.max(a, b);
  }
}
