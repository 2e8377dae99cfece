package io.rivulet.models.person;

import java.util.Locale;

/** What a model knows of a person, all of it from before the snapshot. */
public enum Feature {
  RECENCY_DAYS,
  ACTIVE_DAYS,
  SESSIONS,
  EVENTS,
  MINUTES,
  /** Active days of the later half less those of the earlier one, over both; -1 to 1. */
  TREND,
  /** Different events, pages and screens of a day, on average. */
  BREADTH,
  /** Events that say that something went wrong, of all. */
  ERROR_SHARE,
  /** Days since the first one that was observed. */
  TENURE_DAYS,
  /** Recency over the mean distance of active days: how late the next one is. */
  OVERDUE,
  /** Active days that {@link io.rivulet.models.activity.BgNbd} expects in the window. */
  EXPECTED_ACTIVE_DAYS,
  ON_WEB,
  ON_IOS,
  ON_ANDROID,
  ON_DESKTOP;

  /** A value of it in words. */
  public String words(double value) {
    return switch (this) {
      case RECENCY_DAYS -> "last active " + count(value, "day") + " before";
      case ACTIVE_DAYS -> "active on " + count(value, "day");
      case SESSIONS -> count(value, "session");
      case EVENTS -> count(value, "event");
      case MINUTES -> count(value, "minute") + " in sessions";
      case TREND ->
          value < 0
              ? "active less often than before"
              : value > 0 ? "active more often than before" : "as active as before";
      case BREADTH -> format("%.1f different things a day", value);
      case ERROR_SHARE -> format("%.1f %% of events are errors", 100 * value);
      case TENURE_DAYS -> "here for " + count(value, "day");
      case OVERDUE -> format("silent for %.1f times the usual pause", value);
      case EXPECTED_ACTIVE_DAYS -> format("%.1f active days expected", value);
      case ON_WEB -> value > 0 ? "on the web" : "not on the web";
      case ON_IOS -> value > 0 ? "on iOS" : "not on iOS";
      case ON_ANDROID -> value > 0 ? "on Android" : "not on Android";
      case ON_DESKTOP -> value > 0 ? "on a desktop" : "not on a desktop";
    };
  }

  /** The name in cards and metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As a model takes it: counts by their logarithm, for 100 and 110 are closer than 1 and 11. */
  public double scaled(double value) {
    return switch (this) {
      case TREND, BREADTH, ERROR_SHARE, ON_WEB, ON_IOS, ON_ANDROID, ON_DESKTOP -> value;
      default -> Math.log1p(value);
    };
  }

  private static String count(double value, String of) {
    long n = Math.round(value);
    return n + " " + of + (n == 1 ? "" : "s");
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
