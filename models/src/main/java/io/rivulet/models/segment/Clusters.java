package io.rivulet.models.segment;

import io.rivulet.models.person.FeatureValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of persons, found in how they use the product.
 *
 * @param all in the order of their numbers; empty where persons differ by degrees alone
 * @param highestNumber ever given to one: no number is given again to another cluster
 */
public record Clusters(Scale scale, List<Cluster> all, int highestNumber) {
  private static final int MOST_CLUSTERS = 8;

  /** Persons by whom k is chosen and clusters are judged: each is compared with each. */
  static final int MOST_COMPARED = 1_000;

  /** Of the persons; fewer are outliers, no kind. */
  private static final double LEAST_SHARE = 0.02;

  /** Traits in a name, but where two clusters would have the same. */
  private static final int TRAITS_OF_NAME = 2;

  public Clusters {
    all = List.copyOf(all);
  }

  /**
   * Centers for the k with the highest silhouette of those whose clusters all are large enough.
   *
   * @param silhouettes by k
   */
  record Found(Scale scale, List<double[]> centers, Map<Integer, Double> silhouettes) {}

  /**
   * Looks for them.
   *
   * @param persons as if shuffled, in the same order for the same persons
   */
  static Found find(List<FeatureValues> persons, long seed) {
    Scale scale = Scale.of(persons);
    List<double[]> points = persons.stream().map(scale::point).toList();
    List<double[]> compared = points.subList(0, Math.min(MOST_COMPARED, points.size()));
    Map<Integer, Double> silhouettes = new TreeMap<>();
    List<double[]> best = List.of();
    double highest = 0;
    for (int k = 2; k <= MOST_CLUSTERS; k++) {
      Optional<List<double[]>> centers = KMeans.centers(points, k, seed);
      if (centers.isEmpty()) {
        break;
      }
      double silhouette = silhouette(compared, centers.get());
      silhouettes.put(k, silhouette);
      if (silhouette > highest && smallest(points, centers.get()) >= LEAST_SHARE * points.size()) {
        highest = silhouette;
        best = centers.get();
      }
    }
    return new Found(scale, best, silhouettes);
  }

  private static long smallest(List<double[]> points, List<double[]> centers) {
    long[] sizes = new long[centers.size()];
    points.forEach(point -> sizes[KMeans.nearest(point, centers)]++);
    return LongStream.of(sizes).min().orElse(0);
  }

  /** None, with the numbers that were given kept. */
  static Clusters none(Scale scale, @Nullable Clusters before) {
    return new Clusters(scale, List.of(), before == null ? 0 : before.highestNumber);
  }

  /**
   * Those found, with numbers and names. One is the same as one before when more than half of all
   * who are in the one or the other are in both: it keeps the number, and the name while its traits
   * hold. No two can be the same as one, since more than half of it would be in each.
   *
   * @param before the clusters that are in use; null where there are none
   * @param persons from whom they were learned
   */
  static Clusters named(Found found, @Nullable Clusters before, List<FeatureValues> persons) {
    List<double[]> centers = found.centers();
    int[] sizes = new int[centers.size()];
    int[] sizesBefore = new int[before == null ? 0 : before.all.size()];
    int[][] both = new int[sizes.length][sizesBefore.length];
    for (FeatureValues person : persons) {
      int now = KMeans.nearest(found.scale().point(person), centers);
      sizes[now]++;
      if (sizesBefore.length > 0 && before != null) {
        int then = before.place(person);
        sizesBefore[then]++;
        both[now][then]++;
      }
    }
    Cluster[] same = new Cluster[sizes.length];
    for (int now = 0; now < sizes.length; now++) {
      for (int then = 0; then < sizesBefore.length && before != null; then++) {
        int either = sizes[now] + sizesBefore[then] - both[now][then];
        if (2 * both[now][then] > either) {
          same[now] = before.all.get(then);
        }
      }
    }
    int number = before == null ? 0 : before.highestNumber;
    Set<String> names = new HashSet<>();
    List<Cluster> clusters = new ArrayList<>();
    // who keeps a name comes first, then the largest
    for (int i :
        IntStream.range(0, sizes.length)
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> same[i] == null)
                    .thenComparing(i -> same[i] == null ? 0 : same[i].number())
                    .thenComparing(i -> -sizes[i]))
            .toList()) {
      double[] center = centers.get(i);
      Cluster kept = same[i];
      int own = kept == null ? ++number : kept.number();
      List<Double> place = IntStream.range(0, center.length).mapToObj(j -> center[j]).toList();
      if (kept != null && kept.isNameOf(center) && names.add(kept.name())) {
        clusters.add(new Cluster(own, kept.name(), kept.traits(), place, sizes[i]));
        continue;
      }
      List<Trait> traits = traits(center, names);
      String name = Cluster.name(traits);
      String unique = names.add(name) ? name : name + " (" + own + ")";
      names.add(unique);
      clusters.add(new Cluster(own, unique, traits, place, sizes[i]));
    }
    clusters.sort(Comparator.comparingInt(Cluster::number));
    return new Clusters(found.scale(), clusters, number);
  }

  /** The strongest, and further ones until no other cluster has the name. */
  private static List<Trait> traits(double[] center, Set<String> taken) {
    List<Trait> all = Cluster.traits(center);
    int count = Math.min(TRAITS_OF_NAME, all.size());
    while (count < all.size() && taken.contains(Cluster.name(all.subList(0, count)))) {
      count++;
    }
    return all.subList(0, count);
  }

  /** A person's; empty where there are none. */
  Optional<Cluster> of(FeatureValues person) {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(place(person)));
  }

  private int place(FeatureValues person) {
    return KMeans.nearest(scale.point(person), all.stream().map(Cluster::point).toList());
  }

  /** How well persons fit these clusters; 0 where there are none. */
  double silhouette(List<FeatureValues> persons) {
    List<FeatureValues> compared = persons.subList(0, Math.min(MOST_COMPARED, persons.size()));
    return all.isEmpty()
        ? 0
        : Silhouette.mean(
            compared.stream().map(scale::point).toList(),
            compared.stream().mapToInt(this::place).toArray());
  }

  private static double silhouette(List<double[]> points, List<double[]> centers) {
    return Silhouette.mean(
        points, points.stream().mapToInt(point -> KMeans.nearest(point, centers)).toArray());
  }
}
