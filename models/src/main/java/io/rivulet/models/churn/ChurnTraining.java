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
import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.person.Snapshot;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Learns from snapshots of the past whose answers are known, and measures on a later one:
 *
 * <pre>
 * learned from |---- observed ----|-gap-|-- window --|
 *                           measured on |---- observed ----|-gap-|-- window --|
 *                                                          ^ as of            ^ end
 * </pre>
 *
 * No window that is learned from reaches past the day as of which is measured. Three in ten of the
 * persons are held out from learning, to choose between learners and to calibrate. Not for several
 * threads.
 */
public final class ChurnTraining {
  /** More persons than these are sampled, for what they would add is little. */
  public static final int MOST_PERSONS = 20_000;

  /** Snapshots that are learned from, a week apart. */
  private static final int MOST_SNAPSHOTS = 4;

  private static final int SNAPSHOT_STEP_DAYS = 7;

  /** Days before a snapshot, without which its features say little. */
  private static final int LEAST_OBSERVED_DAYS = 14;

  /** Of those who left, and of those who stayed. */
  private static final int LEAST_LEARNED = 30;

  private static final int LEAST_HELD_OUT = 5;
  private static final int LEAST_MEASURED = 10;
  private static final double HELD_OUT = 0.3;

  private record Row(Snapshot snapshot, LocalDate asOf, boolean isHeldOut, boolean left) {}

  /** What became of it. */
  public sealed interface Outcome {}

  /**
   * There is too little to learn from.
   *
   * @param missing what, with numbers, in words
   */
  public record Refused(List<String> missing) implements Outcome {}

  /**
   * A model was learned.
   *
   * @param heldOut figures of each learner, by which the better one was chosen
   * @param measured the model's figures of the later snapshot
   * @param baseline figures there of knowing only how long ago each person was last active
   * @param drift how features lay there
   */
  public record Trained(
      ChurnModel model,
      List<LocalDate> learnedAsOf,
      LocalDate measuredAsOf,
      int learnedExamples,
      Map<Learner, Figures> heldOut,
      Figures measured,
      Figures baseline,
      Map<Feature, Drift> drift)
      implements Outcome {

    /** Whether it is worth anything: it must find leavers better than recency alone does. */
    public boolean beatsBaseline() {
      return measured.aucPr() > baseline.aucPr();
    }
  }

  private final ChurnTask task;
  private final LocalDate firstDay;
  private final LocalDate measuredAsOf;
  private final List<LocalDate> learnedAsOf;
  private final long seed;
  private final double share;
  private final List<Row> learned = new ArrayList<>();
  private final List<Row> measured = new ArrayList<>();

  /**
   * @param firstDay of the histories
   * @param end the day after the last one that is complete
   * @param persons how many will be added, about
   */
  public ChurnTraining(ChurnTask task, LocalDate firstDay, LocalDate end, long persons, long seed) {
    this.task = task;
    this.firstDay = firstDay;
    this.seed = seed;
    this.share = Math.min(1, (double) MOST_PERSONS / persons);
    this.measuredAsOf = end.minusDays(task.answeredAfter());
    this.learnedAsOf =
        Stream.iterate(
                measuredAsOf.minusDays(task.answeredAfter()),
                day -> day.minusDays(SNAPSHOT_STEP_DAYS))
            .limit(MOST_SNAPSHOTS)
            .filter(day -> !day.isBefore(firstDay.plusDays(LEAST_OBSERVED_DAYS)))
            .toList();
  }

  /** Days of history that are read at most. */
  public static int historyDays(ChurnTask task) {
    return 2 * task.answeredAfter()
        + task.observedDays()
        + (MOST_SNAPSHOTS - 1) * SNAPSHOT_STEP_DAYS;
  }

  /** Takes a person into account. */
  public void add(PersonHistory history) {
    var random = new SplittableRandom(seed * 31 + history.person().hashCode());
    if (random.nextDouble() >= share) {
      return;
    }
    boolean isHeldOut = random.nextDouble() < HELD_OUT;
    for (LocalDate asOf : learnedAsOf) {
      add(learned, history, asOf, isHeldOut);
    }
    add(measured, history, measuredAsOf, false);
  }

  private void add(List<Row> rows, PersonHistory history, LocalDate asOf, boolean isHeldOut) {
    task.snapshot(history, asOf)
        .ifPresent(
            snapshot ->
                task.left(history, asOf)
                    .ifPresent(left -> rows.add(new Row(snapshot, asOf, isHeldOut, left))));
  }

