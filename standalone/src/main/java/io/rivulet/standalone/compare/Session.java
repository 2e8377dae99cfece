package io.rivulet.standalone.compare;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * One session as it can be told from outside.
 *
 * @param startedAt time of its first event
 * @param endedAt time of its last event
 * @param events at least 1
 */
record Session(EventRow.Actor actor, Instant startedAt, Instant endedAt, long events) {

  Duration duration() {
    return Duration.between(startedAt, endedAt);
  }

  /** UTC day of the start. */
  LocalDate startDay() {
    return LocalDate.ofInstant(startedAt, ZoneOffset.UTC);
  }

  /** What tells it from any other session of the same rule. */
  String key() {
    return actor + ", " + startedAt + " to " + endedAt;
  }
}
