package io.rivulet.models.classify;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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
  LOGISTIC_REGRESSION {
    @Override
    Trainer<Label> trainer(List<String> varying, long seed) {
      // a name is a regular expression there; what is the same everywhere has no deviation
      Map<String, List<Transformation>> standardised =
          varying.stream()
              .collect(
                  Collectors.toMap(
                      Pattern::quote, name -> List.of(new MeanStdDevTransformation())));
      return new TransformTrainer<>(
          new LinearSGDTrainer(
              new LogMulticlass(), new AdaGrad(LEARNING_RATE), EPOCHS, -1, MINIBATCH, seed),
          new TransformationMap(standardised),
          true);
    }
  },
  /** Small decision trees, each learning what those before it got wrong (AdaBoost). */
  BOOSTED_TREES {
    @Override
    Trainer<Label> trainer(List<String> varying, long seed) {
      return new AdaBoostTrainer(
          // of a weight of 1 in all; the default of 5 would never split
          new CARTClassificationTrainer(DEPTH, LEAST_LEAF, 0, 1, false, new GiniIndex(), seed),
          TREES,
          seed);
    }
  };

  private static final double LEARNING_RATE = 0.1;
  private static final int EPOCHS = 20;
  private static final int MINIBATCH = 16;
  private static final int DEPTH = 3;
  private static final int TREES = 50;
  private static final float LEAST_LEAF = 0.01f;

  /** Something of which the answer is known; both arrays are in the order of the names. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares examples
  public record Example(double[] values, boolean isPositive) {}

  /**
   * Learns from examples.
   *
   * @param names of the values
   * @throws IllegalArgumentException when not both answers occur
   */
  public Classifier learn(List<String> names, List<Example> examples, long seed) {
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
    return new Classifier(names, trainer(varying(names, examples), seed).train(dataset));
  }

  /** The names of the values that differ between examples. */
  private static List<String> varying(List<String> names, List<Example> examples) {
    double[] first = examples.get(0).values();
    return IntStream.range(0, names.size())
        .filter(i -> examples.stream().anyMatch(e -> e.values()[i] != first[i]))
        .mapToObj(names::get)
        .toList();
  }

  abstract Trainer<Label> trainer(List<String> varying, long seed);
}
