package io.rivulet.models.churn;

import io.rivulet.models.person.ActiveDay;
import io.rivulet.models.person.PersonHistory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Persons whose chance to leave is known: they fade out, after errors more often than without. */
final class Synthetic {
  static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  static final int DAYS = 100;
  static final LocalDate END = FIRST.plusDays(DAYS);

  private Synthetic() {}

  /**
   * The same persons for the same seed; each has a rhythm of their own, so recency alone misleads.
   */
  static List<PersonHistory> persons(int count, long seed) {
    Random random = new Random(seed);
    List<PersonHistory> persons = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double rhythm = random.nextBoolean() ? 0.7 : 0.12;
      boolean isUnlucky = random.nextInt(4) == 0;
      double leaves = isUnlucky ? 0.03 : 0.003;
      int start = random.nextInt(60);
      List<ActiveDay> days = new ArrayList<>();
      for (int day = start; day < DAYS && random.nextDouble() >= leaves; day++) {
        if (day == start || random.nextDouble() < rhythm) {
          int events = 5 + random.nextInt(20);
          days.add(
              new ActiveDay(
                  FIRST.plusDays(day), events, 1, 10, 4, isUnlucky ? events / 4 : 0, "web", 0, 0));
        }
      }
      if (!days.isEmpty()) {
        persons.add(new PersonHistory("p" + i, days));
      }
    }
    return persons;
  }
}
