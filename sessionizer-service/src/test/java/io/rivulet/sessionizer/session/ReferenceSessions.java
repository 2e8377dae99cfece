package io.rivulet.sessionizer.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.SessionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sessions of all events of one actor at once, the plain way: sort, look at neighbours, cut. */
public final class ReferenceSessions {

  /**
   * What of an event matters here.
   *
   * @param campaign its key
   */
  public record Moment(Instant at, long campaign) {}

  /** The session of one event. */
  public record Assigned(Instant chainStart, Instant sessionStart, int sessionIndex) {}

  private ReferenceSessions() {}

  /** In the order of the sorted times, of events without campaigns. */
  public static List<Assigned> of(SessionRule rule, List<Instant> times) {
    return ofMoments(rule, times.stream().map(t -> new Moment(t, CampaignKey.NONE)).toList());
  }

  /** In the order of the sorted times; what happened at once stays in its order. */
  public static List<Assigned> ofMoments(SessionRule rule, List<Moment> moments) {
    List<Moment> sorted = moments.stream().sorted(Comparator.comparing(Moment::at)).toList();
    List<Assigned> assigned = new ArrayList<>();
    Instant chainStart = Instant.MIN;
    Instant sessionStart = Instant.MIN;
    long campaign = CampaignKey.NONE;
    int index = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Instant now = sorted.get(i).at();
      long carried = rule.splitsOnCampaign() ? sorted.get(i).campaign() : CampaignKey.NONE;
      boolean beginsChain = i == 0 || rule.endsChain(sorted.get(i - 1).at(), now);
      if (beginsChain) {
        chainStart = now;
      }
      boolean beginsCut =
          beginsChain || rule.cut(chainStart, sorted.get(i - 1).at()) != rule.cut(chainStart, now);
      boolean turns =
          carried != CampaignKey.NONE && carried != campaign && now.isAfter(sessionStart);
      if (beginsCut || turns) {
        sessionStart = now;
        campaign = CampaignKey.NONE;
        index = 0;
      }
      campaign = carried == CampaignKey.NONE ? campaign : carried;
      assigned.add(new Assigned(chainStart, sessionStart, index++));
    }
    return assigned;
  }

  /**
   * Checks that the events of each actor, all of which are given, have the sessions of the rule.
   */
  public static void assertThatEachIsIn(List<Event> all) {
    assertThatEachIsIn(SessionRule.DEFAULT, all);
  }

  /** Checks the same of another rule. */
  public static void assertThatEachIsIn(SessionRule rule, List<Event> all) {
    Map<String, List<Event>> byActor =
        all.stream().collect(Collectors.groupingBy(e -> e.actor().recordKey()));
    for (List<Event> ofActor : byActor.values()) {
      List<Event> sorted =
          ofActor.stream()
              .sorted(Comparator.comparing(Event::occurredAt).thenComparing(Event::eventId))
              .toList();
      List<Assigned> expected =
          ofMoments(
              rule,
              sorted.stream()
                  .map(e -> new Moment(e.occurredAt(), CampaignKey.of(e.campaign())))
                  .toList());
      for (int i = 0; i < sorted.size(); i++) {
        Event event = sorted.get(i);
        Instant start = expected.get(i).sessionStart();
        assertThat(event.sessionStart()).isEqualTo(start);
        assertThat(event.sessionIndex()).isEqualTo(expected.get(i).sessionIndex());
        assertThat(event.sessionId()).isEqualTo(SessionRule.sessionId(event.actor(), start));
      }
    }
  }
}
