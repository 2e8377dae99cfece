package io.rivulet.models.churn;

import io.rivulet.models.churn.Lessons.Row;
import io.rivulet.models.classify.Calibration;
import io.rivulet.models.classify.Learner;
import io.rivulet.models.metric.Drift;
import io.rivulet.models.metric.Predictions;
import io.rivulet.models.person.Feature;
import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.person.Snapshot;
import io.rivulet.models.tuning.Setting;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
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

  /** With fewer, the 95 % interval of ROC-AUC is wider than a tenth to either side. */
  private static final int LEAST_MEASURED = 30;

  private static final double HELD_OUT = 0.3;

  /** What became of it. */
  public sealed interface Outcome {}

  /**
   * There is too little to learn from.
   *
   * @param missing what, with numbers, in words
   */
  public record Refused(List<String> missing) implements Outcome {}

  static final Refused NO_RHYTHM =
      new Refused(
          List.of(
              "no rhythm is found in which persons come (BG/NBD does not settle), more days may help"));

  /**
   * A model was learned.
   *
   * @param setting by which it was learned
   * @param heldOut figures of each setting by its name, by which the best was chosen
   * @param measured the model's figures of the later snapshot
   * @param baseline figures there of knowing only how long ago each person was last active
   * @param groups tenths of the persons there, the most likely to leave first
   * @param drift how features lay there
   */
  public record Trained(
      ChurnModel model,
      Setting setting,
      List<LocalDate> learnedAsOf,
      LocalDate measuredAsOf,
      int learnedExamples,
      Map<String, Figures> heldOut,
      Figures measured,
      Figures baseline,
      List<Predictions.Group> groups,
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

  /** The settings that are tried where nothing else is known: the presets of each learner. */
  public static Map<String, Setting> presets() {
    Map<String, Setting> presets = new LinkedHashMap<>();
    for (Learner learner : Learner.values()) {
      presets.put(learner.wireName(), Setting.defaults(learner.wireName()));
    }
    return presets;
  }

  /**
   * Learns from who was added, by each of the settings, and chooses by the persons held out.
   *
   * @param settings by name, at least one
   * @throws IllegalArgumentException when a setting is none that can be learned by
   */
  public Outcome train(Map<String, Setting> settings) {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      return new Refused(missing);
    }
    return lessons().<Outcome>map(lessons -> train(lessons, settings)).orElse(NO_RHYTHM);
  }

  private Trained train(Lessons lessons, Map<String, Setting> settings) {
    Map<String, ChurnModel> models = new LinkedHashMap<>();
    Map<String, Figures> figures = new LinkedHashMap<>();
    settings.forEach(
        (name, setting) -> {
          ChurnModel model = lessons.learn(setting, 1);
          models.put(name, model);
          figures.put(name, lessons.heldOut(model));
        });
    String best =
        Collections.max(figures.entrySet(), Comparator.comparingDouble(e -> e.getValue().aucPr()))
            .getKey();
    ChurnModel model = Objects.requireNonNull(models.get(best));
    Calibration ofRecency = lessons.calibration(ChurnTraining::recency);
    Predictions told = predictions(model::probability);
    return new Trained(
        model,
        Objects.requireNonNull(settings.get(best)),
        learnedAsOf,
        measuredAsOf,
        lessons.size(),
        figures,
        Figures.of(told),
        Figures.of(predictions(s -> ofRecency.probability(recency(s)))),
        told.groups(),
        lessons.drift(measured));
  }

  /** What was added, to try settings on; empty where the rhythm of visits is not found. */
  Optional<Lessons> lessons() {
    return Lessons.of(task, seed, learnedAsOf.get(0), learned);
  }

  LocalDate measuredAsOf() {
    return measuredAsOf;
  }

  /** The figures of another model of the same task on the same later snapshot. */
  public Figures measure(ChurnModel model) {
    return Figures.of(predictions(model::probability));
  }

  /** What came to be on the later snapshot, beside what was told of it. */
  Predictions predictions(ToDoubleFunction<Snapshot> probability) {
    return Lessons.predictions(measured, probability);
  }

  /** What there is too little of; empty where there is enough. */
  public List<String> missing() {
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

  /** All that the baseline knows, between 0 and 1. */
  private static double recency(Snapshot snapshot) {
    double days = snapshot.seen().of(Feature.RECENCY_DAYS);
    return days / (days + 1);
  }
}
