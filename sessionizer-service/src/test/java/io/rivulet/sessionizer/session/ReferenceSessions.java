package io.rivulet.sessionizer.session;

import io.rivulet.event.SessionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
}
