package io.rivulet.models.churn;

import io.rivulet.models.person.ActiveDay;
import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.person.Snapshot;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What to foretell: as of the start of a day, whether somebody who was active lately leaves.
 *
 * <pre>
 * |---- observed ----| as of |-- gap --|---- window ----|
 *   features                             does the person leave?
 * </pre>
 *
 * The gap leaves time to do something about it.
 *
 * @param windowDays in which a person leaves or does not; whoever was not active in as many days
 *     before is gone already
 * @param gapDays between what is known and the window
 * @param isByEvent leaving is an event, {@link ActiveDay#leavings}; else it is silence, a window
 *     without activity
 */
public record ChurnTask(int windowDays, int gapDays, boolean isByEvent) {

  public ChurnTask {
    if (windowDays < 1 || windowDays > 90 || gapDays < 0 || gapDays > 30) {
      throw new IllegalArgumentException(
          "the window takes 1 to 90 days, the gap 0 to 30, not " + windowDays + " and " + gapDays);
    }
  }

  /** Days before that features look at. */
  public int observedDays() {
    return 2 * windowDays;
  }

  /** Days from a snapshot until its answers are known. */
  int answeredAfter() {
    return gapDays + windowDays;
  }

  /** Empty for who was not active lately, or has left before the window begins. */
  Optional<Snapshot> snapshot(PersonHistory history, LocalDate asOf) {
    if (history.between(asOf.minusDays(windowDays), asOf).isEmpty()
        || left(history.between(asOf.minusDays(observedDays()), asOf))) {
      return Optional.empty();
    }
    return Snapshot.of(history, asOf, observedDays());
  }

  /**
   * Whether the person left; empty when they did so in the gap, where it was too late to act.
   *
   * @param asOf the day of a snapshot whose window is over
   */
  Optional<Boolean> left(PersonHistory history, LocalDate asOf) {
    LocalDate start = asOf.plusDays(gapDays);
    if (isByEvent && left(history.between(asOf, start))) {
      return Optional.empty();
    }
    List<ActiveDay> window = history.between(start, start.plusDays(windowDays));
    return Optional.of(isByEvent ? left(window) : window.isEmpty());
  }

  private static boolean left(List<ActiveDay> days) {
    return days.stream().anyMatch(d -> d.leavings() > 0);
  }
}
