package io.rivulet.sessionizer.session;

import io.rivulet.event.SessionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the stream remembers of one actor's sessions: the chains that its latest events were in. An
 * event joins every chain that it is within the inactivity gap of, so a late one can bridge two
 * chains into one. As long as no more than {@value #MAX_CHAINS} chains are under way at once, the
 * chains are those of the sorted events whatever order they came in: joining intervals is
 * associative and commutative, and {@link #NONE} is its identity.
 *
 * <p>Worked example with a gap of 30 minutes: after 10:00 and 10:50 there are two chains. Then
 * 10:25 comes late: 25 minutes from the one and from the other. One chain 10:00-10:50 remains; the
 * event's session starts at 10:00. (The event of 10:50 has gone out with a session of its own; the
 * batch, which sees all events, corrects it.)
 *
 * @param chains apart from each other, the one that the latest event joined last
 */
public record RecentSessions(List<Chain> chains) {

  /**
   * How many chains are remembered. The one that got no event for longest is forgotten first,
   * whenever its events happened: so an import of old years, or a clock that is years wrong, keeps
   * its chain as long as its events come.
   */
  static final int MAX_CHAINS = 16;

  /** Of an actor that did nothing yet. */
  public static final RecentSessions NONE = new RecentSessions(List.of());

  /**
   * Where an event went.
   *
   * @param after what to remember from now on
   * @param sessionStart time of the session's first event, as far as it was seen
   * @param sessionIndex 0-based place in the session. Events that come in order get their place in
   *     time; a late one gets the place in which it came
   * @param beginsSession whether no known session went on with it
   */
  public record Placement(
      RecentSessions after, Instant sessionStart, int sessionIndex, boolean beginsSession) {}

  public RecentSessions {
    chains = List.copyOf(chains);
  }

  /**
   * Places an event that happened at {@code occurredAt}.
   *
   * @param campaign its {@link CampaignKey}
   */
  public Placement place(SessionRule rule, Instant occurredAt, long campaign) {
    List<Chain> apart = new ArrayList<>(chains.size() + 1);
    Chain joined = Chain.of(occurredAt);
    for (Chain chain : chains) {
      if (chain.reaches(rule, occurredAt)) {
        joined = joined.join(chain);
      } else {
        apart.add(chain);
      }
    }
    Chain.Place place =
        joined.cutAndPlace(rule, occurredAt, rule.splitsOnCampaign() ? campaign : CampaignKey.NONE);
    apart.add(place.chain());
    int forgotten = Math.max(0, apart.size() - MAX_CHAINS);
    return new Placement(
        new RecentSessions(apart.subList(forgotten, apart.size())),
        place.sessionStart(),
        place.sessionIndex(),
        place.beginsSession());
  }
}
