package io.rivulet.models.churn;

import io.rivulet.models.activity.BgNbd;
import io.rivulet.models.activity.BgNbd.Visits;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a person at the start of a day, from days before it alone, as many as the task
 * observes: so it means the same however long the history is.
 *
 * @param seen features but {@link Feature#EXPECTED_ACTIVE_DAYS}, which depends on others, too
 * @param visits active days, in weeks
 */
record Snapshot(String person, FeatureValues seen, Visits visits) {
  private static final double WEEK = 7;

  /** Empty for who was not active lately, or has left before the window begins. */
  static Optional<Snapshot> of(PersonHistory history, LocalDate asOf, ChurnTask task) {
    List<ActiveDay> observed = history.between(asOf.minusDays(task.observedDays()), asOf);
    boolean isActive =
        observed.stream().anyMatch(d -> !d.day().isBefore(asOf.minusDays(task.windowDays())));
    if (!isActive || observed.stream().anyMatch(d -> d.leavings() > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new Snapshot(history.person(), seen(observed, asOf, task), visits(observed, asOf)));
  }

  private static FeatureValues seen(List<ActiveDay> observed, LocalDate asOf, ChurnTask task) {
    ActiveDay last = observed.get(observed.size() - 1);
    LocalDate half = asOf.minusDays(task.windowDays());
    double later = observed.stream().filter(d -> !d.day().isBefore(half)).count();
    double events = observed.stream().mapToInt(ActiveDay::events).sum();
    double recency = days(last.day(), asOf);
    double tenure = days(observed.get(0).day(), asOf);
    Map<Feature, Double> values = new EnumMap<>(Feature.class);
    for (Feature feature : Feature.values()) {
      double value =
          switch (feature) {
            case RECENCY_DAYS -> recency;
            case ACTIVE_DAYS -> observed.size();
            case SESSIONS -> observed.stream().mapToInt(ActiveDay::sessions).sum();
            case EVENTS -> events;
            case MINUTES -> observed.stream().mapToDouble(ActiveDay::minutes).sum();
            case TREND -> (2 * later - observed.size()) / observed.size();
            case BREADTH -> observed.stream().mapToInt(ActiveDay::names).average().orElseThrow();
            case ERROR_SHARE -> observed.stream().mapToInt(ActiveDay::errors).sum() / events;
            case TENURE_DAYS -> tenure;
            case OVERDUE -> recency * observed.size() / tenure;
            case EXPECTED_ACTIVE_DAYS -> 0;
            case ON_WEB -> is(last, "web");
            case ON_IOS -> is(last, "ios");
            case ON_ANDROID -> is(last, "android");
            case ON_DESKTOP -> is(last, "desktop");
          };
      values.put(feature, value);
    }
    return new FeatureValues(values);
  }

  private static double is(ActiveDay day, String platform) {
    return day.platform().equals(platform) ? 1 : 0;
  }

  private static Visits visits(List<ActiveDay> observed, LocalDate asOf) {
    LocalDate first = observed.get(0).day();
    LocalDate last = observed.get(observed.size() - 1).day();
    return new Visits(observed.size() - 1, days(first, last) / WEEK, days(first, asOf) / WEEK);
  }

  private static double days(LocalDate from, LocalDate to) {
    return ChronoUnit.DAYS.between(from, to);
  }

  /** All features, with the activity that is expected in a window from now on. */
  FeatureValues values(BgNbd activity, ChurnTask task) {
    return seen.with(
        Feature.EXPECTED_ACTIVE_DAYS, activity.expectedVisits(visits, task.windowDays() / WEEK));
  }
}
