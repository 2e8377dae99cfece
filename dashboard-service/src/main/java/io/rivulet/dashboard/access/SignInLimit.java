package io.rivulet.dashboard.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slows down guessing. An attempt counts before its password is looked at, so that many at once are
 * no way around; a right password takes its attempt back.
 *
 * <p>Example, for one name from one address: five wrong passwords, and the sixth attempt has to
 * wait a minute from the fifth; a wrong one then costs two minutes, then four, at most fifteen. An
 * address that tries many names is stopped after twenty in the same way. Nobody can lock a user out
 * from elsewhere. After an hour without an attempt all is forgotten.
 */
final class SignInLimit {

  static final int ATTEMPTS_PER_NAME = 5;
  static final int ATTEMPTS_PER_ADDRESS = 20;
  static final Duration FIRST_WAIT = Duration.ofMinutes(1);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  static final Duration MEMORY = Duration.ofHours(1);

  /** Names and addresses remembered; beyond it, those that tried least recently are forgotten. */
  static final int MAX_REMEMBERED = 10_000;

  private record Attempts(int count, Instant lastAt, Instant waitUntil) {}

  private final Map<String, Attempts> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /**
   * Begins an attempt.
   *
   * @return how long to wait before the next one is looked at; zero when this one may go on
   */
  synchronized Duration begin(String name, String address, Instant now) {
    String pair = pair(name, address);
    Duration wait = longer(waitOf(pair, now), waitOf(address, now));
    if (wait.isZero()) {
      count(pair, ATTEMPTS_PER_NAME, now);
      count(address, ATTEMPTS_PER_ADDRESS, now);
    }
    return wait;
  }

  /** Takes the attempt back: its password was right. */
  synchronized void succeeded(String name, String address) {
    remembered.remove(pair(name, address));
    Attempts attempts = remembered.get(address);
    if (attempts != null) {
      remembered.put(address, new Attempts(attempts.count() - 1, attempts.lastAt(), Instant.MIN));
    }
  }

  /**
   * Who shares an address: of IPv6, written out, the network of 64 bits that one household or
   * server has; any other address as it is.
   */
  static String network(String address) {
    String[] groups = address.split(":", -1);
    return groups.length == 8 ? String.join(":", List.of(groups).subList(0, 4)) : address;
  }

  private Duration waitOf(String key, Instant now) {
    Attempts attempts = remembered.get(key);
    return attempts == null || !now.isBefore(attempts.waitUntil())
        ? Duration.ZERO
        : Duration.between(now, attempts.waitUntil());
  }

  private void count(String key, int allowed, Instant now) {
    Attempts before = remembered.get(key);
    int count =
        before == null || before.lastAt().plus(MEMORY).isBefore(now) ? 1 : before.count() + 1;
    Instant until = count < allowed ? Instant.MIN : now.plus(waitAfter(count - allowed));
    remembered.put(key, new Attempts(count, now, until));
  }

  private static Duration waitAfter(int attemptsBeyond) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attemptsBeyond, 10));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** A name holds no space, so a pair is never an address. */
  private static String pair(String name, String address) {
    return name + " " + address;
  }
}
