package io.rivulet.models.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.random.Well19937c;

/**
 * Parts points into k clusters whose points lie close to their centers: Lloyd's algorithm from
 * centers drawn far apart (k-means++), the best of some attempts. The same points in the same order
 * and the same seed give the same centers.
 */
final class KMeans {
  private static final int ATTEMPTS = 5;
  private static final int MOST_ITERATIONS = 100;

  private KMeans() {}

  /** Empty where there are fewer than {@code k} different points. */
  static Optional<List<double[]>> centers(List<double[]> points, int k, long seed) {
    return IntStream.range(0, ATTEMPTS)
        .mapToObj(attempt -> centers(points, k, MOST_ITERATIONS, seed * ATTEMPTS + attempt))
        .flatMap(Optional::stream)
        .min(Comparator.comparingDouble(centers -> inertia(points, centers)));
  }

  static Optional<List<double[]>> centers(List<double[]> points, int k, int iterations, long seed) {
    List<DoublePoint> clusterable = new ArrayList<>();
    points.forEach(point -> clusterable.add(new DoublePoint(point)));
    try {
      List<CentroidCluster<DoublePoint>> clusters =
          new KMeansPlusPlusClusterer<DoublePoint>(
                  k, iterations, new EuclideanDistance(), new Well19937c(seed))
              .cluster(clusterable);
      long different = clusters.stream().map(CentroidCluster::getCenter).distinct().count();
      return different < k
          ? Optional.empty()
          : Optional.of(clusters.stream().map(c -> c.getCenter().getPoint()).toList());
    } catch (MathRuntimeException e) {
      // an empty cluster that no point can be taken into
      return Optional.empty();
    }
  }

  /** The sum of the squared distances of points to their nearest center. */
  static double inertia(List<double[]> points, List<double[]> centers) {
    return points.stream()
        .mapToDouble(point -> squaredDistance(point, centers.get(nearest(point, centers))))
        .sum();
  }

  /** The place of the nearest center; of equally near ones the first. */
  static int nearest(double[] point, List<double[]> centers) {
    return IntStream.range(0, centers.size())
        .boxed()
        .min(Comparator.comparingDouble(i -> squaredDistance(point, centers.get(i))))
        .orElseThrow();
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
