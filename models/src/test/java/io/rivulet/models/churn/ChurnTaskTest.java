package io.rivulet.models.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.models.person.ActiveDay;
import io.rivulet.models.person.PersonHistory;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChurnTaskTest {
  private static final LocalDate AS_OF = LocalDate.of(2026, 3, 1);
  private static final ChurnTask TASK = new ChurnTask(10, 2, false);

  private static PersonHistory active(int daysAfter, int leavings) {
    return new PersonHistory(
        "anna", List.of(new ActiveDay(AS_OF.plusDays(daysAfter), 1, 1, 0, 1, 0, "", leavings, 0)));
  }

  @Test
  void whoever_was_silent_for_a_window_is_gone_already() {
    assertThat(TASK.snapshot(active(-11, 0), AS_OF)).isEmpty();
    assertThat(TASK.snapshot(active(-10, 0), AS_OF)).isPresent();
  }

  @Test
  void whoever_has_left_is_gone_already() {
    assertThat(TASK.snapshot(active(-1, 1), AS_OF)).isEmpty();
  }

  @Test
  void the_window_begins_after_the_gap_and_its_end_is_outside() {
    for (int day : IntStream.range(0, 15).toArray()) {
      assertThat(TASK.left(active(day, 0), AS_OF)).as("day " + day).hasValue(day < 2 || day >= 12);
    }
  }

  @Test
  void leaving_by_an_event_in_the_gap_is_no_example() {
    ChurnTask byEvent = new ChurnTask(10, 2, true);
    for (int day : IntStream.range(0, 15).toArray()) {
      assertThat(byEvent.left(active(day, 1), AS_OF))
          .as("day " + day)
          .isEqualTo(day < 2 ? Optional.empty() : Optional.of(day < 12));
    }
  }
}
