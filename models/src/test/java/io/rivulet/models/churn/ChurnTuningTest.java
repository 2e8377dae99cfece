package io.rivulet.models.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.models.churn.ChurnTuning.Refused;
import io.rivulet.models.churn.ChurnTuning.Tuned;
import io.rivulet.models.person.ActiveDay;
import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.tuning.Budget;
import io.rivulet.models.tuning.Search;
import io.rivulet.models.tuning.SearchSpace;
import io.rivulet.models.tuning.Setting;
import io.rivulet.models.tuning.Values.Choice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChurnTuningTest {
  private static final ChurnTask TASK = new ChurnTask(14, 2, false);
  private static final SearchSpace SPACE =
      new SearchSpace(
          Map.of(
              "logistic_regression",
              Map.of("epochs", new Choice(List.of(1.0, 5.0))),
              "boosted_trees",
              Map.of("trees", new Choice(List.of(1.0, 10.0)))));
  private static final Budget FOUR = new Budget(4, Duration.ofHours(1), 0);
  private static final List<PersonHistory> PERSONS = Synthetic.persons(700, 1);

  private static Tuned tuned;

  private static ChurnTuning.Outcome tune(
      List<PersonHistory> persons, LocalDate first, Runnable check) {
    ChurnTuning tuning = new ChurnTuning(TASK, first, Synthetic.END, persons.size(), 7);
    persons.forEach(tuning::add);
    return tuning.tune(Search.GRID, SPACE, FOUR, 1, InstantSource.fixed(Instant.EPOCH), check);
  }

  @BeforeAll
  static void tune() {
    tuned = (Tuned) tune(PERSONS, Synthetic.FIRST, () -> {});
  }

  @Test
  void compares_on_a_window_that_ends_where_the_one_begins_that_is_measured_on() {
    LocalDate measuredAsOf = Synthetic.END.minusDays(16);

    assertThat(tuned.comparedAsOf()).isEqualTo(measuredAsOf.minusDays(16));
  }

  @Test
  void nothing_that_is_measured_on_changes_what_is_chosen() {
    LocalDate measuredAsOf = Synthetic.END.minusDays(16);
    List<PersonHistory> others = new ArrayList<>();
    for (PersonHistory person : PERSONS) {
      List<ActiveDay> days = new ArrayList<>(person.between(LocalDate.MIN, measuredAsOf));
      if (!days.isEmpty()) {
        // everybody stays
        days.add(new ActiveDay(measuredAsOf.plusDays(5), 1, 1, 1, 1, 0, "web", 0, 0));
        others.add(new PersonHistory(person.person(), days));
      }
    }

    Tuned again = (Tuned) tune(others, Synthetic.FIRST, () -> {});

    assertThat(again.found()).isEqualTo(tuned.found());
  }

  @Test
  void trials_have_figures_of_both_parts_and_the_best_the_highest_auc_pr_of_validation() {
    assertThat(tuned.found().trials())
        .allSatisfy(
            trial ->
                assertThat(trial.figures().keySet()).isEqualTo(Set.of("validation", "held_out")));
    assertThat(tuned.found().best().orElseThrow().score())
        .isEqualTo(
            tuned.found().trials().stream()
                .mapToDouble(
                    t ->
                        t.figures()
                            .getOrDefault("validation", Map.of())
                            .getOrDefault("auc_pr", 0.0))
                .max()
                .orElseThrow());
  }

  @Test
  void what_was_found_is_what_training_learns_by() {
    Setting best = tuned.found().best().orElseThrow().setting();
    ChurnTraining training =
        new ChurnTraining(TASK, Synthetic.FIRST, Synthetic.END, PERSONS.size(), 7);
    PERSONS.forEach(training::add);

    ChurnTraining.Trained trained = (ChurnTraining.Trained) training.train(Map.of("tuned", best));

    assertThat(trained.setting()).isEqualTo(best);
    assertThat(trained.heldOut()).containsOnlyKeys("tuned");
  }

  @Test
  void refuses_a_history_that_has_no_window_before() {
    LocalDate first = Synthetic.END.minusDays(60);

    assertThat(((Refused) tune(PERSONS, first, () -> {})).missing().get(0))
        .isEqualTo("46 days of history are needed, 2 are missing");
  }

  @Test
  void a_run_that_is_to_stop_begins_no_trial() {
    assertThatThrownBy(
            () ->
                tune(
                    PERSONS,
                    Synthetic.FIRST,
                    () -> {
                      throw new IllegalStateException("stopped");
                    }))
        .hasMessage("stopped");
  }

  @Test
  void the_shipped_grid_is_within_twenty_trials() {
    assertThat(ChurnTuning.PRESET.gridSize()).isEqualTo(18);
  }
}
