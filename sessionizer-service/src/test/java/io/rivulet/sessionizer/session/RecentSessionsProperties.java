package io.rivulet.sessionizer.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.SessionRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RecentSessionsProperties {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  // A gap of 10 and cuts every 60 make all that can happen happen within a few steps.
  private static final SessionRule RULE =
      new SessionRule(Duration.ofSeconds(10), Duration.ofSeconds(60));

  @Provide
  Arbitrary<List<Instant>> ordered() {
    return Arbitraries.integers()
        .between(0, 12)
        .list()
        .ofMaxSize(200)
        .map(
            gaps -> {
              List<Instant> times = new ArrayList<>();
              Instant now = START;
              for (int gap : gaps) {
                now = now.plusSeconds(gap);
                times.add(now);
              }
              return times;
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

  @Property
  void on_ordered_input_the_stream_is_the_batch(@ForAll("ordered") List<Instant> times) {
    List<ReferenceSessions.Assigned> expected = ReferenceSessions.of(RULE, times);

    RecentSessions recent = RecentSessions.NONE;
    for (int i = 0; i < times.size(); i++) {
      RecentSessions.Placement placement = recent.place(RULE, times.get(i));
      recent = placement.after();

      assertThat(placement.sessionStart()).isEqualTo(expected.get(i).sessionStart());
      assertThat(placement.sessionIndex()).isEqualTo(expected.get(i).sessionIndex());
    }
  }

  @Property
  void in_any_order_the_chains_are_those_of_the_sorted_events(
      @ForAll("anyOrder") List<Instant> times) {
    Set<Instant> expected = new LinkedHashSet<>();
    ReferenceSessions.of(RULE, times).forEach(a -> expected.add(a.chainStart()));

    RecentSessions recent = RecentSessions.NONE;
    for (Instant time : times) {
      recent = recent.place(RULE, time).after();
    }

    assertThat(recent.chains()).extracting(Chain::start).containsExactlyElementsOf(expected);
  }

  @Property
  void in_any_order_the_last_event_is_in_the_session_of_the_batch_when_no_chain_is_cut(
      @ForAll("anyOrder") List<Instant> times) {
    SessionRule uncut = new SessionRule(RULE.inactivityGap(), Duration.ofDays(1));
    Instant last = times.get(times.size() - 1);
    List<Instant> sorted = times.stream().sorted().toList();
    Instant expected =
        ReferenceSessions.of(uncut, times).get(sorted.lastIndexOf(last)).sessionStart();

    RecentSessions recent = RecentSessions.NONE;
    for (Instant time : times.subList(0, times.size() - 1)) {
      recent = recent.place(uncut, time).after();
    }

    assertThat(recent.place(uncut, last).sessionStart()).isEqualTo(expected);
  }

  @Property
  void what_is_written_is_read(@ForAll("anyOrder") List<Instant> times) {
    RecentSessions recent = RecentSessions.NONE;
    for (Instant time : times) {
      recent = recent.place(RULE, time).after();
    }

    assertThat(RecentSessionsCodec.read(RecentSessionsCodec.write(recent))).isEqualTo(recent);
  }
}
