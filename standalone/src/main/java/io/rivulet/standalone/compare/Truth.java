package io.rivulet.standalone.compare;

import io.rivulet.event.EventJson;
import io.rivulet.standalone.compare.Comparison.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A {@code truth.json}: figures that someone else computed for a set of events. Keys that this
 * class does not know are named, not checked.
 */
final class Truth {
  /** Holds the figures of all events where the others are those of events with a userId. */
  private static final String ALL_ROWS = "all_rows_anonymous_keyed_by_sessionId";

  private static final Pattern RETENTION_KEY = Pattern.compile("D(\\d+)");
  private static final Pattern MINUTES_KEY = Pattern.compile("(\\d+)min");

  private final JsonNode root;
  private final Set<String> unknown = new TreeSet<>();

  private Truth(JsonNode root) {
    this.root = root;
  }

  /**
   * @throws IOException when the file cannot be read or is no JSON object
   */
  static Truth read(Path file) throws IOException {
    try {
      return of(Files.readString(file));
    } catch (JacksonException e) {
      throw new IOException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  static Truth of(String json) {
    return new Truth(EventJson.mapper().readTree(json));
  }

  /** Whether its main figures are those of the events that carry a userId. */
  boolean isOfUsersOnly() {
    return root.has("users_scope");
  }

  /**
   * Puts its figures beside those of the reference, for both scopes where it has both. It knows
   * nothing of cuts, so its sessions stand beside the reports' only where {@code reported} cuts
   * none.
   */
  void put(Comparison comparison, Map<String, Reference> byScope, Sessions reported) {
    String mainScope = isOfUsersOnly() ? Compare.USERS : Compare.ALL;
    for (Map.Entry<String, Reference> scope : byScope.entrySet()) {
      if (scope.getKey().equals(mainScope)) {
        new Scope(comparison, mainScope, scope.getValue(), reported).put(root);
      } else if (scope.getKey().equals(Compare.ALL) && root.has(ALL_ROWS)) {
        new Scope(comparison, Compare.ALL, scope.getValue(), reported).put(root.path(ALL_ROWS));
      }
    }
  }

  /** The keys that were met but are not known here. */
  Set<String> unchecked() {
    return unknown;
  }

  /** Figures of one set of events. */
  private final class Scope {
    private final Comparison comparison;
    private final String scope;
    private final Reference reference;
    private final List<Session> sessions;
    private final boolean noneIsCut;

    Scope(Comparison comparison, String scope, Reference reference, Sessions reported) {
      this.comparison = comparison;
      this.scope = scope;
      this.reference = reference;
      this.sessions = reference.sessions(rule(30, false));
      this.noneIsCut = sessions.equals(reference.sessions(reported));
    }

    void put(JsonNode truth) {
      for (Map.Entry<String, JsonNode> entry : truth.properties()) {
        put(entry.getKey(), entry.getValue());
      }
    }

    private void put(String key, JsonNode value) {
      switch (key) {
        case "events" -> truth(Metrics.EVENTS, amount(value));
        case "all_rows", "lines" -> {
          // How many rows the file has, which is checked as events of all.
        }
        case "distinct_users" -> truth(Metrics.PERSONS, amount(value));
        case "first_ts" -> truth(Metrics.FIRST, instant(value));
        case "last_ts" -> truth(Metrics.LAST, instant(value));
        case "days_with_events" ->
            both("days with events", amount(value), reference.eventsPerDay().size());
        case "distinct_event_names" -> truth(Metrics.NAMES, amount(value));
        case "top_events" -> topEvents(value);
        case "dau" -> truth(Metrics.ACTIVE_PER_DAY, perKey(value));
        case "events_per_utc_day" -> truth(Metrics.EVENTS_PER_DAY, perKey(value));
        case "new_users_per_utc_day" -> truth(Metrics.NEW_PER_DAY, perKey(value));
        case "wau_iso" ->
            both("users per ISO week", perKey(value), reference.activePersonsPerIsoWeek());
        case "mau" -> both("users per month", perKey(value), reference.activePersonsPerMonth());
        case "sessions_started_per_utc_day" -> {
          both(
              "uncut " + Metrics.STARTED_PER_DAY, perKey(value), Reference.startedPerDay(sessions));
          truthIfNoneIsCut(Metrics.STARTED_PER_DAY, perKey(value));
        }
        case "sessions_gap_gt_30min" -> {
          sessions("sessions", value, sessions);
          amountIfNoneIsCut(Metrics.SESSIONS, value.path("sessions"));
          JsonNode millis = value.path("duration_ms");
          amountIfNoneIsCut(Metrics.TOTAL_MILLIS, millis.path("total"));
          amountIfNoneIsCut(Metrics.MEDIAN_MILLIS, millis.path("median"));
        }
        case "sessions_gap_ge_30min" ->
            sessions("sessions, 30 min ends them", value, reference.sessions(rule(30, true)));
        case "sessions_gt_30min" -> {
          both("sessions, uncut", amount(value), sessions.size());
          amountIfNoneIsCut(Metrics.SESSIONS, value);
        }
        case "sessions_ge_30min" ->
            both(
                "sessions, 30 min ends them",
                amount(value),
                reference.sessions(rule(30, true)).size());
        case "session_count_other_gaps_gt" -> otherGaps(value);
        case "retention" -> retention(value);
        case "set", "rule_doc", "rule", "users_scope", ALL_ROWS, "sha256" -> {
          // Descriptions, or read elsewhere.
        }
        default -> unknown.add(key);
      }
    }

    private void topEvents(JsonNode pairs) {
      SortedMap<String, BigDecimal> truth = new TreeMap<>();
      pairs.forEach(pair -> truth.put(pair.get(0).asString(), pair.get(1).decimalValue()));
      // Which of several equally frequent events come last is chance, so names are taken from the
      // truth, and that none is missing is seen from the counts in order.
      Map<String, Long> counts = reference.eventsByName();
      Map<String, Long> same = new LinkedHashMap<>();
      truth.keySet().forEach(name -> same.put(name, counts.getOrDefault(name, 0L)));
      both("top events", new Figure.PerKey(truth), same);
      String inOrder =
          counts.values().stream()
              .sorted((a, b) -> Long.compare(b, a))
              .limit(pairs.size())
              .map(String::valueOf)
              .collect(Collectors.joining(" "));
      String truthInOrder =
          truth.values().stream()
              .sorted((a, b) -> b.compareTo(a))
              .map(BigDecimal::toPlainString)
              .collect(Collectors.joining(" "));
      comparison.put(name("top events, counts"), Source.TRUTH, new Figure.Text(truthInOrder));
      comparison.put(name("top events, counts"), Source.COMPUTED, new Figure.Text(inOrder));
    }

    private void sessions(String label, JsonNode value, List<Session> computed) {
      Distribution durations = Reference.durationsMillis(computed);
      Distribution events = Reference.eventsPerSession(computed);
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        String metric = label + ", uncut";
        switch (entry.getKey()) {
          case "sessions" -> both(metric, amount(entry.getValue()), computed.size());
          case "single_event_sessions" ->
              both(
                  metric + ", of one event",
                  amount(entry.getValue()),
                  computed.stream().filter(s -> s.events() == 1).count());
          case "zero_duration_sessions" ->
              both(
                  metric + ", of no duration",
                  amount(entry.getValue()),
                  computed.stream().filter(s -> s.duration().isZero()).count());
          case "duration_ms" -> distribution(metric + ", ms", entry.getValue(), durations, 3);
          case "events_per_session" ->
              distribution(metric + ", events", entry.getValue(), events, 6);
          default -> unknown.add(label + "." + entry.getKey());
        }
      }
    }

    private void distribution(
        String metric, JsonNode value, Distribution computed, int meanDecimals) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        Figure truth = amount(entry.getValue());
        String name = metric + " " + entry.getKey();
        switch (entry.getKey()) {
          case "median" -> both(name, truth, computed.median());
          case "mean" -> both(name, truth, computed.mean(meanDecimals));
          case "p90_nearest_rank" -> both(name, truth, computed.ninetiethPercentile());
          case "max" -> both(name, truth, computed.max());
          case "total" -> both(name, truth, computed.total());
          default -> unknown.add(name);
        }
      }
    }

