package io.rivulet.models.segment;

import io.rivulet.models.person.ActiveDay;
import io.rivulet.models.person.PersonHistory;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * How a person used the product in the {@value #OBSERVED_DAYS} days before a day.
 *
 * @param recencyDays since the last active day, at least 1
 * @param activeDays at least 1
 * @param money paid in these days
 */
public record Usage(int recencyDays, int activeDays, double money) {
  /** How far back segments look: who was silent as long is in none. */
  public static final int OBSERVED_DAYS = 90;

  /** Empty for who was not active. */
  static Optional<Usage> of(PersonHistory history, LocalDate asOf) {
    List<ActiveDay> days = history.between(asOf.minusDays(OBSERVED_DAYS), asOf);
    if (days.isEmpty()) {
      return Optional.empty();
    }
    LocalDate last = days.get(days.size() - 1).day();
    return Optional.of(
        new Usage(
            Math.toIntExact(ChronoUnit.DAYS.between(last, asOf)),
            days.size(),
            days.stream().mapToDouble(ActiveDay::money).sum()));
  }
}
