package io.rivulet.etl.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.trigger.Schedule.Cron;
import io.rivulet.etl.trigger.Schedule.Decision;
import io.rivulet.etl.trigger.Schedule.Every;
import io.rivulet.etl.trigger.Schedule.Missed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void a_time_that_a_day_leaves_out_comes_as_much_later_as_the_clocks_jump() {
    assertThat(fires("30 2 * * *", BERLIN, "2026-03-27T23:00:00Z", 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void of_a_time_that_a_day_has_twice_the_first_counts() {
    assertThat(fires("30 2 * * *", BERLIN, "2026-10-24T22:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void between_the_two_times_of_the_same_name_nothing_is_left_to_fire() {
    assertThat(fires("30 2 * * *", BERLIN, "2026-10-25T00:45:00Z", 1))
        .containsExactly("2026-10-26T01:30:00Z");
  }

  @Test
  void every_hour_goes_on_with_real_time() {
    assertThat(fires("0 * * * *", BERLIN, "2026-10-24T23:30:00Z", 3))
        .containsExactly("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z");
    assertThat(fires("0 * * * *", BERLIN, "2026-03-28T23:30:00Z", 3))
        .containsExactly("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z");
  }

  @Test
  void a_change_of_clocks_at_midnight_loses_no_day() {
    // Cuba puts its clocks forward at midnight: 2026-03-08 begins at 01:00.
    assertThat(fires("0 0 * * *", ZoneId.of("America/Havana"), "2026-03-07T06:00:00Z", 2))
        .containsExactly("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z");
  }

  @Test
  void seconds_may_come_first() {
    assertThat(fires("15 0 3 * * *", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 1))
        .containsExactly("2026-01-01T03:00:15Z");
  }

  @Test
  void an_expression_without_further_times_fires_no_more() {
    assertThat(new Cron("0 0 30 2 *", ZoneOffset.UTC).next(Instant.EPOCH)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * * *", "61 * * * *", "0 0 * * someday", "@yearly-ish"})
  void what_is_no_cron_expression_is_named(String expression) {
    assertThatThrownBy(() -> new Cron(expression, ZoneOffset.UTC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + expression + "' is no cron expression");
  }

  @Property(tries = 300)
  void once_on_each_day_whatever_the_clocks_do(
      @ForAll @IntRange(min = 0, max = 23) int hour,
      @ForAll @IntRange(min = 0, max = 59) int minute,
      @ForAll @IntRange(min = 0, max = 3) int zone) {
    ZoneId at =
        List.of(
                BERLIN,
                ZoneId.of("America/Havana"),
                ZoneId.of("Australia/Lord_Howe"),
                ZoneId.of("America/St_Johns"))
            .get(zone);
    Cron cron = new Cron(minute + " " + hour + " * * *", at);

    List<LocalDate> days = new ArrayList<>();
    Instant now = LocalDate.of(2026, 1, 1).atStartOfDay(at).toInstant().minusSeconds(1);
    while (days.size() < 365) {
      now = Objects.requireNonNull(cron.next(now));
      days.add(now.atZone(at).toLocalDate());
    }

    assertThat(days)
        .isEqualTo(LocalDate.of(2026, 1, 1).datesUntil(LocalDate.of(2027, 1, 1)).toList());
  }

  @Test
  void a_pause_counts_from_the_last_time() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(new Every(Duration.ofMinutes(5)).next(now)).isEqualTo(now.plusSeconds(300));
  }

  @Test
  void what_is_written_down_is_read_again() {
    for (Schedule schedule :
        List.of(new Every(Duration.ofSeconds(90)), new Cron("30 2 * * mon-fri", BERLIN))) {
      assertThat(Schedule.parse(schedule.text(), BERLIN)).isEqualTo(schedule);
    }
  }

  @Test
  void a_minute_late_is_in_time() {
    Instant due = Instant.parse("2026-01-01T03:00:00Z");
    Cron nightly = new Cron("0 3 * * *", ZoneOffset.UTC);

    assertThat(nightly.decide(due, due.plusSeconds(60), Missed.SKIP))
        .isEqualTo(new Decision(true, Instant.parse("2026-01-02T03:00:00Z")));
    assertThat(nightly.decide(due, due.plusSeconds(61), Missed.SKIP))
        .isEqualTo(new Decision(false, Instant.parse("2026-01-02T03:00:00Z")));
  }

  @Test
  void what_was_missed_is_made_up_for_once() {
    Instant due = Instant.parse("2026-01-01T03:00:00Z");

    assertThat(
            new Cron("0 3 * * *", ZoneOffset.UTC)
                .decide(due, Instant.parse("2026-01-09T12:00:00Z"), Missed.RUN_ONCE))
        .isEqualTo(new Decision(true, Instant.parse("2026-01-10T03:00:00Z")));
  }

  @Property(tries = 500)
  void it_never_fires_more_often_than_its_times_come(
      @ForAll @LongRange(min = 0, max = 10_000_000) long late, @ForAll Missed missed) {
    Instant due = Instant.parse("2026-03-28T01:30:00Z");
    Instant now = due.plusSeconds(late);
    Decision decision = new Cron("30 2 * * *", BERLIN).decide(due, now, missed);

    assertThat(decision.next()).isAfter(now);
    assertThat(decision.fires()).isEqualTo(missed == Missed.RUN_ONCE || late <= 60);
  }

  private static List<String> fires(String cron, ZoneId zone, String from, int count) {
    List<String> fires = new ArrayList<>();
    Instant now = Instant.parse(from);
    for (int i = 0; i < count; i++) {
      now = Objects.requireNonNull(new Cron(cron, zone).next(now));
      fires.add(String.valueOf(now));
    }
    return fires;
  }
}
