package io.rivulet.models.classify;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.AdaBoostTrainer;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.Transformation;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * Ways to learn. The same examples in the same order and the same seed give the same classifier.
 */
public enum Learner {
  /** Logistic regression on standardised values. */
  LOGISTIC_REGRESSION(
      new Parameter("learning_rate", 0.1, 0.0001, 10, false),
      new Parameter("epochs", 20, 1, 200, true),
      new Parameter("minibatch", 16, 1, 1024, true)) {
    @Override
    Trainer<Label> trainer(List<String> varying, ToDoubleFunction<String> of, long seed) {
      // a name is a regular expression there; what is the same everywhere has no deviation
      Map<String, List<Transformation>> standardised =
          varying.stream()
              .collect(
                  Collectors.toMap(
                      Pattern::quote, name -> List.of(new MeanStdDevTransformation())));
      return new TransformTrainer<>(
          new LinearSGDTrainer(
              new LogMulticlass(),
              new AdaGrad(of.applyAsDouble("learning_rate")),
              (int) of.applyAsDouble("epochs"),
              -1,
              (int) of.applyAsDouble("minibatch"),
              seed),
          new TransformationMap(standardised),
          true);
    }
  },
  /** Small decision trees, each learning what those before it got wrong (AdaBoost). */
  BOOSTED_TREES(
      new Parameter("trees", 50, 1, 500, true),
      new Parameter("depth", 3, 1, 8, true),
      new Parameter("least_leaf", 0.01, 0.0001, 0.5, false)) {
    @Override
    Trainer<Label> trainer(List<String> varying, ToDoubleFunction<String> of, long seed) {
      return new AdaBoostTrainer(
          // of a weight of 1 in all; the default of 5 would never split
          new CARTClassificationTrainer(
              (int) of.applyAsDouble("depth"),
              (float) of.applyAsDouble("least_leaf"),
              0,
              1,
              false,
              new GiniIndex(),
              seed),
          (int) of.applyAsDouble("trees"),
          seed);
    }
  };

  /**
   * What can be set of how it learns. The bounds keep a classifier below some megabytes and its
   * learning below hours.
   *
   * @param least smallest value it takes
   * @param most largest value it takes
   * @param isWhole whether it takes whole numbers alone
   */
  public record Parameter(String name, double preset, double least, double most, boolean isWhole) {
    private double checked(double value) {
      if (!(value >= least && value <= most) || (isWhole && value != Math.rint(value))) {
        throw new IllegalArgumentException(
            "%s takes %s from %s to %s, not %s"
                .formatted(
                    name,
                    isWhole ? "whole numbers" : "numbers",
                    text(least),
                    text(most),
                    text(value)));
      }
      return value;
    }

    private static String text(double value) {
      return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
  }

  /** Something of which the answer is known; both arrays are in the order of the names. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares examples
  public record Example(double[] values, boolean isPositive) {}

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
  private final Map<String, Parameter> parameters;

  Learner(Parameter... parameters) {
    this.parameters =
        Arrays.stream(parameters).collect(Collectors.toMap(Parameter::name, Function.identity()));
  }

  /**
   * The learner of that name, in lower case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Learner named(String name) {
    return Arrays.stream(values())
        .filter(learner -> learner.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no learner '%s', only %s"
                        .formatted(name, Arrays.stream(values()).map(Learner::wireName).toList())));
  }

  /** The name in cards and metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What can be set of it.
   *
   * @throws IllegalArgumentException when it has no parameter of that name
   */
  public Parameter parameter(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "%s has no parameter '%s', only %s"
              .formatted(wireName(), name, new TreeSet<>(parameters.keySet())));
    }
    return parameter;
  }

  /**
   * Refuses a value that a parameter does not take.
   *
   * @throws IllegalArgumentException when there is no such parameter, or it does not take the value
   */
  public void check(String name, double value) {
    parameter(name).checked(value);
  }

  /** Learns from examples, with the presets of its parameters. */
  public Classifier learn(List<String> names, List<Example> examples, long seed) {
    return learn(names, examples, Map.of(), seed);
  }

  /**
   * Learns from examples.
   *
   * @param names of the values
   * @param set parameters by name; the others have their presets
   * @throws IllegalArgumentException when not both answers occur, or a parameter does not take its
   *     value
   */
  public Classifier learn(
      List<String> names, List<Example> examples, Map<String, Double> set, long seed) {
    set.forEach(this::check);
    if (examples.stream().map(Example::isPositive).distinct().count() < 2) {
      throw new IllegalArgumentException("all of " + examples.size() + " examples are alike");
    }
    LabelFactory labels = new LabelFactory();
    // its time would make models of the same examples differ
    MutableDataset<Label> dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance(
                "examples", OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), labels),
            labels);
    String[] columns = names.toArray(String[]::new);
    for (Example example : examples) {
      dataset.add(
          new ArrayExample<>(
              example.isPositive() ? Classifier.POSITIVE : Classifier.NEGATIVE,
              columns,
              example.values()));
    }
    return new Classifier(
        names,
        trainer(varying(names, examples), name -> set.getOrDefault(name, preset(name)), seed)
            .train(dataset));
  }

  /** The names of the values that differ between examples. */
  private static List<String> varying(List<String> names, List<Example> examples) {
    double[] first = examples.get(0).values();
    return IntStream.range(0, names.size())
        .filter(i -> examples.stream().anyMatch(e -> e.values()[i] != first[i]))
        .mapToObj(names::get)
        .toList();
  }

  private double preset(String name) {
    return parameter(name).preset();
  }

  /**
   * @param of the value of a parameter
   */
  abstract Trainer<Label> trainer(List<String> varying, ToDoubleFunction<String> of, long seed);
}
