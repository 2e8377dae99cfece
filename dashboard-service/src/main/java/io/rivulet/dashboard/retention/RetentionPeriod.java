package io.rivulet.dashboard.retention;

import io.rivulet.dashboard.range.InvalidChoiceException;
import java.util.Locale;

/** How people are put into cohorts, and in which steps their return is watched. */
enum RetentionPeriod {
  DAY(21, 14),
  WEEK(12, 12),
  MONTH(12, 12);

  /** How many of the latest cohorts the page shows. */
  final int cohorts;

  /** The last step after the cohort's start that the page shows. */
  final int steps;

  RetentionPeriod(int cohorts, int steps) {
    this.cohorts = cohorts;
    this.steps = steps;
  }

  static RetentionPeriod of(String text) {
    return switch (text) {
      case "day" -> DAY;
      case "week" -> WEEK;
      case "month" -> MONTH;
      default ->
          throw new InvalidChoiceException("bad_period", "period is none of day, week and month");
    };
  }

  /** The word used in the views and in addresses. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
