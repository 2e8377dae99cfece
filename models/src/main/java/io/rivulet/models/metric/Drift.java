package io.rivulet.models.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the values of a feature lay when a model learned, to see later whether they still do.
 *
 * @param edges ascending, the highest value of each bin but the last
 * @param shares of the values by bin, one more than edges
 */
public record Drift(List<Double> edges, List<Double> shares) {

  /** From here on a feature is called changed; a common rule of credit scoring. */
  public static final double CHANGED = 0.2;

  private static final int BINS = 10;

  /** In place of none, which would make the index infinite. */
  private static final double LEAST_SHARE = 1e-4;

  public Drift {
    edges = List.copyOf(edges);
    shares = List.copyOf(shares);
    if (shares.size() != edges.size() + 1) {
      throw new IllegalArgumentException(edges.size() + " edges, but " + shares.size() + " shares");
    }
  }

  /** Of the values when a model learned; equal values lie in one bin, so there may be fewer. */
  public static Drift of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    List<Double> edges =
        IntStream.range(1, BINS)
            .mapToObj(i -> sorted[sorted.length * i / BINS])
            .distinct()
            .filter(edge -> edge < sorted[sorted.length - 1])
            .toList();
    return new Drift(edges, shares(edges, values));
  }

  /**
   * The population stability index of values against those when the model learned: the sum of (now
   * - then) * ln(now / then) over the bins. 0 is the same; below 0.1 is called stable.
   */
  public double psi(double[] values) {
    List<Double> now = shares(edges, values);
    return IntStream.range(0, shares.size())
        .mapToDouble(
            i -> {
              double then = Math.max(LEAST_SHARE, shares.get(i));
              double actual = Math.max(LEAST_SHARE, now.get(i));
              return (actual - then) * Math.log(actual / then);
            })
        .sum();
  }

  private static List<Double> shares(List<Double> edges, double[] values) {
    int[] counts = new int[edges.size() + 1];
    for (double value : values) {
      int bin = 0;
      while (bin < edges.size() && value > edges.get(bin)) {
        bin++;
      }
      counts[bin]++;
    }
    return Arrays.stream(counts).mapToObj(n -> (double) n / values.length).toList();
  }
}
