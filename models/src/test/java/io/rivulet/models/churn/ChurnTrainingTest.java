package io.rivulet.models.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.models.churn.ChurnTraining.Refused;
import io.rivulet.models.churn.ChurnTraining.Trained;
import io.rivulet.models.metric.Predictions;
import io.rivulet.models.person.ActiveDay;
import io.rivulet.models.person.Feature;
import io.rivulet.models.person.PersonHistory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChurnTrainingTest {
  private static final ChurnTask TASK = new ChurnTask(14, 2, false);
  private static final List<PersonHistory> PERSONS = Synthetic.persons(1_200, 1);

  private static Trained trained;

  private static ChurnTraining training(List<PersonHistory> persons) {
    ChurnTraining training =
        new ChurnTraining(TASK, Synthetic.FIRST, Synthetic.END, persons.size(), 7);
    persons.forEach(training::add);
    return training;
  }

  @BeforeAll
  static void train() {
    trained = (Trained) training(PERSONS).train(ChurnTraining.presets());
  }

  @Test
  void learns_from_windows_that_end_before_the_day_it_is_measured_as_of() {
    assertThat(trained.measuredAsOf()).isEqualTo(Synthetic.END.minusDays(16));
    assertThat(trained.learnedAsOf())
        .containsExactly(
            Synthetic.END.minusDays(32),
            Synthetic.END.minusDays(39),
            Synthetic.END.minusDays(46),
            Synthetic.END.minusDays(53));
  }

  @Test
  void beats_knowing_recency_alone() {
    assertThat(trained.measured().rocAuc()).isGreaterThan(trained.baseline().rocAuc() + 0.03);
    assertThat(trained.measured().brier()).isLessThan(trained.baseline().brier());
    assertThat(trained.beatsBaseline()).isTrue();
  }

  @Test
  void tells_probabilities_that_come_true() {
    assertThat(trained.measured().calibrationError()).isLessThan(0.06);
  }

  @Test
  void what_happens_after_the_end_of_training_changes_nothing() {
    LocalDate measured = trained.measuredAsOf();
    List<PersonHistory> known =
        PERSONS.stream()
            .map(p -> new PersonHistory("x", p.days()).between(LocalDate.MIN, measured))
            .filter(days -> !days.isEmpty())
            .map(days -> new PersonHistory("x", days))
            .toList();
    List<PersonHistory> all =
        PERSONS.stream().filter(p -> p.days().get(0).day().isBefore(measured)).toList();

    for (int i = 0; i < known.size(); i++) {
      assertThat(TASK.snapshot(known.get(i), measured).map(trained.model()::probability))
          .isEqualTo(TASK.snapshot(all.get(i), measured).map(trained.model()::probability));
    }
  }

  @Test
  void gives_the_same_whatever_the_order_of_persons() {
    List<PersonHistory> shuffled = new ArrayList<>(PERSONS);
    Collections.shuffle(shuffled, new Random(3));

    Trained again = (Trained) training(shuffled).train(ChurnTraining.presets());

    assertThat(again.measured().aucPr()).isEqualTo(trained.measured().aucPr());
    assertThat(again.model().learner()).isEqualTo(trained.model().learner());
  }

  @Test
  void tells_of_each_tenth_what_was_told_and_what_happened() {
    assertThat(trained.groups()).hasSize(10);
    assertThat(trained.groups().stream().mapToInt(Predictions.Group::count).sum())
        .isEqualTo(trained.measured().persons());
    assertThat(trained.groups().get(0).happened())
        .isGreaterThan(2 * trained.groups().get(9).happened());
  }

  @Test
  void is_the_same_after_it_was_stored() {
    ChurnModel stored = ChurnModel.of(trained.model().bytes());

    PersonHistory person = PERSONS.get(0);
    LocalDate asOf = person.days().get(0).day().plusDays(5);
    assertThat(stored.score(person, asOf)).isEqualTo(trained.model().score(person, asOf));
  }

  @Test
  void reasons_tell_what_speaks_for_leaving() {
    List<ActiveDay> days = new ArrayList<>();
    for (int day = 1; day <= 9; day++) {
      days.add(new ActiveDay(Synthetic.FIRST.plusDays(day), 20, 1, 10, 4, 5, "web", 0, 0));
    }

    ChurnScore score =
        trained
            .model()
            .score(new PersonHistory("p", days), Synthetic.FIRST.plusDays(21))
            .orElseThrow();

    assertThat(score.probability()).isGreaterThan(0.5);
    assertThat(score.reasons()).isNotEmpty().hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void refuses_too_short_a_history_with_the_days_that_are_missing() {
    ChurnTraining training =
        new ChurnTraining(TASK, Synthetic.FIRST, Synthetic.FIRST.plusDays(40), 10, 1);

    assertThat(((Refused) training.train(ChurnTraining.presets())).missing().get(0))
        .isEqualTo("46 days of history are needed, 6 are missing");
  }

  @Test
  void refuses_too_few_persons_with_how_many_are_missing() {
    List<String> missing =
        ((Refused) training(PERSONS.subList(0, 3)).train(ChurnTraining.presets())).missing();

    assertThat(missing)
        .anyMatch(m -> m.startsWith("30 examples of who left are needed to learn from, "))
        .anyMatch(m -> m.startsWith("30 examples of who left are needed to measure on, "));
  }

  @Test
  void knows_how_features_lay() {
    assertThat(trained.drift()).containsOnlyKeys(Feature.values());
  }
}
