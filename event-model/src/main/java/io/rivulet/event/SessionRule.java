package io.rivulet.event;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a session ends. An actor's events, ordered by {@code occurred_at} then {@code event_id},
 * form a chain as long as no gap between neighbours is strictly greater than {@code inactivityGap}.
 * A chain is one session, unless it lasts: it is cut {@code maxDuration} after its start, and again
 * every {@code maxDuration} from there. With {@code splitAtMidnightIn} a chain also ends where the
 * local date changes, so that a session lies within one day.
 *
 * <p>With {@code splitsOnCampaign} the sessions found so far are split further, for those who count
 * visits by what led to them. The campaign of a session is the latest that one of its events
 * carried. An event that carries another one, or the first one of a session that began without,
 * starts a new session, unless the session itself began at that same microsecond: then the event
 * belongs to it and its campaign becomes the session's. So no two sessions of an actor start at
 * once, and their ids differ. An event without a campaign never splits.
 *
 * <p>Worked example with a gap of 30 minutes and a maximum of 24 hours: events at 10:00, 10:30 and
 * 11:01 are two sessions, since 30 minutes are not more than 30 minutes but 31 are. A bot that
 * sends every minute from Monday 10:00 on has a session Monday 10:00-Tuesday 09:59, the next one
 * starts Tuesday 10:00. With split on campaign, events at 10:00 without campaign, 10:05 from "ad",
 * 10:06 without, 10:07 from "ad" and 10:08 from "mail" are three sessions: 10:00, 10:05-10:07 and
 * 10:08.
 *
 * @param inactivityGap longest silence within a session
 * @param maxDuration distance of the cuts from the chain's start
 * @param splitAtMidnightIn the zone at whose midnights chains end; null: midnight means nothing
 * @param splitsOnCampaign whether a new campaign starts a session
 */
public record SessionRule(
    Duration inactivityGap,
    Duration maxDuration,
    @Nullable ZoneId splitAtMidnightIn,
    boolean splitsOnCampaign) {

  /** 30 minutes and 24 hours. */
  public static final SessionRule DEFAULT =
      new SessionRule(Duration.ofMinutes(30), Duration.ofHours(24));

  public SessionRule {
    requirePositive(inactivityGap, "inactivity-gap");
    requirePositive(maxDuration, "max-duration");
  }

  /** A rule that splits neither at midnight nor on campaigns. */
  public SessionRule(Duration inactivityGap, Duration maxDuration) {
    this(inactivityGap, maxDuration, null, false);
  }

  /** Whether an event at {@code next} no longer belongs to the chain that {@code last} is in. */
  public boolean endsChain(Instant last, Instant next) {
    return Duration.between(last, next).compareTo(inactivityGap) > 0
        || (splitAtMidnightIn != null
            && !LocalDate.ofInstant(last, splitAtMidnightIn)
                .equals(LocalDate.ofInstant(next, splitAtMidnightIn)));
  }

  /**
   * Which cut of its chain an event lies in: 0 in the first {@code maxDuration}, 1 in the second,
   * and so on. Events of one chain with the same cut are one session.
   */
  public long cut(Instant chainStart, Instant occurredAt) {
    return Math.floorDiv(micros(occurredAt) - micros(chainStart), micros(maxDuration));
  }

  /**
   * The id of the session of {@code actor} whose first event is at {@code sessionStart}: the first
   * 32 hex digits of the SHA-256 of {@code recordKey '|' microseconds since 1970}. The same events
   * give the same ids in whatever order they arrive; {@code placed_event.sql} computes the same.
   */
  public static String sessionId(Actor actor, Instant sessionStart) {
    return Sha256.hex(actor.recordKey() + '|' + micros(sessionStart)).substring(0, 32);
  }

  /**
   * Microseconds since 1970, before it negative. Of any year from 1 to 9999; {@code
   * ChronoUnit.MICROS.between} counts in nanoseconds and overflows before 1678 and after 2262.
   *
   * @throws ArithmeticException for times hundreds of thousands of years away
   */
  public static long micros(Instant time) {
    return micros(Duration.between(Instant.EPOCH, time));
  }

  private static long micros(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000L);
  }

  private static void requirePositive(Duration duration, String name) {
    Objects.requireNonNull(duration, name);
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, not " + duration);
    }
  }
}
