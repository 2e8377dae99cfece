package io.rivulet.standalone.demo;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Hourglass, a product for tracking working time, from its launch on. It is made up, and the same
 * whenever it is told again: who came and what they did depends on the launch alone.
 *
 * @param launch the first day, UTC
 * @param now until when it is told
 */
record Product(LocalDate launch, Instant now) {

  /** Which of all possible worlds. */
  private static final long SEED = 20_261_126;

  /** The chat bot came a month after the launch, and a magazine wrote of it two months after. */
  static final int CHAT_BOT_DAY = 30;

  private static final int MAGAZINE_DAY = 61;

  /** The people who came so far, in the order of their first days. */
  List<Person> people() {
    List<Person> people = new ArrayList<>();
    LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    for (LocalDate day = launch; !day.isAfter(today); day = day.plusDays(1)) {
      Random random = new Random(SEED + day.toEpochDay());
      double newcomers = newcomers(day) * (0.85 + 0.3 * random.nextDouble());
      for (int i = 0; i < newcomers; i++) {
        people.add(
            new Person(this, day, day.toString().replace("-", "") + "-" + i, random.nextLong()));
      }
    }
    return people;
  }

  /** Days since the launch. */
  long age(LocalDate day) {
    return ChronoUnit.DAYS.between(launch, day);
  }

  /** Whether newcomers of that day come from the magazine. */
  boolean isInTheNews(LocalDate day) {
    return age(day) >= MAGAZINE_DAY && age(day) < MAGAZINE_DAY + 3;
  }

  static boolean isWorkday(LocalDate day) {
    return day.getDayOfWeek().getValue() < DayOfWeek.SATURDAY.getValue();
  }

  /** Days on which teams look at what the week was: its last and the first of the next. */
  static boolean isReportDay(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.FRIDAY || day.getDayOfWeek() == DayOfWeek.MONDAY;
  }

  /** How a day of the week compares with others of its kind: Tuesdays are busy, Fridays are not. */
  static double zest(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case TUESDAY, WEDNESDAY -> 1.05;
      case FRIDAY -> 0.86;
      default -> 1;
    };
  }

  private double newcomers(LocalDate day) {
    double grown = 9 + Math.min(age(day), 200) / 8.0;
    return grown * (isWorkday(day) ? 1 : 0.4) * (isInTheNews(day) ? 2.6 : 1);
  }
}
