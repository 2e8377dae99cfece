package io.rivulet.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SessionRuleTest {
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
  private static final SessionRule RULE = SessionRule.DEFAULT;

  @Test
  void a_gap_of_exactly_thirty_minutes_stays_in_the_session() {
    assertThat(RULE.endsChain(TEN, TEN.plus(Duration.ofMinutes(30)))).isFalse();
  }

  @Test
  void a_gap_one_microsecond_longer_ends_it() {
    assertThat(RULE.endsChain(TEN, TEN.plus(Duration.ofMinutes(30)).plusNanos(1_000))).isTrue();
  }

  @Test
  void the_last_microsecond_of_24_hours_is_before_the_cut() {
    assertThat(RULE.cut(TEN, TEN.plus(Duration.ofHours(24)).minusNanos(1_000))).isZero();
  }

  @Test
  void exactly_24_hours_after_its_start_a_chain_is_cut() {
    assertThat(RULE.cut(TEN, TEN.plus(Duration.ofHours(24)))).isEqualTo(1);
  }

  @Test
  void the_cuts_repeat_from_the_chains_start() {
    assertThat(RULE.cut(TEN, TEN.plus(Duration.ofHours(49)))).isEqualTo(2);
  }

  @Test
  void a_session_id_is_what_the_docs_say_it_is() {
    // printf 'demo|i:a-1|1772359200000000' | sha256sum
    Actor actor = new Actor("demo", Actor.Kind.INSTANCE, "a-1");

    assertThat(SessionRule.sessionId(actor, TEN)).isEqualTo("f1b5004f6f85c36a34c02f2d16b446ed");
  }

  @Test
  void the_years_1_to_9999_have_cuts_and_ids() {
    Instant first = Instant.parse("0001-01-01T00:00:00Z");
    Instant last = Instant.parse("9999-12-31T23:59:59.999999Z");
    Actor actor = new Actor("demo", Actor.Kind.INSTANCE, "a-1");

    assertThat(RULE.cut(first, last)).isEqualTo(3_652_058);
    // printf 'demo|i:a-1|-62135596800000000' | sha256sum
    assertThat(SessionRule.sessionId(actor, first)).isEqualTo("a531f738c53f76674bc472c0db7998bd");
    assertThat(SessionRule.micros(last)).isEqualTo(253_402_300_799_999_999L);
  }

  @Test
  void a_user_and_an_instance_of_one_name_have_different_sessions() {
    Actor instance = new Actor("demo", Actor.Kind.INSTANCE, "x");
    Actor user = new Actor("demo", Actor.Kind.USER, "x");

    assertThat(SessionRule.sessionId(instance, TEN)).isNotEqualTo(SessionRule.sessionId(user, TEN));
  }

  @Test
  void a_chain_ends_at_midnight_of_the_zone_where_it_is_wanted() {
    SessionRule rule =
        new SessionRule(
            Duration.ofMinutes(30), Duration.ofHours(24), ZoneId.of("Europe/Vienna"), false);
    Instant midnight = Instant.parse("2026-02-28T23:00:00Z");

    assertThat(rule.endsChain(midnight.minusSeconds(60), midnight.minusNanos(1_000))).isFalse();
    assertThat(rule.endsChain(midnight.minusNanos(1_000), midnight)).isTrue();
    assertThat(RULE.endsChain(midnight.minusNanos(1_000), midnight)).isFalse();
  }

  @Test
  void a_gap_of_zero_is_refused() {
    assertThatThrownBy(() -> new SessionRule(Duration.ZERO, Duration.ofHours(1)))
        .hasMessage("inactivity-gap must be positive, not PT0S");
  }
}
