package io.rivulet.event.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventClockTest {
  private static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void a_skew_of_150_seconds_is_none() {
    assertThat(EventClock.skewMillis(RECEIVED.minusSeconds(150), RECEIVED)).isZero();
    assertThat(EventClock.skewMillis(RECEIVED.plusSeconds(150), RECEIVED)).isZero();
  }

  @Test
  void a_skew_of_more_is_one() {
    assertThat(EventClock.skewMillis(RECEIVED.minusMillis(150_001), RECEIVED)).isEqualTo(150_001);
    assertThat(EventClock.skewMillis(RECEIVED.plusMillis(150_001), RECEIVED)).isEqualTo(-150_001);
  }

  @Test
  void without_sent_at_there_is_no_skew() {
    assertThat(EventClock.skewMillis(null, RECEIVED)).isZero();
  }

  @Test
  void the_worked_example_holds() {
    long skew = EventClock.skewMillis(Instant.parse("2026-03-01T12:10:00Z"), RECEIVED);

    assertThat(EventClock.decide(Instant.parse("2026-03-01T12:08:00Z"), skew, RECEIVED))
        .contains(
            new EventClock.Decided(
                Instant.parse("2026-03-01T11:58:00Z"), -600_000L, "client_clock"));
  }

  @Test
  void an_hour_ahead_stays_and_more_becomes_the_time_of_receipt() {
    assertThat(EventClock.decide(RECEIVED.plusSeconds(3600), 0, RECEIVED))
        .contains(new EventClock.Decided(RECEIVED.plusSeconds(3600), null, null));
    assertThat(EventClock.decide(RECEIVED.plusMillis(3_600_001), 0, RECEIVED))
        .contains(new EventClock.Decided(RECEIVED, -3_600_001L, "in_the_future"));
  }

  @Test
  void history_from_1995_on_stays_and_older_is_refused() {
    Instant first = Instant.parse("1995-01-01T00:00:00Z");

    assertThat(EventClock.decide(first, 0, RECEIVED))
        .contains(new EventClock.Decided(first, null, null));
    assertThat(EventClock.decide(first.minusMillis(1), 0, RECEIVED)).isEmpty();
  }

  @Test
  void a_clock_that_was_never_set_is_corrected_before_it_is_judged() {
    Instant sentAt = Instant.parse("1970-01-01T00:10:00Z");
    long skew = EventClock.skewMillis(sentAt, RECEIVED);

    assertThat(EventClock.decide(Instant.parse("1970-01-01T00:05:00Z"), skew, RECEIVED))
        .get()
        .extracting(EventClock.Decided::occurredAt)
        .isEqualTo(RECEIVED.minusSeconds(300));
  }
}
