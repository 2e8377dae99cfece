package io.rivulet.benchmarks;

import java.util.stream.DoubleStream;

/** The middle of several measurements. */
public final class Median {
  private Median() {}

  /** The median; of an even number the mean of the two in the middle. */
  public static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
