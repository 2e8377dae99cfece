package io.rivulet.standalone.demo;

/**
 * How somebody uses the product.
 *
 * <p>The chances are of a day, on workdays and at weekends; the others are over all.
 */
enum Habit {
  /** Looks at the website and goes. */
  VISITOR(0.42, 0.12, 0.05, 8, 0, 0),
  /** Signs up and leaves after days or weeks; some come back. */
  TRIAL(0.29, 0.52, 0.08, 11, 0, 0.03),
  /** Uses it on many workdays. */
  REGULAR(0.20, 0.62, 0.06, 95, 0.4, 0.3),
  /** Lives with it. */
  DEVOTED(0.09, 0.91, 0.22, 500, 1, 0.6);

  private final double share;
  private final double onWorkdays;
  private final double atWeekends;
  private final int meanDays;
  private final double furtherVisits;
  private final double upgrades;

  Habit(
      double share,
      double onWorkdays,
      double atWeekends,
      int meanDays,
      double furtherVisits,
      double upgrades) {
    this.share = share;
    this.onWorkdays = onWorkdays;
    this.atWeekends = atWeekends;
    this.meanDays = meanDays;
    this.furtherVisits = furtherVisits;
    this.upgrades = upgrades;
  }

  /** The habit at a place of all people, from 0 to 1. */
  static Habit at(double place) {
    return Shares.at(place, values(), habit -> habit.share);
  }

  double comes(boolean onWorkday) {
    return onWorkday ? onWorkdays : atWeekends;
  }

  /** Days until somebody leaves, on average. */
  int meanDays() {
    return meanDays;
  }

  /** Visits of a day beyond the first, on average. */
  double furtherVisits() {
    return furtherVisits;
  }

  /** The chance to pay one day. */
  double upgrades() {
    return upgrades;
  }
}
