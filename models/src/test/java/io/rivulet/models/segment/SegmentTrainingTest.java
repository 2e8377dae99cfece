package io.rivulet.models.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.models.person.ActiveDay;
import io.rivulet.models.person.FeatureValues;
import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.person.Snapshot;
import io.rivulet.models.segment.SegmentTraining.Refused;
import io.rivulet.models.segment.SegmentTraining.Trained;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SegmentTrainingTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate END = FIRST.plusDays(120);
  private static final List<PersonHistory> PERSONS =
      Stream.of(persons("daily", 80, 0.8, 40, 0, 120), persons("seldom", 80, 0.06, 3, 0, 120))
          .flatMap(List::stream)
          .toList();

  /** Persons who are active with a chance on days, and do about as many events on each. */
  private static List<PersonHistory> persons(
      String kind, int count, double chance, int events, int from, int until) {
    Random random = new Random(kind.hashCode());
    List<PersonHistory> persons = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<ActiveDay> days = new ArrayList<>();
      for (int day = from; day < until; day++) {
        if (day == from || random.nextDouble() < chance) {
          int done = events + random.nextInt(events);
          days.add(new ActiveDay(FIRST.plusDays(day), done, 1, done / 2.0, 3, 0, "web", 0, 0));
        }
      }
      persons.add(new PersonHistory(kind + i, days));
    }
    return persons;
  }

  private static Trained train(
      List<PersonHistory> persons, LocalDate end, @Nullable SegmentModel champion) {
    SegmentTraining training = new SegmentTraining(FIRST, end, persons.size(), 1);
    persons.forEach(training::add);
    return (Trained) training.train(champion);
  }

  private static List<String> clusters(SegmentModel model) {
    return model.clusters().all().stream().map(c -> c.number() + " " + c.name()).toList();
  }

  @Test
  void finds_the_kinds_that_there_are_and_names_them_by_their_traits() {
    Trained trained = train(PERSONS, END, null);

    assertThat(clusters(trained.model()))
        .containsExactly("1 Stay long, do much", "2 Stay briefly, do little");
    assertThat(trained.silhouettes()).containsKeys(2, 3, 4, 5, 6, 7, 8);
    assertThat(trained.silhouette()).isGreaterThan(0.5);
    assertThat(trained.before()).isNull();
  }

  /** As in the first weeks of a project, all of whose persons came on its first day. */
  @Test
  void what_is_the_same_for_all_tells_nobody_apart() {
    Trained trained = train(PERSONS, FIRST.plusDays(60), null);

    assertThat(trained.model().clusters().all())
        .extracting(Cluster::name)
        .containsExactlyInAnyOrder("Stay long, do much", "Stay briefly, do little");
    assertThat(trained.found()).isGreaterThan(0.5);
  }

  @Test
  void the_order_of_persons_changes_nothing() {
    List<PersonHistory> shuffled = new ArrayList<>(PERSONS);
    Collections.shuffle(shuffled, new Random(3));

    assertThat(train(shuffled, END, null)).isEqualTo(train(PERSONS, END, null));
  }

  @Test
  void what_happens_later_changes_no_score() {
    SegmentModel model = train(PERSONS, END, null).model();
    LocalDate asOf = END.minusDays(30);

    for (PersonHistory person : PERSONS) {
      List<ActiveDay> known = person.between(LocalDate.MIN, asOf);
      assertThat(model.score(person, asOf))
          .isEqualTo(
              known.isEmpty()
                  ? Optional.empty()
                  : model.score(new PersonHistory(person.person(), known), asOf));
    }
  }

  @Test
  void a_stored_model_tells_the_same() {
    SegmentModel model = train(PERSONS, END, null).model();

    assertThat(SegmentModel.of(model.bytes())).isEqualTo(model);
  }

  @Test
  void clusters_found_anew_keep_numbers_and_names() {
    Clusters before = train(PERSONS, END.minusDays(14), null).model().clusters();
    // by other lots, and more of one kind now
    List<FeatureValues> persons =
        Stream.concat(PERSONS.stream(), persons("more", 60, 0.8, 40, 0, 120).stream())
            .map(person -> Snapshot.of(person, END, Usage.OBSERVED_DAYS).orElseThrow().seen())
            .toList();

    Clusters now = Clusters.named(Clusters.find(persons, 5), before, persons);

    assertThat(now.scale()).isNotEqualTo(before.scale());
    for (FeatureValues person : persons) {
      Cluster cluster = now.of(person).orElseThrow();
      assertThat(before.of(person))
          .hasValueSatisfying(
              same -> {
                assertThat(same.number()).isEqualTo(cluster.number());
                assertThat(same.name()).isEqualTo(cluster.name());
              });
    }
  }

  @Test
  void a_new_kind_gets_a_number_of_its_own() {
    SegmentModel before = train(PERSONS, END, null).model();
    List<PersonHistory> more = new ArrayList<>(PERSONS);
    more.addAll(persons("gone", 50, 0.8, 40, 20, 70));

    SegmentModel now = train(more, END, before).model();

    assertThat(clusters(now)).startsWith(clusters(before).toArray(String[]::new)).hasSize(3);
    assertThat(now.clusters().highestNumber()).isEqualTo(3);
  }

  @Test
  void where_persons_differ_by_degrees_alone_there_are_no_clusters() {
    List<PersonHistory> persons = new ArrayList<>();
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      List<ActiveDay> days = new ArrayList<>();
      double chance = 0.2 + 0.8 * random.nextDouble();
      int events = 20 + random.nextInt(100);
      int minutes = 1 + random.nextInt(60);
      int names = 1 + random.nextInt(20);
      int errors = random.nextInt(20);
      for (int day = 30 + random.nextInt(40); day < 80 + random.nextInt(40); day++) {
        if (days.isEmpty() || random.nextDouble() < chance) {
          days.add(
              new ActiveDay(FIRST.plusDays(day), events, 1, minutes, names, errors, "web", 0, 0));
        }
      }
      persons.add(new PersonHistory("p" + i, days));
    }

    Trained trained = train(persons, END, null);

    assertThat(trained.silhouette()).isBetween(0.0, 0.25);
    assertThat(trained.model().clusters().all()).isEmpty();
    assertThat(trained.model().score(persons.get(0), END).flatMap(SegmentScore::cluster)).isEmpty();
  }

  @Test
  void clusters_stay_where_those_found_now_tell_kinds_apart_worse() {
    SegmentModel before = train(PERSONS, END, null).model();
    // a week ago there was one kind alone
    List<PersonHistory> persons = new ArrayList<>(PERSONS.subList(0, 80));
    persons.addAll(persons("late", 80, 0, 3, 115, 120));

    Trained trained = train(persons, END, before);

    assertThat(trained.before()).isGreaterThan(trained.found()).isEqualTo(trained.silhouette());
    assertThat(trained.keepsClusters()).isTrue();
    assertThat(trained.model().clusters()).isEqualTo(before.clusters());
    assertThat(trained.model().rfm()).isNotEqualTo(before.rfm());
  }

  @Test
  void too_little_is_refused_with_what_is_missing() {
    SegmentTraining training = new SegmentTraining(END.minusDays(20), END, 49, 1);
    PERSONS.subList(0, 49).forEach(training::add);

    assertThat(((Refused) training.train(null)).missing())
        .containsExactly(
            "21 days of history are needed, 1 are missing",
            "50 persons active a week ago are needed, 1 are missing");
  }
}
