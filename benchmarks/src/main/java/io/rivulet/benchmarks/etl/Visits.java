package io.rivulet.benchmarks.etl;

import io.rivulet.event.Actor;
import io.rivulet.event.SessionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What visitors do and when it arrives: sessions of eight events on average, tens of seconds
 * between two events, of visitors drawn at random. Most events arrive within seconds, every
 * fiftieth within the hour, as from telephones; of every two hundredth a copy comes too.
 */
final class Visits {
  private static final double EVENTS_OF_A_SESSION = 8;
  private static final double MEDIAN_GAP_MILLIS = 20_000;
  private static final long LONGEST_GAP_MILLIS = TimeUnit.MINUTES.toMillis(25);
  private static final double SHARE_OF_LATE = 0.02;
  private static final long LATEST_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final double SHARE_OF_COPIES = 0.005;

  /** Each has five sessions on average. */
  private static final int EVENTS_OF_A_VISITOR = 40;

  /** One of so many signs in with each session. */
  private static final int VISITORS_OF_A_USER = 4;

  /**
   * A session.
   *
   * @param user who signs in with its first event; empty for nobody
   */
  record Session(String instance, String user, String id, long startedAt) {}

  /**
   * An event that arrives.
   *
   * @param number of the event; copies have the same
   * @param index in the session
   */
  record Visit(Session session, long number, int index, long occurredAt, long receivedAt) {}

  private final SplittableRandom random;
  private final String project;
  private final int visitors;
  private final PriorityQueue<Visit> underWay =
      new PriorityQueue<>(Comparator.comparingLong(Visit::receivedAt));
  private long events;

  /**
   * @param all how many events there will be, which gives the number of visitors
   */
  Visits(String project, int all, long seed) {
    this.random = new SplittableRandom(seed);
    this.project = project;
    this.visitors = Math.max(1, all / EVENTS_OF_A_VISITOR);
  }

  /** Sessions with about so many events that begin in a time. */
  void begin(long from, long to, double count) {
    double sessions = count / EVENTS_OF_A_SESSION;
    int whole = (int) sessions + (random.nextDouble() < sessions % 1 ? 1 : 0);
    for (int i = 0; i < whole; i++) {
      session(from + random.nextLong(to - from));
    }
  }

  private void session(long startedAt) {
    int visitor = random.nextInt(visitors);
    String instance = uuid(-1L - visitor);
    Session session =
        new Session(
            instance,
            visitor % VISITORS_OF_A_USER == 0 ? "user-" + visitor : "",
            SessionRule.sessionId(
                new Actor(project, Actor.Kind.INSTANCE, instance), Instant.ofEpochMilli(startedAt)),
            startedAt);
    long at = startedAt;
    int index = 0;
    do {
      long receivedAt =
          at
              + 200
              + random.nextLong(
                  random.nextDouble() < SHARE_OF_LATE
                      ? LATEST_MILLIS
                      : TimeUnit.SECONDS.toMillis(3));
      Visit visit = new Visit(session, events++, index++, at, receivedAt);
      underWay.add(visit);
      if (random.nextDouble() < SHARE_OF_COPIES) {
        underWay.add(new Visit(session, visit.number(), visit.index(), at, receivedAt + 30_000));
      }
      at +=
          Math.min(
              LONGEST_GAP_MILLIS, (long) (MEDIAN_GAP_MILLIS * Math.exp(random.nextGaussian())));
    } while (random.nextDouble() * EVENTS_OF_A_SESSION >= 1);
  }

  /** One session of one event that arrives much later. */
  Visit late(long occurredAt, long receivedAt) {
    session(occurredAt);
    Visit first =
        underWay.stream().filter(v -> v.occurredAt() == occurredAt).findFirst().orElseThrow();
    underWay.clear();
    return new Visit(first.session(), first.number(), 0, occurredAt, receivedAt);
  }

  /** What has arrived by then and was not asked for before. */
  List<Visit> arrivedBefore(long time) {
    List<Visit> arrived = new ArrayList<>();
    while (!underWay.isEmpty() && underWay.peek().receivedAt() < time) {
      arrived.add(underWay.remove());
    }
    return arrived;
  }

  /** The number spread over all digits, as in a random UUID. */
  static String uuid(long number) {
    var digits = new SplittableRandom(number);
    return new UUID(digits.nextLong(), digits.nextLong()).toString();
  }
}
