package io.rivulet.sessionizer.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.SessionRule;
import io.rivulet.sessionizer.session.ReferenceSessions.Moment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class RecentSessionsProperties {
  // A few seconds before a midnight of Vienna, two hours before the clocks go forward.
  private static final Instant START = Instant.parse("2026-03-28T22:59:30Z");

  // A gap of 10 and cuts every 60 make all that can happen happen within a few steps.
  private static final SessionRule RULE =
      new SessionRule(Duration.ofSeconds(10), Duration.ofSeconds(60));

  private static SessionRule rule(boolean midnight, boolean campaign) {
    return new SessionRule(
        RULE.inactivityGap(),
        RULE.maxDuration(),
        midnight ? ZoneId.of("Europe/Vienna") : null,
        campaign);
  }

  private static Arbitrary<Long> campaigns() {
    return Arbitraries.frequency(Tuple.of(6, CampaignKey.NONE), Tuple.of(2, 1L), Tuple.of(1, 2L));
  }

  @Provide
  Arbitrary<List<Moment>> ordered() {
    return Combinators.combine(Arbitraries.integers().between(0, 12), campaigns())
        .as((gap, campaign) -> new Moment(Instant.EPOCH.plusSeconds(gap), campaign))
        .list()
        .ofMaxSize(200)
        .map(
            gaps -> {
              List<Moment> moments = new ArrayList<>();
              Instant now = START;
              for (Moment gap : gaps) {
                now = now.plusSeconds(gap.at().getEpochSecond());
                moments.add(new Moment(now, gap.campaign()));
              }
              return moments;
            });
  }

  /** As many events as chains are remembered, so that nothing is forgotten on the way. */
  @Provide
  Arbitrary<List<Instant>> anyOrder() {
    return Arbitraries.integers()
        .between(0, 150)
        .map(START::plusSeconds)
        .list()
        .ofMinSize(1)
        .ofMaxSize(RecentSessions.MAX_CHAINS);
  }

  /** At different times; three of them from three campaigns, none of which comes back. */
  @Provide
  Arbitrary<List<Moment>> anyOrderOfCampaigns() {
    return Combinators.combine(
            Arbitraries.integers()
                .between(0, 100)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .uniqueElements(),
            Arbitraries.longs())
        .as(
            (seconds, seed) -> {
              List<Moment> moments = new ArrayList<>();
              for (int i = 0; i < seconds.size(); i++) {
                moments.add(
                    new Moment(
                        START.plusSeconds(seconds.get(i)), i < 3 ? i + 1 : CampaignKey.NONE));
              }
              Collections.shuffle(moments, new Random(seed));
              return moments;
            });
  }

  @Property
  void on_ordered_input_the_stream_is_the_batch(
      @ForAll("ordered") List<Moment> moments, @ForAll boolean midnight, @ForAll boolean campaign) {
    SessionRule rule = rule(midnight, campaign);
    List<ReferenceSessions.Assigned> expected = ReferenceSessions.ofMoments(rule, moments);

    RecentSessions recent = RecentSessions.NONE;
    for (int i = 0; i < moments.size(); i++) {
      RecentSessions.Placement placement =
          recent.place(rule, moments.get(i).at(), moments.get(i).campaign());
      recent = placement.after();

      assertThat(placement.sessionStart()).isEqualTo(expected.get(i).sessionStart());
      assertThat(placement.sessionIndex()).isEqualTo(expected.get(i).sessionIndex());
      assertThat(placement.beginsSession()).isEqualTo(expected.get(i).sessionIndex() == 0);
    }
  }

  @Property
  void no_two_sessions_of_an_actor_start_at_once(
      @ForAll("ordered") List<Moment> moments, @ForAll boolean midnight) {
    List<Instant> starts =
        ReferenceSessions.ofMoments(rule(midnight, true), moments).stream()
            .filter(a -> a.sessionIndex() == 0)
            .map(ReferenceSessions.Assigned::sessionStart)
            .toList();

    assertThat(starts).doesNotHaveDuplicates();
  }

  @Property
  void in_any_order_the_chains_are_those_of_the_sorted_events(
      @ForAll("anyOrder") List<Instant> times, @ForAll boolean midnight) {
    SessionRule rule = rule(midnight, false);
    Set<Instant> expected = new LinkedHashSet<>();
    ReferenceSessions.of(rule, times).forEach(a -> expected.add(a.chainStart()));

    RecentSessions recent = RecentSessions.NONE;
    for (Instant time : times) {
      recent = recent.place(rule, time, CampaignKey.NONE).after();
    }

    assertThat(recent.chains())
        .extracting(Chain::start)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Property
  void in_any_order_the_sessions_are_split_where_a_campaign_comes(
      @ForAll("anyOrderOfCampaigns") List<Moment> moments, @ForAll boolean midnight) {
    SessionRule uncut = uncut(midnight);
    Set<Instant> expected = new LinkedHashSet<>();
    ReferenceSessions.ofMoments(uncut, moments).forEach(a -> expected.add(a.sessionStart()));

    RecentSessions recent = RecentSessions.NONE;
    for (Moment moment : moments) {
      recent = recent.place(uncut, moment.at(), moment.campaign()).after();
    }

    assertThat(recent.chains())
        .flatExtracting(Chain::sessions)
        .extracting(Chain.Session::first)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static SessionRule uncut(boolean midnight) {
    SessionRule cut = rule(midnight, true);
    return new SessionRule(
        cut.inactivityGap(), Duration.ofDays(1), cut.splitAtMidnightIn(), cut.splitsOnCampaign());
  }

  @Property
  void in_any_order_the_last_event_is_in_the_session_of_the_batch_when_no_chain_is_cut(
      @ForAll("anyOrder") List<Instant> times, @ForAll boolean midnight) {
    SessionRule uncut = uncut(midnight);
    Instant last = times.get(times.size() - 1);
    List<Instant> sorted = times.stream().sorted().toList();
    Instant expected =
        ReferenceSessions.of(uncut, times).get(sorted.lastIndexOf(last)).sessionStart();

    RecentSessions recent = RecentSessions.NONE;
    for (Instant time : times.subList(0, times.size() - 1)) {
      recent = recent.place(uncut, time, CampaignKey.NONE).after();
    }

    assertThat(recent.place(uncut, last, CampaignKey.NONE).sessionStart()).isEqualTo(expected);
  }

  @Property
  void what_is_written_is_read(@ForAll("anyOrderOfCampaigns") List<Moment> moments) {
    RecentSessions recent = RecentSessions.NONE;
    for (Moment moment : moments) {
      recent = recent.place(rule(false, true), moment.at(), moment.campaign()).after();
    }

    ByteBuffer bytes = ByteBuffer.allocate(RecentSessionsCodec.MAX_BYTES);
    RecentSessionsCodec.write(recent, bytes);

    assertThat(RecentSessionsCodec.read(bytes.flip())).isEqualTo(recent);
    assertThat(bytes.hasRemaining()).isFalse();
  }
}
