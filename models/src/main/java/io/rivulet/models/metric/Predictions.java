package io.rivulet.models.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores beside what came to be. Equal scores count as one: no measure depends on the order in
 * which they were given.
 */
public final class Predictions {

  /** A figure with the range in which it lies with 95 % confidence. */
  public record Interval(double low, double high) {}

  /**
   * A tenth of the scores.
   *
   * @param count how many it has
   * @param told mean of the scores
   * @param happened share that came to be
   */
  public record Group(int count, double told, double happened) {}

  /** Bins of equal size by which {@link #calibrationError} compares. */
  private static final int BINS = 10;

  private static final double NORMAL_95 = 1.959964;

  private final double[] scores;
  private final boolean[] outcomes;
  private final int positives;

  /**
   * @param scores the higher, the likelier
   * @param outcomes what came to be, in the same order
   */
  public Predictions(double[] scores, boolean[] outcomes) {
    if (scores.length != outcomes.length) {
      throw new IllegalArgumentException(
          scores.length + " scores, but " + outcomes.length + " outcomes");
    }
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.scores = Arrays.stream(order).mapToDouble(i -> scores[i]).toArray();
    this.outcomes = new boolean[order.length];
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      this.outcomes[i] = outcomes[order[i]];
      count += this.outcomes[i] ? 1 : 0;
    }
    this.positives = count;
  }

  /** How many came to be. */
  public int positives() {
    return positives;
  }

  /** How many did not. */
  public int negatives() {
    return scores.length - positives;
  }

  /** The share that came to be. */
  public double baseRate() {
    return (double) positives / scores.length;
  }

  /**
   * The chance that one that came to be has a higher score than one that did not, equal ones
   * counted half; 0.5 is guessing. NaN where there are not both.
   */
  public double rocAuc() {
    double pairs = 0;
    double above = 0;
    for (int from = 0; from < scores.length; ) {
      int to = endOfTie(from);
      int hits = hits(from, to);
      pairs += (to - from - hits) * (above + hits / 2.0);
      above += hits;
      from = to;
    }
    return pairs / ((double) positives * negatives());
  }

  /**
   * The 95 % interval of {@link #rocAuc}, by Hanley and McNeil, "The meaning and use of the area
   * under a ROC curve", Radiology 143 (1982).
   */
  public Interval rocAucInterval() {
    double auc = rocAuc();
    double q1 = auc / (2 - auc);
    double q2 = 2 * auc * auc / (1 + auc);
    double variance =
        (auc * (1 - auc)
                + (positives - 1) * (q1 - auc * auc)
                + (negatives() - 1) * (q2 - auc * auc))
            / ((double) positives * negatives());
    double half = NORMAL_95 * Math.sqrt(variance);
    return new Interval(Math.max(0, auc - half), Math.min(1, auc + half));
  }

  /** Average precision, the area under precision over recall; the base rate is guessing. */
  public double aucPr() {
    double area = 0;
    int found = 0;
    for (int from = 0; from < scores.length; ) {
      int to = endOfTie(from);
      int hits = hits(from, to);
      found += hits;
      area += (double) hits / positives * found / to;
      from = to;
    }
    return area;
  }

  /**
   * How many times as often it came to be among the highest scores as among all. Of a tie at the
   * edge each counts in part.
   *
   * @param share of the scores that are looked at, such as 0.1
   */
  public double lift(double share) {
    int looked = (int) Math.ceil(scores.length * share);
    double found = 0;
    for (int from = 0; from < looked; ) {
      int to = endOfTie(from);
      found += (double) hits(from, to) * Math.min(1.0, (double) (looked - from) / (to - from));
      from = to;
    }
    return found / looked / baseRate();
  }

  /** Mean squared distance of scores, taken as probabilities, from what came to be; 0 is best. */
  public double brier() {
    return IntStream.range(0, scores.length)
        .mapToDouble(i -> Math.pow(scores[i] - (outcomes[i] ? 1 : 0), 2))
        .average()
        .orElse(Double.NaN);
  }

  /**
   * How far probabilities are from the shares that came to be: their distance in ten groups of
   * equal size by score, on average.
   */
  public double calibrationError() {
    return groups().stream()
            .mapToDouble(group -> group.count() * Math.abs(group.told() - group.happened()))
            .sum()
        / scores.length;
  }

  /** Ten groups of equal size, the highest scores first; fewer where there are fewer scores. */
  public List<Group> groups() {
    // of a tie that two groups share each has the same share
    double[] shares = new double[scores.length];
    for (int from = 0; from < scores.length; ) {
      int to = endOfTie(from);
      Arrays.fill(shares, from, to, (double) hits(from, to) / (to - from));
      from = to;
    }
    List<Group> groups = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      int from = scores.length * bin / BINS;
      int to = scores.length * (bin + 1) / BINS;
      if (from < to) {
        groups.add(
            new Group(
                to - from,
                Arrays.stream(scores, from, to).average().orElseThrow(),
                Arrays.stream(shares, from, to).average().orElseThrow()));
      }
    }
    return groups;
  }

  private int endOfTie(int from) {
    int to = from + 1;
    while (to < scores.length && scores[to] == scores[from]) {
      to++;
    }
    return to;
  }

  private int hits(int from, int to) {
    int hits = 0;
    for (int i = from; i < to; i++) {
      hits += outcomes[i] ? 1 : 0;
    }
    return hits;
  }
}
