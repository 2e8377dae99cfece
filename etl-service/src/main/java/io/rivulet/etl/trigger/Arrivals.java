package io.rivulet.etl.trigger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an EVENT trigger remembers between two looks at what is unread.
 *
 * @param newSince when the first object that is to be reacted to was noticed; null when there is
 *     none
 * @param leftOver unread objects of a run that failed: they alone start no further run
 * @param awaitsEnd whether a run was started whose end has not been seen
 */
public record Arrivals(@Nullable Instant newSince, long leftOver, boolean awaitsEnd) {

  /** Nothing noticed. */
  public static final Arrivals NONE = new Arrivals(null, 0, false);

  private static final Arrivals FIRED = new Arrivals(null, 0, true);

  /**
   * What a look says.
   *
   * @param fires whether a run starts
   */
  public record Look(boolean fires, Arrivals after) {}

  /**
   * Looks at what is unread, while no run of the job is under way.
   *
   * @param unread objects that no run has read
   * @param lastFailed whether the run that was started last failed
   * @param objects fires at that many new ones
   * @param window fires so long after the first new one was noticed
   */
  public Look look(long unread, boolean lastFailed, Instant now, long objects, Duration window) {
    long left = Math.min(awaitsEnd ? (lastFailed ? unread : 0) : leftOver, unread);
    long fresh = unread - left;
    if (fresh == 0) {
      return new Look(false, new Arrivals(null, left, false));
    }
    Instant since = newSince == null ? now : newSince;
    boolean fires = fresh >= objects || !since.plus(window).isAfter(now);
    return new Look(fires, fires ? FIRED : new Arrivals(since, left, false));
  }
}
