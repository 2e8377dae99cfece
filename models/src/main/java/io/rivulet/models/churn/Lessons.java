package io.rivulet.models.churn;

import io.rivulet.models.activity.BgNbd;
import io.rivulet.models.classify.Calibration;
import io.rivulet.models.classify.Classifier;
import io.rivulet.models.classify.Learner;
import io.rivulet.models.classify.Learner.Example;
import io.rivulet.models.metric.Drift;
import io.rivulet.models.metric.Predictions;
import io.rivulet.models.person.Feature;
import io.rivulet.models.person.FeatureValues;
import io.rivulet.models.person.Snapshot;
import io.rivulet.models.tuning.Setting;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What was seen of persons as of days whose answers are known, to learn from, and of others to
 * choose and calibrate by. Settings are tried on it one after the other; models are kept by whoever
 * asks for them.
 */
final class Lessons {

  /**
   * @param isHeldOut whether it is one to choose and calibrate by
   */
  record Row(Snapshot snapshot, LocalDate asOf, boolean isHeldOut, boolean left) {}

  private final ChurnTask task;
  private final long seed;
  private final BgNbd activity;
  private final List<Row> kept;
  private final List<Row> heldOut;
  private final List<Example> examples;

  private Lessons(ChurnTask task, long seed, BgNbd activity, List<Row> learned) {
    this.task = task;
    this.seed = seed;
    this.activity = activity;
    this.kept = learned.stream().filter(row -> !row.isHeldOut()).toList();
    this.heldOut = learned.stream().filter(Row::isHeldOut).toList();
    this.examples =
        kept.stream()
            .map(
                row ->
                    new Example(
                        row.snapshot().values(activity, task.windowDays()).scaled(), row.left()))
            .toList();
  }

  /**
   * Empty where the rhythm of visits is not found.
   *
   * @param latest the last day as of which is learned
   */
  static Optional<Lessons> of(ChurnTask task, long seed, LocalDate latest, List<Row> learned) {
    // in whatever order they were added
    List<Row> sorted =
        learned.stream()
            .sorted(
                Comparator.comparing((Row row) -> row.snapshot().person()).thenComparing(Row::asOf))
            .toList();
    return BgNbd.fit(
            sorted.stream()
                .filter(row -> row.asOf().equals(latest))
                .map(row -> row.snapshot().visits())
                .toList())
        .map(activity -> new Lessons(task, seed, activity, sorted));
  }

  /** How many examples there are to learn from. */
  int size() {
    return examples.size();
  }

  /**
   * Learns.
   *
   * @param share of the examples, of who left and of who stayed alike
   * @throws IllegalArgumentException when the setting is none that can be learned by
   */
  ChurnModel learn(Setting setting, double share) {
    Learner learner = Learner.named(setting.learner());
    Classifier classifier =
        learner.learn(ChurnModel.NAMES, part(share), setting.parameters(), seed);
    return new ChurnModel(
        task,
        learner,
        activity,
        classifier,
        calibration(s -> classifier.score(s.values(activity, task.windowDays()).scaled())),
        typical());
  }

  private List<Example> part(double share) {
    if (share >= 1) {
      return examples;
    }
    List<Example> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(seed));
    List<Example> left = shuffled.stream().filter(Example::isPositive).toList();
    List<Example> stayed = shuffled.stream().filter(example -> !example.isPositive()).toList();
    return Stream.of(left, stayed)
        .flatMap(all -> all.stream().limit((long) Math.ceil(all.size() * share)))
        .toList();
  }

  private FeatureValues typical() {
    List<FeatureValues> stayed =
        kept.stream()
            .filter(row -> !row.left())
            .map(row -> row.snapshot().values(activity, task.windowDays()))
            .toList();
    Map<Feature, Double> medians = new EnumMap<>(Feature.class);
    for (Feature feature : Feature.values()) {
      double[] sorted = of(feature, stayed).sorted().toArray();
      medians.put(feature, sorted[sorted.length / 2]);
    }
    return new FeatureValues(medians);
  }

  /** Probabilities of what a score says, by the persons held out. */
  Calibration calibration(ToDoubleFunction<Snapshot> score) {
    return Calibration.fit(scores(heldOut, score), outcomes(heldOut));
  }

  /** Figures of the persons held out. */
  Figures heldOut(ChurnModel model) {
    return Figures.of(predictions(heldOut, model::probability));
  }

  /** How features lie. */
  Map<Feature, Drift> drift(List<Row> of) {
    List<FeatureValues> rows =
        of.stream().map(row -> row.snapshot().values(activity, task.windowDays())).toList();
    Map<Feature, Drift> drift = new EnumMap<>(Feature.class);
    for (Feature feature : Feature.values()) {
      drift.put(feature, Drift.of(of(feature, rows).toArray()));
    }
    return drift;
  }

  private static DoubleStream of(Feature feature, List<FeatureValues> rows) {
    return rows.stream().mapToDouble(values -> values.of(feature));
  }

  /** What came to be, beside what was told of it. */
  static Predictions predictions(List<Row> rows, ToDoubleFunction<Snapshot> probability) {
    return new Predictions(scores(rows, probability), outcomes(rows));
  }

  private static double[] scores(List<Row> rows, ToDoubleFunction<Snapshot> score) {
    return rows.stream().mapToDouble(row -> score.applyAsDouble(row.snapshot())).toArray();
  }

  private static boolean[] outcomes(List<Row> rows) {
    boolean[] outcomes = new boolean[rows.size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = rows.get(i).left();
    }
    return outcomes;
  }
}
