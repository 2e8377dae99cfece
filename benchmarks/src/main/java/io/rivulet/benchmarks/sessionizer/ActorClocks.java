package io.rivulet.benchmarks.sessionizer;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * When each actor acts: sessions of eight events on average, tens of seconds between two events of
 * one, about a day between two sessions. Time passes for each actor by itself, so that a few
 * minutes of load hold sessions of weeks.
 */
final class ActorClocks {
  private static final double EVENTS_OF_A_SESSION = 8;
  private static final double MEDIAN_GAP_MILLIS = 20_000;
  private static final long LONGEST_GAP_MILLIS = TimeUnit.MINUTES.toMillis(25);
  private static final long SHORTEST_ABSENCE_MILLIS = TimeUnit.MINUTES.toMillis(35);
  private static final long MEAN_ABSENCE_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final long FIRST_EVENTS_WITHIN_MILLIS = TimeUnit.DAYS.toMillis(30);
  private static final long BEGAN_BEFORE_MILLIS = TimeUnit.DAYS.toMillis(120);

  private final SplittableRandom random;
  private final long[] latest;

  /**
   * @param now after all events
   */
  ActorClocks(int actors, Instant now, long seed) {
    this.random = new SplittableRandom(seed);
    this.latest = new long[actors];
    long began = now.toEpochMilli() - BEGAN_BEFORE_MILLIS;
    for (int actor = 0; actor < actors; actor++) {
      latest[actor] = began + random.nextLong(FIRST_EVENTS_WITHIN_MILLIS);
    }
  }

  /** When the actor's next event happens, in milliseconds since 1970. */
  long next(int actor) {
    latest[actor] += random.nextDouble() * EVENTS_OF_A_SESSION < 1 ? absence() : gap();
    return latest[actor];
  }

  private long gap() {
    return Math.min(
        LONGEST_GAP_MILLIS, (long) (MEDIAN_GAP_MILLIS * Math.exp(random.nextGaussian())));
  }

  private long absence() {
    return SHORTEST_ABSENCE_MILLIS
        + (long) (-Math.log(1 - random.nextDouble()) * MEAN_ABSENCE_MILLIS);
  }
}
