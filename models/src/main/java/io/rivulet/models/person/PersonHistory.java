package io.rivulet.models.person;

import java.time.LocalDate;
import java.util.List;

/**
 * A person's active days.
 *
 * @param person their id
 * @param days at least one, each once, in their order
 */
public record PersonHistory(String person, List<ActiveDay> days) {

  public PersonHistory {
    days = List.copyOf(days);
    if (days.isEmpty()) {
      throw new IllegalArgumentException("no days");
    }
    for (int i = 1; i < days.size(); i++) {
      if (!days.get(i - 1).day().isBefore(days.get(i).day())) {
        throw new IllegalArgumentException("days are not in their order");
      }
    }
  }

  /** Days from {@code first}, before {@code end}. */
  public List<ActiveDay> between(LocalDate first, LocalDate end) {
    return days.stream().filter(d -> !d.day().isBefore(first) && d.day().isBefore(end)).toList();
  }
}
