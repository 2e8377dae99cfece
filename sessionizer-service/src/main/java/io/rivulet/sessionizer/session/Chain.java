package io.rivulet.sessionizer.session;

import io.rivulet.event.SessionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Events of one actor without a gap longer than the rule allows, and the sessions that the cuts
 * make of them.
 *
 * @param start time of the first event, from which the cuts are counted
 * @param last time of the last event
 * @param sessions the latest ones, oldest first; a chain that lasts for months keeps only those
 */
record Chain(Instant start, Instant last, List<Session> sessions) {

  /** How many sessions of a chain are remembered. */
  static final int MAX_SESSIONS = 4;

  /**
   * A session within a chain.
   *
   * @param first time of its first event
   * @param events how many events it has
   */
  record Session(Instant first, int events) {

    Session join(Session other) {
      return new Session(
          first.isBefore(other.first) ? first : other.first,
          (int) Math.min(Integer.MAX_VALUE, (long) events + other.events));
    }
  }

  /** A chain whose cuts are done, and where the event that was asked for stands in it. */
  record Place(Chain chain, Instant sessionStart, int sessionIndex) {}

  Chain {
    sessions = List.copyOf(sessions);
  }

  /** The chain of one event, which is not yet counted in a session. */
  static Chain of(Instant occurredAt) {
    return new Chain(occurredAt, occurredAt, List.of());
  }

  /** Whether an event at that time belongs to this chain. */
  boolean reaches(SessionRule rule, Instant occurredAt) {
    return !rule.endsChain(last, occurredAt) && !rule.endsChain(occurredAt, start);
  }

  /** One chain of the events of both. */
  Chain join(Chain other) {
    List<Session> both = new ArrayList<>(sessions);
    both.addAll(other.sessions);
    return new Chain(
        start.isBefore(other.start) ? start : other.start,
        last.isAfter(other.last) ? last : other.last,
        both);
  }

  /**
   * Counts an event and cuts the chain anew. Where an early event moved the start of a chain that
   * lasts longer than one cut, a session remembered from before goes whole to the cut in which it
   * began: its single events are not remembered.
   */
  Place cutAndPlace(SessionRule rule, Instant occurredAt) {
    SortedMap<Long, Session> byCut = new TreeMap<>();
    for (Session session : sessions) {
      byCut.merge(rule.cut(start, session.first()), session, Session::join);
    }
    long cut = rule.cut(start, occurredAt);
    Session before = byCut.get(cut);
    Session with = byCut.merge(cut, new Session(occurredAt, 1), Session::join);
    while (byCut.size() > MAX_SESSIONS) {
      byCut.remove(byCut.firstKey());
    }
    return new Place(
        new Chain(start, last, List.copyOf(byCut.values())),
        with.first(),
        before == null || occurredAt.isBefore(before.first()) ? 0 : before.events());
  }
}
