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

  /** The session of one event. */
  public record Assigned(Instant chainStart, Instant sessionStart, int sessionIndex) {}

  private ReferenceSessions() {}

  /** In the order of the sorted times. */
  public static List<Assigned> of(SessionRule rule, List<Instant> times) {
    List<Instant> sorted = times.stream().sorted().toList();
    List<Assigned> assigned = new ArrayList<>();
    Instant chainStart = Instant.MIN;
    Instant sessionStart = Instant.MIN;
    int index = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Instant now = sorted.get(i);
      if (i == 0 || rule.endsChain(sorted.get(i - 1), now)) {
        chainStart = now;
        sessionStart = now;
        index = 0;
      } else if (rule.cut(chainStart, sorted.get(i - 1)) != rule.cut(chainStart, now)) {
        sessionStart = now;
        index = 0;
      }
      assigned.add(new Assigned(chainStart, sessionStart, index++));
    }
    return assigned;
  }

  /**
   * Checks that the events of each actor, all of which are given, have the sessions of the rule.
   */
  public static void assertThatEachIsIn(List<Event> all) {
    Map<String, List<Event>> byActor =
        all.stream().collect(Collectors.groupingBy(e -> e.actor().recordKey()));
    for (List<Event> ofActor : byActor.values()) {
      List<Event> sorted =
          ofActor.stream().sorted(Comparator.comparing(Event::occurredAt)).toList();
      List<Assigned> expected =
          of(SessionRule.DEFAULT, sorted.stream().map(Event::occurredAt).toList());
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