  /** Learns from who was added. */
  public Outcome train() {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      return new Refused(missing);
    }
    // in whatever order they were added
    learned.sort(
        Comparator.comparing((Row row) -> row.snapshot().person()).thenComparing(Row::asOf));
    BgNbd activity =
        BgNbd.fit(
            learned.stream()
                .filter(row -> row.asOf().equals(learnedAsOf.get(0)))
                .map(row -> row.snapshot().visits())
                .toList());
    List<Row> kept = learned.stream().filter(row -> !row.isHeldOut()).toList();
    List<Row> heldOut = learned.stream().filter(Row::isHeldOut).toList();
    List<Example> examples =
        kept.stream()
            .map(
                row ->
                    new Example(
                        row.snapshot().values(activity, task.windowDays()).scaled(), row.left()))
            .toList();
    FeatureValues typical = typical(kept, activity);

    Map<Learner, ChurnModel> models = new EnumMap<>(Learner.class);
    Map<Learner, Figures> figures = new EnumMap<>(Learner.class);
    for (Learner learner : Learner.values()) {
      Classifier classifier = learner.learn(ChurnModel.NAMES, examples, seed);
      Calibration calibration =
          calibration(
              heldOut, s -> classifier.score(s.values(activity, task.windowDays()).scaled()));
      ChurnModel model = new ChurnModel(task, learner, activity, classifier, calibration, typical);
      models.put(learner, model);
      figures.put(learner, figures(heldOut, model::probability));
    }
    Learner better =
        Collections.max(figures.entrySet(), Comparator.comparingDouble(e -> e.getValue().aucPr()))
            .getKey();
    ChurnModel best = Objects.requireNonNull(models.get(better));
    ToDoubleFunction<Snapshot> recency = ChurnTraining::recency;
    Calibration ofRecency = calibration(heldOut, recency);
    return new Trained(
        best,
        learnedAsOf,
        measuredAsOf,
        examples.size(),
        figures,
        measure(best),
        figures(measured, s -> ofRecency.probability(recency.applyAsDouble(s))),
        drift(activity));
  }

  /** The figures of another model of the same task on the same later snapshot. */
  public Figures measure(ChurnModel model) {
    return figures(measured, model::probability);
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (learnedAsOf.isEmpty()) {
      long needed = LEAST_OBSERVED_DAYS + 2L * task.answeredAfter();
      long there = ChronoUnit.DAYS.between(firstDay, measuredAsOf.plusDays(task.answeredAfter()));
      missing.add(
          "%d days of history are needed, %d are missing".formatted(needed, needed - there));
    }
    need(missing, LEAST_LEARNED, "to learn from", learned, row -> true);
    need(missing, LEAST_HELD_OUT, "to choose and calibrate by", learned, Row::isHeldOut);
    need(missing, LEAST_MEASURED, "to measure on", measured, row -> true);
    return missing;
  }

  private static void need(
      List<String> missing, int least, String what, List<Row> rows, Predicate<Row> which) {
    for (boolean left : new boolean[] {true, false}) {
      long there = rows.stream().filter(which).filter(row -> row.left() == left).count();
      if (there < least) {
        missing.add(
            "%d examples of who %s are needed %s, %d are missing"
                .formatted(least, left ? "left" : "stayed", what, least - there));
      }
    }
  }

  private FeatureValues typical(List<Row> rows, BgNbd activity) {
    List<FeatureValues> stayed =
        rows.stream()
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

  private Map<Feature, Drift> drift(BgNbd activity) {
    List<FeatureValues> rows =
        measured.stream().map(row -> row.snapshot().values(activity, task.windowDays())).toList();
    Map<Feature, Drift> drift = new EnumMap<>(Feature.class);
    for (Feature feature : Feature.values()) {
      drift.put(feature, Drift.of(of(feature, rows).toArray()));
    }
    return drift;
  }

  private static DoubleStream of(Feature feature, List<FeatureValues> rows) {
    return rows.stream().mapToDouble(values -> values.of(feature));
  }

  /** All that the baseline knows, between 0 and 1. */
  private static double recency(Snapshot snapshot) {
    double days = snapshot.seen().of(Feature.RECENCY_DAYS);
    return days / (days + 1);
  }

  private static Calibration calibration(List<Row> rows, ToDoubleFunction<Snapshot> score) {
    return Calibration.fit(
        rows.stream().mapToDouble(row -> score.applyAsDouble(row.snapshot())).toArray(),
        outcomes(rows));
  }

  private static Figures figures(List<Row> rows, ToDoubleFunction<Snapshot> probability) {
    return Figures.of(
        new Predictions(
            rows.stream().mapToDouble(row -> probability.applyAsDouble(row.snapshot())).toArray(),
            outcomes(rows)));
  }

  private static boolean[] outcomes(List<Row> rows) {
    boolean[] outcomes = new boolean[rows.size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = rows.get(i).left();
    }
    return outcomes;
  }
}
