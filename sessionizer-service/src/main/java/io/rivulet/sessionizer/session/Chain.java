package io.rivulet.sessionizer.session;

import io.rivulet.event.SessionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Events of one actor that no gap and no midnight parts, and the sessions that the cuts and the
 * campaigns make of them.
 *
 * @param start time of the first event, from which the cuts are counted
 * @param last time of the last event
 * @param sessions the latest ones, oldest first; a chain that lasts for months keeps only those
 */
record Chain(Instant start, Instant last, List<Session> sessions) {

  /** How many sessions of a chain are remembered. */
  static final int MAX_SESSIONS = 4;

  /**
   * A session within a chain. One that is not the first of its cut began with an event from another
   * campaign, so it has one.
   *
   * @param first time of its first event
   * @param events how many events it has
   * @param campaign key of its campaign, {@link CampaignKey#NONE} where it has none
   */
  record Session(Instant first, int events, long campaign) {

    /** Whether an event from that campaign, or from none, goes on with this session. */
    boolean goesOn(long next) {
      return next == CampaignKey.NONE || next == campaign;
    }

    /** This session with one more event. */
    Session plus(long next) {
      return new Session(
          first, events + (events < Integer.MAX_VALUE ? 1 : 0), goesOn(next) ? campaign : next);
    }

    /** One session of this and a later one. */
    Session join(Session later) {
      return new Session(
          first, (int) Math.min(Integer.MAX_VALUE, (long) events + later.events), campaign);
    }
  }

  /**
   * A chain whose cuts are done, and where the event that was asked for stands in it.
   *
   * @param beginsSession whether no session of the chain went on with the event
   */
  record Place(Chain chain, Instant sessionStart, int sessionIndex, boolean beginsSession) {}

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
    both.sort(Comparator.comparing(Session::first));
    return new Chain(
        start.isBefore(other.start) ? start : other.start,
        last.isAfter(other.last) ? last : other.last,
        both);
  }

  /**
   * Counts an event, in the latest session or a new one where it comes in order.
   *
   * @param campaign key of the event's campaign
   */
  Place cutAndPlace(SessionRule rule, Instant occurredAt, long campaign) {
    int latest = sessions.size() - 1;
    return latest < 0 || !occurredAt.isBefore(sessions.get(latest).first())
        ? placeAt(rule, latest, new ArrayList<>(sessions), occurredAt, campaign)
        : placeLate(rule, occurredAt, campaign);
  }

  /**
   * Cuts the chain anew. Where an early event moved the start of a chain that lasts longer than one
   * cut, a session remembered from before goes whole to the cut in which it began: its single
   * events are not remembered. So does what followed a late event from another campaign: it stays
   * counted where it was.
   */
  private Place placeLate(SessionRule rule, Instant occurredAt, long campaign) {
    List<Session> whole = joined(rule, sessions);
    int i = whole.size() - 1;
    while (i >= 0 && whole.get(i).first().isAfter(occurredAt)) {
      i--;
    }
    return placeAt(rule, i, whole, occurredAt, campaign);
  }

  /**
   * Counts the event in the session that is the latest before it, or begins one after that.
   *
   * @param before index of that session; -1 where all are later
   */
  private Place placeAt(
      SessionRule rule, int before, List<Session> whole, Instant occurredAt, long campaign) {
    Session home = before < 0 ? null : whole.get(before);
    if (home != null
        && cut(rule, home.first()) == cut(rule, occurredAt)
        && (home.goesOn(campaign) || home.first().equals(occurredAt))) {
      whole.set(before, home.plus(campaign));
      return new Place(remembering(whole), home.first(), home.events(), false);
    }
    whole.add(before + 1, new Session(occurredAt, 1, campaign));
    boolean isLatest = before + 2 == whole.size();
    List<Session> with = isLatest ? whole : joined(rule, whole);
    return new Place(remembering(with), occurredAt, 0, with.size() == whole.size());
  }

  /** The chain with the latest of these sessions. */
  private Chain remembering(List<Session> all) {
    return new Chain(start, last, all.subList(Math.max(0, all.size() - MAX_SESSIONS), all.size()));
  }

  /** Neighbours that are one by cut and campaign made one. */
  private List<Session> joined(SessionRule rule, List<Session> parts) {
    List<Session> whole = new ArrayList<>(parts.size() + 1);
    for (Session part : parts) {
      Session previous = whole.isEmpty() ? null : whole.get(whole.size() - 1);
      if (previous != null
          && cut(rule, previous.first()) == cut(rule, part.first())
          && (!rule.splitsOnCampaign() || previous.goesOn(part.campaign()))) {
        whole.set(whole.size() - 1, previous.join(part));
      } else {
        whole.add(part);
      }
    }
    return whole;
  }

  private long cut(SessionRule rule, Instant occurredAt) {
    return rule.cut(start, occurredAt);
  }
}
