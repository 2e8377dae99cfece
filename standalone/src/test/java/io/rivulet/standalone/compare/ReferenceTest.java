package io.rivulet.standalone.compare;

import static io.rivulet.standalone.compare.SessionsTest.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-05-01");
  private static final LocalDate SECOND = LocalDate.parse("2026-05-02");
  private static final LocalDate THIRD = LocalDate.parse("2026-05-03");

  // Ann on 1, 2, 3 May; Bob on 1 and 3 May; Cid on 2 May; Dan on 3 May.
  private static final Reference FOUR =
      new Reference(
          List.of(
              event("1", null, "ann", "2026-05-01T08:00:00Z"),
              event("2", null, "ann", "2026-05-01T23:59:59.999Z"),
              event("3", null, "bob", "2026-05-01T12:00:00Z"),
              event("4", null, "ann", "2026-05-02T00:00:00Z"),
              event("5", null, "cid", "2026-05-02T09:00:00Z"),
              event("6", null, "ann", "2026-05-03T10:00:00Z"),
              event("7", null, "bob", "2026-05-03T11:00:00Z"),
              event("8", null, "dan", "2026-05-03T12:00:00Z")));

  @Test
  void a_person_is_active_once_a_day() {
    assertThat(FOUR.activePersonsPerDay())
        .containsExactly(Map.entry(FIRST, 2L), Map.entry(SECOND, 2L), Map.entry(THIRD, 3L));
  }

  @Test
  void a_person_is_new_on_the_day_of_the_first_event() {
    assertThat(FOUR.newPersonsPerDay())
        .containsExactly(Map.entry(FIRST, 2L), Map.entry(SECOND, 1L), Map.entry(THIRD, 1L));
  }

  @Test
  void retained_are_those_who_come_back_on_exactly_that_day() {
    // Of Ann and Bob only Ann is there on 2 May; Cid is not there on 3 May.
    assertThat(FOUR.retainedOn(1)).containsExactly(Map.entry(FIRST, 1L), Map.entry(SECOND, 0L));
  }

  @Test
  void retained_then_or_later_are_those_who_come_back_at_all() {
    assertThat(FOUR.retainedOnOrAfter(1))
        .containsExactly(Map.entry(FIRST, 2L), Map.entry(SECOND, 0L));
  }

  @Test
  void a_cohort_whose_day_lies_beyond_the_data_is_not_eligible() {
    assertThat(FOUR.eligible(1)).containsExactly(Map.entry(FIRST, 2L), Map.entry(SECOND, 1L));
    assertThat(FOUR.eligible(2)).containsExactly(Map.entry(FIRST, 2L));
    assertThat(FOUR.eligible(3)).isEmpty();
  }

  @Test
  void the_week_is_the_iso_week() {
    Reference newYear =
        new Reference(
            List.of(
                event("1", null, "ann", "2027-01-03T12:00:00Z"),
                event("2", null, "ann", "2027-01-04T12:00:00Z")));

    assertThat(newYear.activePersonsPerIsoWeek()).containsOnlyKeys("2026-W53", "2027-W01");
  }

  @Test
  void an_instance_seen_with_one_user_is_that_person_from_its_first_event() {
    Reference joined =
        new Reference(
            List.of(
                event("1", "phone", null, "2026-05-01T08:00:00Z"),
                event("2", "phone", "ann", "2026-05-02T08:00:00Z")));

    assertThat(joined.persons()).isEqualTo(1);
    assertThat(joined.newPersonsPerDay()).containsOnlyKeys(FIRST);
  }

  @Test
  void an_instance_shared_by_two_users_is_not_guessed() {
    assertThatThrownBy(
            () ->
                new Reference(
                    List.of(
                        event("1", "tv", "ann", "2026-05-01T08:00:00Z"),
                        event("2", "tv", "bob", "2026-05-01T09:00:00Z"),
                        event("3", "tv", null, "2026-05-01T10:00:00Z"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("anonymousId tv is seen with several users");
  }

  @Test
  void the_median_of_an_even_number_lies_half_way() {
    Distribution four = distribution(1, 9, 3, 4);

    assertThat(four.median()).isEqualByComparingTo("3.5");
  }

  @Test
  void the_ninetieth_percentile_is_a_number_of_the_list() {
    assertThat(distribution(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ninetiethPercentile())
        .isEqualByComparingTo("9");
    assertThat(distribution(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).ninetiethPercentile())
        .isEqualByComparingTo("10");
  }

  private static Distribution distribution(long... numbers) {
    return new Distribution(Arrays.stream(numbers).mapToObj(BigDecimal::valueOf).toList());
  }
}
