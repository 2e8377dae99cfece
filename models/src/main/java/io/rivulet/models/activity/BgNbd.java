package io.rivulet.models.activity;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.hipparchus.special.Gamma;

/**
 * The BG/NBD model of persons who come again and again until, unseen, they stop: while they stay,
 * visits are a Poisson process with a rate that is gamma distributed over persons (r, alpha); after
 * each visit a person stops with a chance that is beta distributed (a, b).
 *
 * <p>Fader, Hardie, Lee: "Counting Your Customers the Easy Way: An Alternative to the Pareto/NBD
 * Model", Marketing Science 24 (2005), equations 6 and 10.
 */
public record BgNbd(double r, double alpha, double a, double b) {

  /**
   * What is known of a person. All times have one unit, such as weeks.
   *
   * @param repeats visits after the first
   * @param recency time from the first visit to the last
   * @param age time from the first visit until now, not less than {@code recency}
   */
  public record Visits(int repeats, double recency, double age) {
    public Visits {
      if (repeats < 0 || recency < 0 || age < recency) {
        throw new IllegalArgumentException(
            "not visits: " + repeats + " repeats, recency " + recency + ", age " + age);
      }
    }
  }

  private static final int MOST_EVALUATIONS = 5_000;
  private static final double TOLERANCE = 1e-10;

  /** Beyond these the likelihood is flat, and the parameters would run away. */
  private static final double MOST_LOG = 10;

  private static final int MOST_TERMS = 10_000;

  /**
   * The parameters under which what was seen is likeliest; empty where they are not found in
   * {@value #MOST_EVALUATIONS} steps.
   */
  public static Optional<BgNbd> fit(Collection<Visits> persons) {
    return fit(persons, MOST_EVALUATIONS);
  }

  static Optional<BgNbd> fit(Collection<Visits> persons, int mostEvaluations) {
    Map<Visits, Long> counts =
        persons.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    try {
      return Optional.of(
          of(
              new SimplexOptimizer(new SimpleValueChecker(TOLERANCE, TOLERANCE))
                  .optimize(
                      new MaxEval(mostEvaluations),
                      new ObjectiveFunction(p -> of(p).logLikelihood(counts)),
                      GoalType.MAXIMIZE,
                      new InitialGuess(new double[4]),
                      new NelderMeadSimplex(4, 0.5))
                  .getPoint()));
    } catch (MathIllegalStateException e) {
      return Optional.empty();
    }
  }

  private static BgNbd of(double[] logs) {
    double[] p = new double[4];
    for (int i = 0; i < 4; i++) {
      p[i] = Math.exp(Math.max(-MOST_LOG, Math.min(MOST_LOG, logs[i])));
    }
    return new BgNbd(p[0], p[1], p[2], p[3]);
  }

  /** The natural logarithm of the likelihood of what was seen of these persons. */
  public double logLikelihood(Collection<Visits> persons) {
    return persons.stream().mapToDouble(this::logLikelihood).sum();
  }

  private double logLikelihood(Map<Visits, Long> counts) {
    return counts.entrySet().stream()
        .mapToDouble(e -> logLikelihood(e.getKey()) * e.getValue())
        .sum();
  }

  private double logLikelihood(Visits v) {
    int x = v.repeats();
    double common =
        Gamma.logGamma(r + x)
            - Gamma.logGamma(r)
            + r * Math.log(alpha)
            + Gamma.logGamma(a + b)
            + Gamma.logGamma(b + x)
            - Gamma.logGamma(b)
            - Gamma.logGamma(a + b + x);
    double stayed = -(r + x) * Math.log(alpha + v.age());
    if (x == 0) {
      return common + stayed;
    }
    double stopped = Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + v.recency());
    double larger = Math.max(stayed, stopped);
    return common + larger + Math.log(Math.exp(stayed - larger) + Math.exp(stopped - larger));
  }

  /** How many visits are expected in the time {@code next} after now. */
  public double expectedVisits(Visits v, double next) {
    int x = v.repeats();
    // equation 10 has no value there, but the same limit from both sides
    double a1 = Math.abs(a - 1) < 1e-6 ? 1 + 1e-6 : a;
    double z = next / (alpha + v.age() + next);
    double kept =
        Math.exp((r + x) * Math.log1p(-z)) * hypergeometric(r + x, b + x, a1 + b + x - 1, z);
    double visits = (a1 + b + x - 1) / (a1 - 1) * (1 - kept);
    if (x == 0) {
      return visits;
    }
    double odds =
        a1 / (b + x - 1) * Math.exp((r + x) * Math.log((alpha + v.age()) / (alpha + v.recency())));
    return visits / (1 + odds);
  }

  /** Gauss's 2F1 by its series, for z from 0 to below 1. */
  private static double hypergeometric(double p, double q, double s, double z) {
    double term = 1;
    double sum = 1;
    for (int n = 0; n < MOST_TERMS; n++) {
      term *= (p + n) * (q + n) / ((s + n) * (n + 1)) * z;
      sum += term;
      if (Math.abs(term) < 1e-12 * Math.abs(sum)) {
        break;
      }
    }
    return sum;
  }
}
