package io.rivulet.standalone.compare;

import io.rivulet.standalone.compare.Comparison.Source;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names of the metrics, and the reference's figure for each. A name begins with the scope:
 * which events are meant.
 */
final class Metrics {
  static final List<Integer> RETENTION_DAYS = List.of(1, 3, 7);

  static final String EVENTS = "events";
  static final String PERSONS = "distinct users";
  static final String FIRST = "first event";
  static final String LAST = "last event";
  static final String NAMES = "distinct event names";
  static final String EVENTS_BY_NAME = "events by name";
  static final String EVENTS_PER_DAY = "events per day";
  static final String ACTIVE_PER_DAY = "active users per day";
  static final String NEW_PER_DAY = "new users per day";
  static final String STARTED_PER_DAY = "sessions started per day";
  static final String SESSIONS = "sessions";
  static final String ONE_BY_ONE = "sessions one by one";
  static final String TOTAL_MILLIS = "session duration, total ms";
  static final String MEDIAN_MILLIS = "session duration, median ms";

  private Metrics() {}

  static String eligible(int n) {
    return "D" + n + " retention, eligible users";
  }

  static String retained(int n) {
    return "D" + n + " retention, retained users";
  }

  static String retainedOnOrAfter(int n) {
    return "D" + n + " retention, retained then or later";
  }

  static String retainedByCohort(int n) {
    return "D" + n + " retained by cohort day";
  }

  /** Puts what can be said of the events, apart from sessions. */
  static void putComputed(Comparison comparison, String scope, Reference reference) {
    Sink sink = (metric, figure) -> comparison.put(scope + ": " + metric, Source.COMPUTED, figure);
    sink.put(EVENTS, Figure.Amount.of(reference.events()));
    sink.put(PERSONS, Figure.Amount.of(reference.persons()));
    sink.put(FIRST, new Figure.Text(reference.firstEventAt().toString()));
    sink.put(LAST, new Figure.Text(reference.lastEventAt().toString()));
    sink.put(NAMES, Figure.Amount.of(reference.eventsByName().size()));
    sink.put(EVENTS_BY_NAME, Figure.PerKey.of(reference.eventsByName()));
    sink.put(EVENTS_PER_DAY, Figure.PerKey.of(reference.eventsPerDay()));
    sink.put(ACTIVE_PER_DAY, Figure.PerKey.of(reference.activePersonsPerDay()));
    sink.put(NEW_PER_DAY, Figure.PerKey.of(reference.newPersonsPerDay()));
    for (int n : RETENTION_DAYS) {
      sink.put(eligible(n), sum(reference.eligible(n)));
      sink.put(retained(n), sum(reference.retainedOn(n)));
      sink.put(retainedOnOrAfter(n), sum(reference.retainedOnOrAfter(n)));
      sink.put(retainedByCohort(n), Figure.PerKey.of(reference.retainedOn(n)).withoutZeros());
    }
  }

  /** Puts the figures of sessions, whoever says which sessions there are. */
  static void putSessions(
      Comparison comparison, String prefix, Source source, List<Session> sessions) {
    Sink sink = (metric, figure) -> comparison.put(prefix + ": " + metric, source, figure);
    Distribution durations = Reference.durationsMillis(sessions);
    SortedMap<String, BigDecimal> oneByOne = new TreeMap<>();
    sessions.forEach(s -> oneByOne.merge(s.key(), BigDecimal.valueOf(s.events()), BigDecimal::add));
    sink.put(SESSIONS, Figure.Amount.of(sessions.size()));
    sink.put(ONE_BY_ONE, new Figure.PerKey(oneByOne));
    sink.put(TOTAL_MILLIS, new Figure.Amount(durations.total()));
    sink.put(MEDIAN_MILLIS, new Figure.Amount(durations.median()));
  }

  static Figure sum(SortedMap<LocalDate, Long> perDay) {
    return Figure.Amount.of(perDay.values().stream().mapToLong(Long::longValue).sum());
  }

  private interface Sink {
    void put(String metric, Figure figure);
  }
}
