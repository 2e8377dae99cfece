package io.rivulet.models.segment;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fifths of the values of persons, by A. M. Hughes, Strategic Database Marketing (1994): sorted and
 * cut into five groups of one size. Equal values are never parted, so groups may be of other sizes:
 * a value belongs to the fifth in which the first of its equals stands.
 *
 * <p>Of 1 1 1 1 1 1 2 3 4 5, whose fifths begin at the places 1, 3, 5, 7 and 9, all 1 are in the
 * lowest, 2 and 3 in the fourth, 4 and 5 in the highest.
 *
 * @param edges four, ascending: the highest value of each fifth but the highest
 */
public record Quintiles(List<Double> edges) {
  private static final int FIFTHS = 5;

  public Quintiles {
    edges = List.copyOf(edges);
    if (edges.size() != FIFTHS - 1) {
      throw new IllegalArgumentException(edges.size() + " edges are not 4");
    }
  }

  /** Of at least one value. */
  static Quintiles of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quintiles(
        IntStream.range(1, FIFTHS)
            .mapToObj(i -> sorted[(sorted.length * i + FIFTHS - 1) / FIFTHS - 1])
            .toList());
  }

  /** 1 for a value in the lowest fifth, to 5 for one in the highest. */
  int fifth(double value) {
    return 1 + (int) edges.stream().filter(edge -> edge < value).count();
  }
}
