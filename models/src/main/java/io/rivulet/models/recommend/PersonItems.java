package io.rivulet.models.recommend;

import java.time.LocalDate;
import java.util.List;

/**
 * What a person took: viewed, bought, played, whatever was declared to count.
 *
 * @param person their id
 * @param taken each item once
 */
public record PersonItems(String person, List<Taken> taken) {

  /**
   * An item, and the first day on which the person took it.
   *
   * @param day in the project's time zone
   */
  public record Taken(String item, LocalDate day) {}

  public PersonItems {
    taken = List.copyOf(taken);
  }
}
