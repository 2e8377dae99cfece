package io.rivulet.sessionizer.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.SessionRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentSessionsTest {
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private RecentSessions recent = RecentSessions.NONE;

  private RecentSessions.Placement at(String time) {
    return at(Instant.parse("2026-03-01T" + time + "Z"));
  }

  private RecentSessions.Placement at(Instant time) {
    RecentSessions.Placement placement = recent.place(SessionRule.DEFAULT, time);
    recent = RecentSessionsCodec.read(RecentSessionsCodec.write(placement.after()));
    assertThat(recent).isEqualTo(placement.after());
    return placement;
  }

  @Test
  void the_first_event_starts_a_session() {
    RecentSessions.Placement first = at("10:00:00");

    assertThat(first.sessionStart()).isEqualTo(TEN);
    assertThat(first.sessionIndex()).isZero();
  }

  @Test
  void thirty_minutes_later_is_the_same_session() {
    at("10:00:00");

    RecentSessions.Placement second = at("10:30:00");

    assertThat(second.sessionStart()).isEqualTo(TEN);
    assertThat(second.sessionIndex()).isEqualTo(1);
  }

  @Test
  void a_microsecond_more_is_a_new_session() {
    at("10:00:00");

    RecentSessions.Placement second = at("10:30:00.000001");

    assertThat(second.sessionStart()).isEqualTo("2026-03-01T10:30:00.000001Z");
    assertThat(second.sessionIndex()).isZero();
  }

  @Test
  void a_late_event_joins_the_session_it_belongs_to() {
    at("10:00:00");
    at("14:00:00");

    RecentSessions.Placement late = at("10:10:00");

    assertThat(late.sessionStart()).isEqualTo(TEN);
    assertThat(recent.chains()).hasSize(2);
  }

  @Test
  void a_late_event_bridges_two_sessions_into_one() {
    at("10:00:00");
    at("10:50:00");

    at("10:25:00");
    RecentSessions.Placement last = at("10:55:00");

    assertThat(last.sessionStart()).isEqualTo(TEN);
    assertThat(last.sessionIndex()).isEqualTo(3);
    assertThat(recent.chains()).hasSize(1);
  }

  @Test
  void a_late_first_event_moves_the_start() {
    at("10:10:00");

    RecentSessions.Placement late = at("10:00:00");
    RecentSessions.Placement next = at("10:20:00");

    assertThat(late.sessionIndex()).isZero();
    assertThat(next.sessionStart()).isEqualTo(TEN);
  }

  @Test
  void a_chain_is_cut_24_hours_after_its_start_at_the_first_event_from_there() {
    for (int i = 0; i <= 24 * 4; i++) {
      at(TEN.plus(Duration.ofMinutes(15L * i)).minusMillis(i == 96 ? 1 : 0));
    }
    RecentSessions.Placement before = at(TEN.plus(Duration.ofHours(24)).minusMillis(1));

    RecentSessions.Placement next = at(TEN.plus(Duration.ofHours(24)).plusSeconds(60));

    assertThat(before.sessionStart()).isEqualTo(TEN);
    assertThat(next.sessionStart()).isEqualTo("2026-03-02T10:01:00Z");
    assertThat(next.sessionIndex()).isZero();
  }

  @Test
  void an_actor_that_never_pauses_keeps_its_grid_and_a_bounded_memory() {
    RecentSessions.Placement last = at(TEN);
    for (int i = 1; i <= 24 * 2 * 90; i++) {
      last = at(TEN.plus(Duration.ofMinutes(30L * i)));
    }

    assertThat(last.sessionStart()).isEqualTo(TEN.plus(Duration.ofDays(90)));
    assertThat(RecentSessionsCodec.write(recent)).hasSizeLessThan(100);
  }

  @Test
  void the_oldest_chains_are_forgotten_first() {
    for (int i = 0; i < 40; i++) {
      at(TEN.plus(Duration.ofHours(i)));
    }

    assertThat(recent.chains()).hasSize(RecentSessions.MAX_CHAINS);
    assertThat(recent.chains().get(0).start()).isEqualTo(TEN.plus(Duration.ofHours(24)));
    assertThat(RecentSessionsCodec.write(recent)).hasSizeLessThan(1_043);
  }

  @Test
  void history_is_as_good_as_today() {
    at("10:00:00");

    RecentSessions.Placement old = at(Instant.parse("1995-06-01T00:00:00Z"));
    RecentSessions.Placement older = at(Instant.parse("1995-06-01T00:20:00Z"));

    assertThat(older.sessionStart()).isEqualTo(old.sessionStart());
    assertThat(older.sessionIndex()).isEqualTo(1);
  }

  @Test
  void other_rules_give_other_sessions() {
    SessionRule short5 = new SessionRule(Duration.ofMinutes(5), Duration.ofHours(1));

    RecentSessions.Placement second =
        recent.place(short5, TEN).after().place(short5, TEN.plusSeconds(301));

    assertThat(second.after().chains()).extracting(Chain::start).hasSize(2);
    assertThat(List.of(second.sessionStart())).containsExactly(TEN.plusSeconds(301));
  }
}
