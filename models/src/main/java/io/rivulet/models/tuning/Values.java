package io.rivulet.models.tuning;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** The values of a parameter that may be tried. */
public sealed interface Values {

  /** Each that a grid tries, once. */
  List<Double> grid();

  /** One of them by lot. */
  double draw(SplittableRandom random);

  /** The smallest and the largest one. */
  List<Double> ends();

  /**
   * A few that are named.
   *
   * @param values at least one, each once
   */
  record Choice(List<Double> values) implements Values {
    public Choice {
      values = values.stream().distinct().toList();
      if (values.isEmpty()) {
        throw new IllegalArgumentException("no value to choose from");
      }
    }

    @Override
    public List<Double> grid() {
      return values;
    }

    @Override
    public double draw(SplittableRandom random) {
      return values.get(random.nextInt(values.size()));
    }

    @Override
    public List<Double> ends() {
      return List.of(
          values.stream().mapToDouble(v -> v).min().orElseThrow(),
          values.stream().mapToDouble(v -> v).max().orElseThrow());
    }
  }

  /**
   * All between two, both included. A grid tries the ends and the middle.
   *
   * @param isLogarithmic whether 0.01 to 0.1 is as wide as 0.1 to 1
   * @param isWhole whether only whole numbers count
   */
  record Range(double from, double to, boolean isLogarithmic, boolean isWhole) implements Values {
    public Range {
      if (!(from <= to) || (isLogarithmic && from <= 0)) {
        throw new IllegalArgumentException(
            "a range goes up, and by logarithm from above 0, not from " + from + " to " + to);
      }
    }

    @Override
    public List<Double> grid() {
      return DoubleStream.of(0, 0.5, 1).map(this::at).distinct().boxed().toList();
    }

    @Override
    public double draw(SplittableRandom random) {
      return at(random.nextDouble());
    }

    @Override
    public List<Double> ends() {
      return List.of(from, to);
    }

    private double at(double part) {
      double value =
          isLogarithmic
              ? Math.exp(Math.log(from) + part * (Math.log(to) - Math.log(from)))
              : from + part * (to - from);
      double bounded = Math.max(from, Math.min(to, value));
      return isWhole ? Math.rint(bounded) : bounded;
    }
  }
}
