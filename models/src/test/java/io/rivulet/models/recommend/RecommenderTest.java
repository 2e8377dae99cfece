package io.rivulet.models.recommend;

import static io.rivulet.models.recommend.Made.FIRST;
import static io.rivulet.models.recommend.Made.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rivulet.models.recommend.PersonItems.Taken;
import io.rivulet.models.recommend.Recipe.Method;
import io.rivulet.models.recommend.Recommender.Popular;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RecommenderTest {
  private static final LocalDate NEXT = FIRST.plusDays(1);

  /** Tea is taken by all, scones with tea; jam with scones by three of four. */
  private static final List<PersonItems> GUESTS =
      List.of(
          person("a", "tea", "scones", "jam"),
          person("b", "tea", "scones", "jam"),
          person("c", "tea", "scones", "jam"),
          person("d", "tea", "scones"),
          person("e", "tea", "toast"),
          person("f", "tea", "toast"),
          person("g", "tea", "toast"),
          person("h", "tea", "cake"),
          person("i", "tea", "cake"));

  private static Recipe recipe(Method method) {
    return new Recipe(method, method == Method.EASE ? 10 : 0);
  }

  private static List<String> items(List<Recommendation> list) {
    return list.stream().map(Recommendation::item).toList();
  }

  @Test
  void cosines_are_as_by_hand() {
    Recommender recommender = Recommender.learn(Recipe.ITEM_KNN, GUESTS, NEXT);

    List<Recommendation> list = recommender.recommend(person("x", "scones"));

    // jam: 3 of both / sqrt(4 * 3); tea: 4 / sqrt(4 * 9); nobody took toast with scones
    assertThat(items(list)).containsExactly("jam", "tea", "toast");
    assertThat(list.get(0).score()).isCloseTo(0.8660, within(1e-4));
    assertThat(list.get(1).score()).isCloseTo(0.6667, within(1e-4));
    assertThat(list.get(0).reason()).isEqualTo("because of scones");
  }

  @Test
  void where_what_was_taken_says_nothing_popular_items_follow() {
    Recommendation last =
        Recommender.learn(Recipe.ITEM_KNN, GUESTS, NEXT).recommend(person("x", "scones")).get(2);

    assertThat(last.reason()).isEqualTo("popular");
    assertThat(last.score()).isCloseTo(3 / 9.0, within(1e-12));
  }

  @Test
  void the_reason_is_the_item_that_speaks_most_for_it() {
    List<Recommendation> list =
        Recommender.learn(Recipe.ITEM_KNN, GUESTS, NEXT).recommend(person("x", "tea", "scones"));

    // with jam: tea 3 / sqrt(9 * 3) = 0.577, scones 0.866
    assertThat(list.get(0))
        .extracting(Recommendation::item, Recommendation::because)
        .containsExactly("jam", "scones");
    assertThat(list.get(1))
        .extracting(Recommendation::item, Recommendation::because)
        .containsExactly("toast", "tea");
  }

  @Test
  void an_item_of_fewer_than_three_persons_is_never_named() {
    Recommender recommender = Recommender.learn(Recipe.POPULARITY, GUESTS, NEXT);

    assertThat(recommender.popular(9))
        .extracting(Popular::item)
        .containsExactly("tea", "scones", "jam", "toast");
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void whoever_took_nothing_gets_what_is_popular(Method method) {
    Recommender recommender = Recommender.learn(recipe(method), GUESTS, NEXT);

    assertThat(recommender.recommend(person("new")))
        .extracting(Recommendation::reason)
        .containsOnly("popular");
    assertThat(items(recommender.recommend(person("new"))))
        .isEqualTo(recommender.popular(10).stream().map(Popular::item).toList());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void what_somebody_took_is_not_recommended_to_them(Method method) {
    List<PersonItems> persons = Made.withTastes(150, 1);
    Recommender recommender = Recommender.learn(recipe(method), persons, FIRST.plusDays(60));

    for (PersonItems person : persons) {
      assertThat(items(recommender.recommend(person)))
          .hasSize(10)
          .doesNotHaveDuplicates()
          .doesNotContainAnyElementsOf(person.taken().stream().map(Taken::item).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void what_comes_later_changes_no_score(Method method) {
    LocalDate asOf = FIRST.plusDays(40);
    List<PersonItems> persons = Made.withTastes(150, 2);
    List<PersonItems> known =
        persons.stream()
            .map(
                p ->
                    new PersonItems(
                        p.person(),
                        p.taken().stream().filter(t -> t.day().isBefore(asOf)).toList()))
            .toList();
    Recommender ofAll = Recommender.learn(recipe(method), persons, asOf);
    Recommender ofKnown = Recommender.learn(recipe(method), known, asOf);

    for (int i = 0; i < persons.size(); i++) {
      assertThat(ofAll.recommend(persons.get(i))).isEqualTo(ofKnown.recommend(known.get(i)));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void the_order_of_rows_changes_nothing(Method method) {
    List<PersonItems> persons = Made.withTastes(100, 3);
    List<PersonItems> shuffled = new ArrayList<>();
    for (PersonItems person : persons) {
      List<Taken> taken = new ArrayList<>(person.taken());
      Collections.shuffle(taken, new Random(4));
      shuffled.add(new PersonItems(person.person(), taken));
    }
    Collections.shuffle(shuffled, new Random(5));
    LocalDate end = FIRST.plusDays(60);
    Recommender one = Recommender.learn(recipe(method), persons, end);
    Recommender other = Recommender.learn(recipe(method), shuffled, end);

    for (PersonItems person : persons) {
      assertThat(one.recommend(person)).isEqualTo(other.recommend(person));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Method.class, mode = Mode.EXCLUDE, names = "POPULARITY")
  void persons_get_what_is_to_their_taste(Method method) {
    Recommender recommender =
        Recommender.learn(recipe(method), Made.withTastes(300, 6), FIRST.plusDays(60));

    assertThat(
            items(recommender.recommend(person("x", "item 10", "item 11", "item 12")))
                .subList(0, 5))
        .allMatch(item -> item.startsWith("item 1"));
  }

  @Test
  void of_a_person_the_latest_items_count() {
    List<Taken> many =
        IntStream.range(0, Interactions.MOST_OF_PERSON + 1)
            .mapToObj(i -> new Taken("i" + i, FIRST.plusDays(i)))
            .toList();
    List<PersonItems> persons =
        Stream.of("a", "b", "c").map(id -> new PersonItems(id, many)).toList();

    assertThat(Interactions.before(FIRST.plusYears(1), persons).items())
        .hasSize(Interactions.MOST_OF_PERSON)
        .doesNotContain("i0");
  }
}
