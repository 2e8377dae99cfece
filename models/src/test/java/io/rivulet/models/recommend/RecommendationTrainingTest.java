package io.rivulet.models.recommend;

import static io.rivulet.models.recommend.Made.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rivulet.models.recommend.PersonItems.Taken;
import io.rivulet.models.recommend.Recipe.Method;
import io.rivulet.models.recommend.RecommendationTraining.Refused;
import io.rivulet.models.recommend.RecommendationTraining.Trained;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecommendationTrainingTest {
  private static final LocalDate END = FIRST.plusDays(60);

  private static Trained trained(List<PersonItems> persons) {
    return (Trained) new RecommendationTraining(persons, FIRST, END, 14).train();
  }

  @Test
  void where_tastes_differ_knowing_them_beats_what_is_popular() {
    Trained trained = trained(Made.withTastes(300, 1));

    assertThat(trained.best().method()).isNotEqualTo(Method.POPULARITY);
    assertThat(trained.figures().ndcg()).isGreaterThan(1.3 * trained.baseline().ndcg());
    assertThat(trained.figures().coverage()).isGreaterThan(trained.baseline().coverage());
    assertThat(trained.measured().keySet())
        .extracting(Recipe::method)
        .containsExactly(Method.POPULARITY, Method.ITEM_KNN, Method.EASE);
    assertThat(trained.measuredFrom()).isEqualTo(END.minusDays(14));
  }

  @Test
  void the_order_of_persons_changes_nothing() {
    List<PersonItems> persons = Made.withTastes(150, 2);
    List<PersonItems> shuffled = new ArrayList<>(persons);
    Collections.shuffle(shuffled, new Random(3));

    assertThat(trained(shuffled)).isEqualTo(trained(persons));
  }

  @Test
  void another_recipe_is_measured_on_the_same_window() {
    RecommendationTraining training =
        new RecommendationTraining(Made.withTastes(150, 4), FIRST, END, 14);
    Trained trained = (Trained) training.train();

    trained
        .measured()
        .forEach((recipe, figures) -> assertThat(training.measure(recipe)).isEqualTo(figures));
  }

  /** All but one had taken a and b; of c, d and e each takes one afterwards. */
  @Test
  void figures_are_as_by_hand() {
    List<PersonItems> persons = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (String next : List.of("c", "d", "e")) {
        persons.add(
            new PersonItems(
                next + i, List.of(new Taken("a", FIRST), new Taken(next, FIRST.plusDays(5)))));
        persons.add(Made.person("before " + next + i, next));
      }
    }
    persons.add(new PersonItems("x", List.of(new Taken("c", FIRST.plusDays(5)))));

    RankingFigures figures =
        RankingFigures.of(
            Recommender.learn(Recipe.POPULARITY, persons, FIRST.plusDays(5)),
            persons,
            FIRST.plusDays(6));

    // x is not known; to the nine others c, d and e are recommended in that order, and each is
    // right once: (1 + 0.6309 + 0.5) / 3
    assertThat(figures.persons()).isEqualTo(9);
    assertThat(figures.recall()).isEqualTo(1);
    assertThat(figures.ndcg()).isCloseTo(0.7103, within(1e-4));
    // of a, c, d, e nobody is told a
    assertThat(figures.coverage()).isEqualTo(0.75);
  }

  @Test
  void too_little_is_refused_with_what_is_missing() {
    Refused refused =
        (Refused)
            new RecommendationTraining(
                    List.of(Made.person("a", "x"), Made.person("b", "x"), Made.person("c", "x")),
                    END.minusDays(30),
                    END,
                    14)
                .train();

    assertThat(refused.missing())
        .containsExactly(
            "42 days of history are needed, 12 are missing",
            "20 items that 3 persons took are needed, 19 are missing",
            "30 persons who took something before and something new are needed to choose by, 30 are missing",
            "30 persons who took something before and something new are needed to measure on, 30 are missing");
  }

  @Test
  void a_window_takes_1_to_30_days() {
    assertThatThrownBy(() -> new RecommendationTraining(List.of(), FIRST, END, 31))
        .hasMessage("the window takes 1 to 30 days, not 31");
    assertThatThrownBy(() -> new RecommendationTraining(List.of(), FIRST, END, 0))
        .hasMessageContaining("not 0");
  }
}
