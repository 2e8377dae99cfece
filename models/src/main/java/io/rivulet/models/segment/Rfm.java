package io.rivulet.models.segment;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Scores persons by recency, frequency and money. The fifths are those of the persons it was made
 * of and stay, so that a person changes segment by what they do, not by what others do.
 *
 * @param money null where nobody paid anything: then recency and frequency alone count
 */
public record Rfm(Quintiles recencyDays, Quintiles activeDays, @Nullable Quintiles money) {

  /**
   * A person's scores, each 1 to 5, 5 the best.
   *
   * @param money null where nobody paid anything
   */
  public record Scores(int recency, int frequency, @Nullable Integer money, RfmSegment segment) {}

  /** Of the usage of at least one person. */
  static Rfm of(List<Usage> persons) {
    return new Rfm(
        quintiles(persons, Usage::recencyDays),
        quintiles(persons, Usage::activeDays),
        persons.stream().allMatch(usage -> usage.money() == 0)
            ? null
            : quintiles(persons, Usage::money));
  }

  private static Quintiles quintiles(List<Usage> persons, ToDoubleFunction<Usage> value) {
    return Quintiles.of(persons.stream().mapToDouble(value).toArray());
  }

  Scores scores(Usage usage) {
    int recency = 6 - recencyDays.fifth(usage.recencyDays());
    int frequency = activeDays.fifth(usage.activeDays());
    if (money == null) {
      return new Scores(recency, frequency, null, RfmSegment.of(recency, frequency));
    }
    int paid = money.fifth(usage.money());
    // halves up
    return new Scores(recency, frequency, paid, RfmSegment.of(recency, (frequency + paid + 1) / 2));
  }
}
