package io.rivulet.standalone.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The session rule, written a second time.
 *
 * <p>An actor's events in order of time form chains; a new chain begins where the gap to the event
 * before is longer than {@code gap} (or as long, where {@code equalGapBreaks}). A chain is cut at
 * its start plus 1, 2, 3, ... times {@code longest}; an event exactly at a cut belongs after it.
 *
 * <p>Worked example with a gap of 30 minutes, cut every 2 hours: events at 10:00, 10:20, 10:40,
 * 11:00, 11:20, 11:40, 12:00 and 12:30 are one chain; it is cut at 12:00, so the sessions are
 * 10:00-11:40 with six events and 12:00-12:30 with two.
 *
 * @param longest distance of the cuts; never cut where null
 * @param equalGapBreaks whether a gap of exactly {@code gap} already ends a chain
 */
record Sessions(Duration gap, @Nullable Duration longest, boolean equalGapBreaks) {
  static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  /** The sessions of all actors, in order of actor, then time. */
  List<Session> of(Collection<EventRow> rows) {
    Map<String, List<EventRow>> byActor = new TreeMap<>();
    rows.forEach(
        row -> byActor.computeIfAbsent(row.actor().toString(), a -> new ArrayList<>()).add(row));
    List<Session> sessions = new ArrayList<>();
    byActor.values().forEach(events -> addSessions(events, sessions));
    return sessions;
  }

  private void addSessions(List<EventRow> events, List<Session> sessions) {
    events.sort(Comparator.comparing(EventRow::occurredAt).thenComparing(EventRow::messageId));
    Instant chainStart = events.get(0).occurredAt();
    int first = 0;
    for (int i = 1; i < events.size(); i++) {
      Instant last = events.get(i - 1).occurredAt();
      Instant now = events.get(i).occurredAt();
      boolean newChain = breaks(Duration.between(last, now));
      boolean cut = !newChain && cut(chainStart, last) != cut(chainStart, now);
      if (newChain || cut) {
        sessions.add(session(events.subList(first, i)));
        first = i;
      }
      if (newChain) {
        chainStart = now;
      }
    }
    sessions.add(session(events.subList(first, events.size())));
  }

  private boolean breaks(Duration silence) {
    int order = silence.compareTo(gap);
    return equalGapBreaks ? order >= 0 : order > 0;
  }

  private long cut(Instant chainStart, Instant time) {
    return longest == null ? 0 : Duration.between(chainStart, time).dividedBy(longest);
  }

  private static Session session(List<EventRow> events) {
    EventRow first = events.get(0);
    return new Session(
        first.actor(),
        first.occurredAt(),
        events.get(events.size() - 1).occurredAt(),
        events.size());
  }
}
