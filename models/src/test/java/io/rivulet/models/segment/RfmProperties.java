package io.rivulet.models.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RfmProperties {

  private static Arbitrary<Usage> usage() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 90),
            Arbitraries.integers().between(1, 90),
            // every other one paid nothing
            Arbitraries.integers().between(-50, 50))
        .as((recency, active, money) -> new Usage(recency, active, Math.max(0, money)));
  }

  @Provide
  Arbitrary<List<Usage>> persons() {
    return usage().list().ofMinSize(1).ofMaxSize(40);
  }

  @Property(tries = 300)
  void who_came_later_or_more_often_or_paid_more_scores_no_less(
      @ForAll("persons") List<Usage> persons, @ForAll Random random) {
    Rfm rfm = Rfm.of(persons);
    Usage one = persons.get(random.nextInt(persons.size()));
    Usage other = persons.get(random.nextInt(persons.size()));

    Rfm.Scores low =
        rfm.scores(
            new Usage(
                Math.max(one.recencyDays(), other.recencyDays()),
                Math.min(one.activeDays(), other.activeDays()),
                Math.min(one.money(), other.money())));

    for (Usage usage : List.of(one, other)) {
      Rfm.Scores scores = rfm.scores(usage);
      assertThat(scores.recency()).isBetween(low.recency(), 5);
      assertThat(scores.frequency()).isBetween(low.frequency(), 5);
      if (low.money() != null) {
        assertThat(Objects.requireNonNull(scores.money())).isBetween(low.money(), 5);
      }
    }
  }

  @Property(tries = 100)
  void the_order_of_persons_changes_nothing(
      @ForAll("persons") List<Usage> persons, @ForAll Random random) {
    List<Usage> shuffled = new ArrayList<>(persons);
    Collections.shuffle(shuffled, random);

    assertThat(Rfm.of(shuffled)).isEqualTo(Rfm.of(persons));
  }

  /** Fifths of ten persons end at the 2nd, 4th, 6th and 8th. */
  @Example
  void ten_persons_by_hand() {
    List<Usage> persons =
        List.of(
            // days since the last visit, active days, money: R, F, M
            new Usage(1, 40, 500), // 5, 5, 5
            new Usage(1, 30, 0), // 5, 5, 1
            new Usage(2, 1, 0), // 4, 1, 1
            new Usage(3, 12, 80), // 4, 4, 4
            new Usage(5, 5, 20), // 3, 3, 4
            new Usage(8, 2, 0), // 3, 2, 1
            new Usage(20, 15, 900), // 2, 4, 5
            new Usage(30, 1, 0), // 2, 1, 1
            new Usage(60, 8, 0), // 1, 3, 1
            new Usage(80, 1, 0)); // 1, 1, 1

    Rfm rfm = Rfm.of(persons);

    assertThat(rfm.recencyDays().edges()).containsExactly(1.0, 3.0, 8.0, 30.0);
    // of three with one active day none is put above the others
    assertThat(rfm.activeDays().edges()).containsExactly(1.0, 2.0, 8.0, 15.0);
    assertThat(Objects.requireNonNull(rfm.money()).edges()).containsExactly(0.0, 0.0, 0.0, 80.0);
    assertThat(persons.stream().map(rfm::scores))
        .containsExactly(
            new Rfm.Scores(5, 5, 5, RfmSegment.CHAMPIONS),
            new Rfm.Scores(5, 5, 1, RfmSegment.POTENTIAL_LOYALISTS),
            new Rfm.Scores(4, 1, 1, RfmSegment.PROMISING),
            new Rfm.Scores(4, 4, 4, RfmSegment.LOYAL),
            new Rfm.Scores(3, 3, 4, RfmSegment.LOYAL),
            new Rfm.Scores(3, 2, 1, RfmSegment.ABOUT_TO_SLEEP),
            new Rfm.Scores(2, 4, 5, RfmSegment.CANNOT_LOSE),
            new Rfm.Scores(2, 1, 1, RfmSegment.HIBERNATING),
            new Rfm.Scores(1, 3, 1, RfmSegment.HIBERNATING),
            new Rfm.Scores(1, 1, 1, RfmSegment.HIBERNATING));
  }

  @Example
  void where_nobody_pays_recency_and_frequency_alone_count() {
    Rfm rfm = Rfm.of(List.of(new Usage(1, 9, 0), new Usage(9, 1, 0)));

    assertThat(rfm.money()).isNull();
    assertThat(rfm.scores(new Usage(1, 9, 0)).money()).isNull();
    assertThat(rfm.scores(new Usage(1, 9, 70))).isEqualTo(rfm.scores(new Usage(1, 9, 0)));
  }

  @Example
  void the_grid_of_segments() {
    List<String> rows =
        IntStream.iterate(5, recency -> recency >= 1, recency -> recency - 1)
            .mapToObj(
                recency ->
                    String.join(
                        " ",
                        IntStream.rangeClosed(1, 5)
                            .mapToObj(value -> RfmSegment.of(recency, value).name().substring(0, 3))
                            .toList()))
            .toList();

    assertThat(rows)
        .containsExactly(
            "NEW POT POT CHA CHA",
            "PRO POT POT LOY LOY",
            "ABO ABO NEE LOY LOY",
            "HIB HIB AT_ AT_ CAN",
            "HIB HIB AT_ AT_ CAN");
  }
}
