package io.rivulet.standalone.compare;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The metrics of a set of events. Days are UTC days. A person is the userId; for an event without
 * one it is the user that the event's anonymousId is seen with elsewhere in the set, else the
 * anonymousId itself.
 */
final class Reference {
  private final List<EventRow> rows;
  private final Map<String, String> userOfInstance = new HashMap<>();
  private final SortedMap<String, Set<LocalDate>> daysOfPerson = new TreeMap<>();

  /**
   * @throws IllegalArgumentException when an anonymousId is seen with two users: whose its other
   *     events are is then a matter of time, which this class does not compute
   */
  Reference(Collection<EventRow> events) {
    rows = List.copyOf(events);
    Set<String> shared = new HashSet<>();
    for (EventRow row : rows) {
      if (row.anonymousId() != null && row.userId() != null) {
        String before = userOfInstance.put(row.anonymousId(), row.userId());
        if (before != null && !before.equals(row.userId())) {
          shared.add(row.anonymousId());
        }
      }
    }
    for (EventRow row : rows) {
      if (row.userId() == null && row.anonymousId() != null && shared.contains(row.anonymousId())) {
        throw new IllegalArgumentException(
            "anonymousId " + row.anonymousId() + " is seen with several users and without one");
      }
      daysOfPerson.computeIfAbsent(person(row), p -> new HashSet<>()).add(row.day());
    }
  }

  long events() {
    return rows.size();
  }

  long persons() {
    return daysOfPerson.size();
  }

  Instant firstEventAt() {
    return rows.stream().map(EventRow::occurredAt).min(Instant::compareTo).orElse(Instant.EPOCH);
  }

  Instant lastEventAt() {
    return rows.stream().map(EventRow::occurredAt).max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  /** Events by name. */
  SortedMap<String, Long> eventsByName() {
    return count(EventRow::name);
  }

  SortedMap<LocalDate, Long> eventsPerDay() {
    return count(EventRow::day);
  }

  /** Distinct persons by day. */
  SortedMap<LocalDate, Long> activePersonsPerDay() {
    return personsPer(Function.identity());
  }

  /** Distinct persons by week, such as {@code 2018-W44}. */
  SortedMap<String, Long> activePersonsPerIsoWeek() {
    return personsPer(
        day ->
            String.format(
                Locale.ROOT,
                "%d-W%02d",
                day.get(IsoFields.WEEK_BASED_YEAR),
                day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
  }

  /** Distinct persons by calendar month, such as {@code 2018-11}. */
  SortedMap<YearMonth, Long> activePersonsPerMonth() {
    return personsPer(YearMonth::from);
  }

  /** Persons by the day of their first event. */
  SortedMap<LocalDate, Long> newPersonsPerDay() {
    SortedMap<LocalDate, Long> cohorts = new TreeMap<>();
    daysOfPerson.values().forEach(days -> cohorts.merge(firstOf(days), 1L, Long::sum));
    return cohorts;
  }

  /**
   * Persons of each day's cohort who had an event exactly {@code n} days later.
   *
   * <p>Worked example: two persons first seen on 1 May, one of them seen again on 2 May, data until
   * 3 May. For n = 1 the cohort of 1 May has 1, those of 2 May 0 where there are any; the cohort of
   * 3 May is not in the answer, for 4 May lies beyond the data.
   */
  SortedMap<LocalDate, Long> retainedOn(int n) {
    return retained(n, (days, target) -> days.contains(target));
  }

  /** The same, counting events {@code n} days later or at any time after. */
  SortedMap<LocalDate, Long> retainedOnOrAfter(int n) {
    return retained(n, (days, target) -> days.stream().anyMatch(day -> !day.isBefore(target)));
  }

  /** Sizes of the cohorts that {@link #retainedOn} has. */
  SortedMap<LocalDate, Long> eligible(int n) {
    return retained(n, (days, target) -> true);
  }

  List<Session> sessions(Sessions rule) {
    return rule.of(rows);
  }

  /** Sessions by the day of their start. */
  static SortedMap<LocalDate, Long> startedPerDay(List<Session> sessions) {
    SortedMap<LocalDate, Long> days = new TreeMap<>();
    sessions.forEach(session -> days.merge(session.startDay(), 1L, Long::sum));
    return days;
  }

  /** Lengths in milliseconds. */
  static Distribution durationsMillis(List<Session> sessions) {
    return new Distribution(sessions.stream().map(s -> millis(s.duration())).toList());
  }

  static Distribution eventsPerSession(List<Session> sessions) {
    return new Distribution(sessions.stream().map(s -> BigDecimal.valueOf(s.events())).toList());
  }

  private static BigDecimal millis(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .multiply(BigDecimal.valueOf(1000))
        .add(BigDecimal.valueOf(duration.getNano(), 6));
  }

  private String person(EventRow row) {
    if (row.userId() != null) {
      return row.userId();
    }
    String instance = row.actor().id();
    return userOfInstance.getOrDefault(instance, instance);
  }

  private interface Return {
    boolean test(Set<LocalDate> days, LocalDate target);
  }

  private SortedMap<LocalDate, Long> retained(int n, Return cameBack) {
    LocalDate last =
        rows.stream().map(EventRow::day).max(LocalDate::compareTo).orElse(LocalDate.EPOCH);
    SortedMap<LocalDate, Long> cohorts = new TreeMap<>();
    for (Set<LocalDate> days : daysOfPerson.values()) {
      LocalDate cohort = firstOf(days);
      LocalDate target = cohort.plusDays(n);
      if (!target.isAfter(last)) {
        cohorts.merge(cohort, cameBack.test(days, target) ? 1L : 0L, Long::sum);
      }
    }
    return cohorts;
  }

  private static LocalDate firstOf(Set<LocalDate> days) {
    return days.stream().min(LocalDate::compareTo).orElseThrow();
  }

  private <K extends Comparable<? super K>> SortedMap<K, Long> count(Function<EventRow, K> keyOf) {
    SortedMap<K, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(keyOf.apply(row), 1L, Long::sum));
    return counts;
  }

  private <K extends Comparable<? super K>> SortedMap<K, Long> personsPer(
      Function<LocalDate, K> periodOf) {
    SortedMap<K, Long> counts = new TreeMap<>();
    for (Set<LocalDate> days : daysOfPerson.values()) {
      days.stream().map(periodOf).distinct().forEach(p -> counts.merge(p, 1L, Long::sum));
    }
    return counts;
  }
}
