package io.rivulet.etl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.run.JobRun.State;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetriesTest {
  private static final Retries FOUR = new Retries(4, Duration.ofSeconds(30), Duration.ofMinutes(2));
  private static final Retries NONE = new Retries(0, Duration.ofSeconds(30), Duration.ofMinutes(2));

  @Test
  void each_pause_is_twice_the_one_before_up_to_the_longest() {
    assertThat(IntStream.rangeClosed(1, 5).mapToObj(a -> FOUR.after(State.FAILED, false, a)))
        .containsExactly(
            Optional.of(Duration.ofSeconds(30)),
            Optional.of(Duration.ofSeconds(60)),
            Optional.of(Duration.ofSeconds(120)),
            Optional.of(Duration.ofSeconds(120)),
            Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(value = State.class, mode = EnumSource.Mode.EXCLUDE, names = "FAILED")
  void only_what_failed_is_repeated(State state) {
    assertThat(FOUR.after(state, false, 1)).isEmpty();
    assertThat(FOUR.after(state, true, 1)).isEmpty();
  }

  @Test
  void what_lost_its_worker_is_begun_three_times_at_once() {
    assertThat(NONE.after(State.FAILED, true, 1)).contains(Duration.ZERO);
    assertThat(NONE.after(State.FAILED, true, 2)).contains(Duration.ZERO);
    assertThat(NONE.after(State.FAILED, true, 3)).isEmpty();
    assertThat(NONE.after(State.FAILED, false, 1)).isEmpty();
  }

  @Property
  void no_pause_is_longer_than_the_longest_and_the_repetitions_end(
      @ForAll @IntRange(min = 0, max = 20) int most,
      @ForAll @IntRange(min = 0, max = 100_000) int backOff,
      @ForAll @IntRange(min = 1, max = 100) int attempt) {
    Duration longest = Duration.ofSeconds(100_000);
    Optional<Duration> pause =
        new Retries(most, Duration.ofSeconds(backOff), longest).after(State.FAILED, false, attempt);

    assertThat(pause.isPresent()).isEqualTo(attempt <= most);
    pause.ifPresent(p -> assertThat(p).isBetween(Duration.ofSeconds(backOff), longest));
  }

  @Test
  void impossible_numbers_are_refused() {
    assertThatThrownBy(() -> new Retries(21, Duration.ZERO, Duration.ZERO))
        .hasMessage("retries must be 0 to 20, not 21");
    assertThatThrownBy(() -> new Retries(1, Duration.ofSeconds(9), Duration.ofSeconds(8)))
        .hasMessage("back-off must be from 0s to max-back-off, which is PT8S, not PT9S");
  }
}
