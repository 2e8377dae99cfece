package io.rivulet.models.person;

import io.rivulet.models.activity.BgNbd;
import io.rivulet.models.activity.BgNbd.Visits;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a person at the start of a day, from so many days before it alone: so it means
 * the same however long the history is.
 *
 * @param seen features but {@link Feature#EXPECTED_ACTIVE_DAYS}, which depends on others, too
 * @param visits active days, in weeks
 */
public record Snapshot(String person, FeatureValues seen, Visits visits) {
  private static final double WEEK = 7;

  /**
   * Empty for who was not active on any of the days.
   *
   * @param observedDays how many days before features look at, an even number
   */
  public static Optional<Snapshot> of(PersonHistory history, LocalDate asOf, int observedDays) {
    List<ActiveDay> observed = history.between(asOf.minusDays(observedDays), asOf);
    if (observed.isEmpty()) {
      return Optional.empty();
    }
    FeatureValues seen = seen(observed, asOf, asOf.minusDays(observedDays / 2));
    return Optional.of(new Snapshot(history.person(), seen, visits(observed, asOf)));
  }

  private static FeatureValues seen(List<ActiveDay> observed, LocalDate asOf, LocalDate half) {
    ActiveDay last = observed.get(observed.size() - 1);
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

  /** All features, with the activity that is expected in so many days from now on. */
  public FeatureValues values(BgNbd activity, int days) {
    return seen.with(Feature.EXPECTED_ACTIVE_DAYS, activity.expectedVisits(visits, days / WEEK));
  }
}
