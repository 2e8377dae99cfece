package io.rivulet.sessionizer.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.SessionRule;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentSessionsTest {
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private RecentSessions recent = RecentSessions.NONE;

  private RecentSessions.Placement at(String time) {
    return at(Instant.parse("2026-03-01T" + time + "Z"));
  }

  private RecentSessions.Placement at(Instant time) {
    return at(SessionRule.DEFAULT, time, CampaignKey.NONE);
  }

  private RecentSessions.Placement at(SessionRule rule, Instant time, long campaign) {
    RecentSessions.Placement placement = recent.place(rule, time, campaign);
    recent = RecentSessionsCodec.read(written(placement.after()));
    assertThat(recent).isEqualTo(placement.after());
    return placement;
  }

  private static ByteBuffer written(RecentSessions recent) {
    ByteBuffer bytes = ByteBuffer.allocate(RecentSessionsCodec.MAX_BYTES);
    RecentSessionsCodec.write(recent, bytes);
    return bytes.flip();
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
    assertThat(written(recent).limit()).isLessThan(100);
  }

  @Test
  void the_chains_that_got_no_event_for_longest_are_forgotten_first() {
    for (int i = 0; i < 40; i++) {
      at(TEN.plus(Duration.ofHours(i)));
    }

    assertThat(recent.chains()).hasSize(RecentSessions.MAX_CHAINS);
    assertThat(recent.chains().get(0).start()).isEqualTo(TEN.plus(Duration.ofHours(24)));
    assertThat(written(recent).limit()).isLessThan(300);
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
        recent
            .place(short5, TEN, CampaignKey.NONE)
            .after()
            .place(short5, TEN.plusSeconds(301), CampaignKey.NONE);

    assertThat(second.after().chains()).extracting(Chain::start).hasSize(2);
    assertThat(List.of(second.sessionStart())).containsExactly(TEN.plusSeconds(301));
  }

  @Test
  void the_first_events_that_reach_a_session_begin_none() {
    RecentSessions.Placement first = at("10:10:00");
    RecentSessions.Placement late = at("10:00:00");
    RecentSessions.Placement apart = at("09:00:00");

    assertThat(first.beginsSession()).isTrue();
    assertThat(late.beginsSession()).isFalse();
    assertThat(apart.beginsSession()).isTrue();
  }

  @Test
  void a_clock_that_jumps_to_1995_keeps_a_session_however_many_later_ones_there_are() {
    for (int i = 0; i < 40; i++) {
      at(TEN.plus(Duration.ofHours(i)));
    }

    RecentSessions.Placement old = at(Instant.parse("1995-06-01T00:00:00Z"));
    RecentSessions.Placement now = at(TEN.plus(Duration.ofHours(40)));
    RecentSessions.Placement older = at(Instant.parse("1995-06-01T00:20:00Z"));

    assertThat(older.sessionStart()).isEqualTo(old.sessionStart());
    assertThat(older.sessionIndex()).isEqualTo(1);
    assertThat(now.sessionStart()).isEqualTo(TEN.plus(Duration.ofHours(40)));
  }

  @Test
  void a_clock_that_jumps_ahead_leaves_the_sessions_of_today_as_they_are() {
    at("10:00:00");
    at(Instant.parse("2099-01-01T00:00:00Z"));

    RecentSessions.Placement back = at("10:10:00");

    assertThat(back.sessionStart()).isEqualTo(TEN);
    assertThat(back.sessionIndex()).isEqualTo(1);
  }

  private Instant startIn(String zone, String time) {
    SessionRule rule =
        new SessionRule(Duration.ofMinutes(30), Duration.ofHours(24), ZoneId.of(zone), false);
    return at(rule, Instant.parse(time), CampaignKey.NONE).sessionStart();
  }

  @Test
  void midnight_is_that_of_the_zone_in_summer_and_in_winter() {
    // Vienna: UTC+1 until 2026-03-29T01:00Z, then UTC+2
    assertThat(startIn("Europe/Vienna", "2026-03-28T22:50:00Z")).isEqualTo("2026-03-28T22:50:00Z");
    assertThat(startIn("Europe/Vienna", "2026-03-28T22:59:59.999999Z"))
        .isEqualTo("2026-03-28T22:50:00Z");
    assertThat(startIn("Europe/Vienna", "2026-03-28T23:00:00Z")).isEqualTo("2026-03-28T23:00:00Z");
    assertThat(startIn("Europe/Vienna", "2026-03-29T21:59:00Z")).isEqualTo("2026-03-29T21:59:00Z");
    assertThat(startIn("Europe/Vienna", "2026-03-29T22:00:00Z")).isEqualTo("2026-03-29T22:00:00Z");
  }

  @Test
  void a_day_whose_midnight_does_not_exist_begins_an_hour_later() {
    // Beirut: at 2026-03-28T22:00Z the clocks went from 00:00 to 01:00
    assertThat(startIn("Asia/Beirut", "2026-03-28T21:59:00Z")).isEqualTo("2026-03-28T21:59:00Z");
    assertThat(startIn("Asia/Beirut", "2026-03-28T22:00:00Z")).isEqualTo("2026-03-28T22:00:00Z");
    assertThat(startIn("Asia/Beirut", "2026-03-28T22:20:00Z")).isEqualTo("2026-03-28T22:00:00Z");
  }

  @Test
  void an_hour_that_comes_twice_does_not_part_a_session() {
    // Havana: at 2026-11-01T05:00Z the clocks go from 01:00 back to 00:00
    assertThat(startIn("America/Havana", "2026-11-01T04:50:00Z")).isEqualTo("2026-11-01T04:50:00Z");
    assertThat(startIn("America/Havana", "2026-11-01T05:10:00Z")).isEqualTo("2026-11-01T04:50:00Z");
  }

  @Test
  void a_day_of_25_hours_is_cut_after_24() {
    Instant midnight = Instant.parse("2026-10-24T22:00:00Z"); // 00:00 in Vienna
    Instant last = Instant.MIN;
    for (int i = 0; i <= 50; i++) {
      last = startIn("Europe/Vienna", midnight.plus(Duration.ofMinutes(30L * i)).toString());
      assertThat(last)
          .isEqualTo(i < 48 ? midnight : midnight.plus(Duration.ofHours(i < 50 ? 24 : 25)));
    }
  }

  private static final SessionRule BY_CAMPAIGN =
      new SessionRule(Duration.ofMinutes(30), Duration.ofHours(24), null, true);

  private Instant from(long campaign, String time) {
    return at(BY_CAMPAIGN, Instant.parse("2026-03-01T" + time + "Z"), campaign).sessionStart();
  }

  @Test
  void another_campaign_starts_a_session_and_none_does_not() {
    assertThat(from(0, "10:00:00")).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(from(1, "10:05:00")).isEqualTo("2026-03-01T10:05:00Z");
    assertThat(from(0, "10:06:00")).isEqualTo("2026-03-01T10:05:00Z");
    assertThat(from(1, "10:07:00")).isEqualTo("2026-03-01T10:05:00Z");
    assertThat(from(2, "10:08:00")).isEqualTo("2026-03-01T10:08:00Z");
    assertThat(from(1, "10:09:00")).isEqualTo("2026-03-01T10:09:00Z");
  }

  @Test
  void campaigns_of_one_moment_share_the_session_that_starts_then() {
    assertThat(from(1, "10:00:00")).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(from(2, "10:00:00")).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(from(2, "10:05:00")).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(from(1, "10:06:00")).isEqualTo("2026-03-01T10:06:00Z");
  }

  @Test
  void a_campaign_that_comes_back_in_the_moment_of_a_split_undoes_nothing() {
    from(1, "10:00:00");
    from(2, "10:05:00");

    assertThat(from(1, "10:05:00")).isEqualTo("2026-03-01T10:05:00Z");
    assertThat(from(1, "10:06:00")).isEqualTo("2026-03-01T10:05:00Z");
  }

  @Test
  void a_late_campaign_splits_the_session_it_falls_into() {
    from(0, "10:00:00");
    from(0, "10:20:00");

    assertThat(from(1, "10:10:00")).isEqualTo("2026-03-01T10:10:00Z");
    assertThat(from(0, "10:05:00")).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(from(0, "10:21:00")).isEqualTo("2026-03-01T10:10:00Z");
  }

  @Test
  void without_the_option_campaigns_mean_nothing() {
    at(SessionRule.DEFAULT, TEN, 1);

    assertThat(at(SessionRule.DEFAULT, TEN.plusSeconds(60), 2).sessionStart()).isEqualTo(TEN);
  }

  @Test
  void the_fullest_memory_is_within_its_bound() {
    for (int chain = 0; chain < 20; chain++) {
      for (int part = 0; part < 8; part++) {
        at(
            BY_CAMPAIGN,
            Instant.parse("0001-01-01T00:00:00Z")
                .plus(Duration.ofDays(182_000L * chain))
                .plus(Duration.ofMinutes(29L * part)),
            Long.MAX_VALUE - part);
      }
    }

    assertThat(written(recent).limit()).isLessThan(RecentSessionsCodec.MAX_BYTES);
  }
}