    private void otherGaps(JsonNode value) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        Matcher m = MINUTES_KEY.matcher(entry.getKey());
        if (m.matches()) {
          int minutes = Integer.parseInt(m.group(1));
          both(
              "sessions, uncut, gap " + minutes + " min",
              amount(entry.getValue()),
              reference.sessions(rule(minutes, false)).size());
        }
      }
    }

    private void retention(JsonNode value) {
      for (Map.Entry<String, JsonNode> entry : value.path("summary").properties()) {
        Matcher m = RETENTION_KEY.matcher(entry.getKey());
        if (m.matches()) {
          int n = Integer.parseInt(m.group(1));
          JsonNode truth = entry.getValue();
          if (!Metrics.RETENTION_DAYS.contains(n)) {
            computed(Metrics.eligible(n), Metrics.sum(reference.eligible(n)));
            computed(Metrics.retained(n), Metrics.sum(reference.retainedOn(n)));
            computed(Metrics.retainedOnOrAfter(n), Metrics.sum(reference.retainedOnOrAfter(n)));
          }
          truth(Metrics.eligible(n), amount(truth.path("eligible")));
          truth(Metrics.retained(n), amount(truth.path("retained")));
          truth(Metrics.retainedOnOrAfter(n), amount(truth.path("rolling_retained")));
        }
      }
      if (value.has("cohorts")) {
        cohorts(value.path("cohorts"));
      }
    }

    /** The cohorts that it names; it may leave out others. */
    private void cohorts(JsonNode cohorts) {
      SortedMap<String, BigDecimal> sizes = new TreeMap<>();
      SortedMap<LocalDate, Long> newPersons = reference.newPersonsPerDay();
      SortedMap<String, Long> computedSizes = new TreeMap<>();
      SortedMap<String, BigDecimal> truth = new TreeMap<>();
      SortedMap<String, Long> computed = new TreeMap<>();
      for (Map.Entry<String, JsonNode> cohort : cohorts.properties()) {
        LocalDate day = LocalDate.parse(cohort.getKey());
        sizes.put(cohort.getKey(), cohort.getValue().path("size").decimalValue());
        Long size = newPersons.get(day);
        if (size != null) {
          computedSizes.put(cohort.getKey(), size);
        }
        for (Map.Entry<String, JsonNode> active : cohort.getValue().path("active").properties()) {
          int n = Integer.parseInt(active.getKey());
          String key = cohort.getKey() + " D" + n;
          truth.put(key, active.getValue().decimalValue());
          Long same = reference.retainedOn(n).get(day);
          if (same != null) {
            computed.put(key, same);
          }
        }
      }
      both("cohort sizes", new Figure.PerKey(sizes), computedSizes);
      both("retained by cohort day and n", new Figure.PerKey(truth), computed);
    }

    private void truth(String metric, Figure figure) {
      comparison.put(name(metric), Source.TRUTH, figure);
    }

    private void truthIfNoneIsCut(String metric, Figure figure) {
      if (noneIsCut) {
        truth(metric, figure);
      }
    }

    private void amountIfNoneIsCut(String metric, JsonNode value) {
      if (value.isNumber()) {
        truthIfNoneIsCut(metric, amount(value));
      }
    }

    private void computed(String metric, Figure figure) {
      comparison.put(name(metric), Source.COMPUTED, figure);
    }

    private void both(String metric, Figure truth, Figure computed) {
      comparison.put(name(metric), Source.TRUTH, truth);
      comparison.put(name(metric), Source.COMPUTED, computed);
    }

    private void both(String metric, Figure truth, long computed) {
      both(metric, truth, Figure.Amount.of(computed));
    }

    private void both(String metric, Figure truth, BigDecimal computed) {
      both(metric, truth, new Figure.Amount(computed));
    }

    private void both(String metric, Figure truth, Map<?, ? extends Number> computed) {
      both(metric, truth, Figure.PerKey.of(computed));
    }

    private String name(String metric) {
      return scope + ": " + metric;
    }
  }

  private static Sessions rule(int gapMinutes, boolean equalGapBreaks) {
    return new Sessions(Duration.ofMinutes(gapMinutes), null, equalGapBreaks);
  }

  private static Figure amount(JsonNode value) {
    return new Figure.Amount(value.decimalValue());
  }

  private static Figure instant(JsonNode value) {
    return new Figure.Text(Instant.parse(value.asString()).toString());
  }

  private static Figure perKey(JsonNode value) {
    SortedMap<String, BigDecimal> values = new TreeMap<>();
    value.properties().forEach(e -> values.put(e.getKey(), e.getValue().decimalValue()));
    return new Figure.PerKey(values);
  }
}
