package io.rivulet.models.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class KMeansProperties {

  private static List<double[]> points(long seed, int count) {
    Random random = new Random(seed);
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(new double[] {random.nextGaussian() + 3 * random.nextInt(4), random.nextDouble()});
    }
    return points;
  }

  @Property(tries = 50)
  void inertia_falls_with_each_iteration(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int k) {
    List<double[]> points = points(seed, 60);
    double before = Double.MAX_VALUE;

    for (int iterations = 1; iterations < 12; iterations++) {
      List<double[]> centers = KMeans.centers(points, k, iterations, seed).orElseThrow();
      double inertia = KMeans.inertia(points, centers);
      assertThat(inertia).isLessThanOrEqualTo(before * (1 + 1e-12));
      before = inertia;
    }
  }

  @Property(tries = 20)
  void more_clusters_lie_closer_to_their_points(@ForAll @IntRange(min = 0, max = 1_000) int seed) {
    List<double[]> points = points(seed, 60);
    double before = Double.MAX_VALUE;

    for (int k = 1; k <= 8; k++) {
      double inertia = KMeans.inertia(points, KMeans.centers(points, k, seed).orElseThrow());
      assertThat(inertia).isLessThan(before);
      before = inertia;
    }
  }

  @Example
  void fewer_different_points_than_clusters_are_no_clusters() {
    List<double[]> points = List.of(new double[] {1}, new double[] {1}, new double[] {2});

    assertThat(KMeans.centers(points, 2, 1)).isPresent();
    assertThat(KMeans.centers(points, 3, 1)).isEqualTo(Optional.empty());
  }

  @Example
  void a_silhouette_by_hand() {
    List<double[]> points =
        List.of(
            new double[] {0},
            new double[] {1},
            new double[] {10},
            new double[] {11},
            new double[] {30});

    // the last one is alone; to the others the nearest other cluster is that of the other two
    assertThat(Silhouette.mean(points, new int[] {0, 0, 1, 1, 2}))
        .isCloseTo((2 * (9.5 / 10.5) + 2 * (8.5 / 9.5) + 0) / 5, within(1e-12));
    assertThat(Silhouette.mean(points, new int[] {0, 0, 0, 0, 0})).isZero();
  }
}
