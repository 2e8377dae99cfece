package io.rivulet.models.churn;

import io.rivulet.models.classify.Learner;
import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.tuning.Budget;
import io.rivulet.models.tuning.Search;
import io.rivulet.models.tuning.Search.Found;
import io.rivulet.models.tuning.SearchSpace;
import io.rivulet.models.tuning.Setting;
import io.rivulet.models.tuning.Trial.Measured;
import io.rivulet.models.tuning.Values.Range;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Chooses how {@link ChurnTraining} learns, without a look at what it is measured on:
 *
 * <pre>
 * trials learn from |-- window --|
 *              compared on |-gap-|-- window --|
 *                            measured on |-gap-|-- window --|
 *                                              ^ as of      ^ end
 * </pre>
 *
 * It sees no day from the one on as of which is measured: the window by which trials compare ends
 * there, and those that they learn from end where that one's features do. Not for several threads.
 */
public final class ChurnTuning {
  /** What is tried where nothing else is declared; its grid has 18 settings. */
  public static final SearchSpace PRESET =
      new SearchSpace(
          Map.of(
              Learner.LOGISTIC_REGRESSION.wireName(),
              Map.of(
                  "learning_rate",
                  new Range(0.03, 0.3, true, false),
                  "epochs",
                  new Range(10, 40, true, true)),
              Learner.BOOSTED_TREES.wireName(),
              Map.of(
                  "trees", new Range(25, 100, true, true), "depth", new Range(2, 4, false, true))));

  /** What became of it. */
  public sealed interface Outcome {}

  /**
   * There is too little to compare by.
   *
   * @param missing what, with numbers, in words
   */
  public record Refused(List<String> missing) implements Outcome {}

  /**
   * Settings were tried.
   *
   * @param comparedAsOf the day of the snapshot by which they compare; trials have figures of
   *     {@code validation} there, by whose AUC-PR they compare, and of the persons {@code held_out}
   *     from learning
   */
  public record Tuned(Found found, LocalDate comparedAsOf) implements Outcome {}

  private final ChurnTraining earlier;

  /** As of {@link ChurnTraining}. */
  public ChurnTuning(ChurnTask task, LocalDate firstDay, LocalDate end, long persons, long seed) {
    this.earlier =
        new ChurnTraining(task, firstDay, end.minusDays(task.answeredAfter()), persons, seed);
  }

  /** Days of history that are read at most. */
  public static int historyDays(ChurnTask task) {
    return ChurnTraining.historyDays(task) + task.answeredAfter();
  }

  /** Takes a person into account. */
  public void add(PersonHistory history) {
    earlier.add(history);
  }

  /**
   * Tries settings on who was added.
   *
   * @param check called before each trial; what it throws ends the search
   * @throws IllegalArgumentException when a grid is larger than the budget
   */
  public Outcome tune(
      Search search,
      SearchSpace space,
      Budget budget,
      long seed,
      InstantSource clock,
      Runnable check) {
    List<String> missing = earlier.missing();
    if (!missing.isEmpty()) {
      return new Refused(missing);
    }
    return earlier
        .lessons()
        .<Outcome>map(
            lessons ->
                new Tuned(
                    search.run(
                        space,
                        budget,
                        seed,
                        clock,
                        (setting, share) -> {
                          check.run();
                          return measured(lessons, setting, share);
                        }),
                    earlier.measuredAsOf()))
        .orElseGet(() -> new Refused(ChurnTraining.NO_RHYTHM.missing()));
  }

  private Measured measured(Lessons lessons, Setting setting, double share) {
    ChurnModel model = lessons.learn(setting, share);
    Figures validation = Figures.of(earlier.predictions(model::probability));
    return new Measured(
        validation.aucPr(),
        Map.of("validation", validation.byName(), "held_out", lessons.heldOut(model).byName()));
  }
}
