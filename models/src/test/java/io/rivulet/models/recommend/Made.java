package io.rivulet.models.recommend;

import io.rivulet.models.recommend.PersonItems.Taken;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Made-up persons. */
final class Made {
  static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

  private Made() {}

  /** One who took items on the first day. */
  static PersonItems person(String id, String... items) {
    return new PersonItems(id, Arrays.stream(items).map(item -> new Taken(item, FIRST)).toList());
  }

  /** Interactions of numbered items, whatever their popularity. */
  static Interactions interactions(int items, List<int[]> baskets) {
    int[] counts = new int[items];
    baskets.forEach(basket -> Arrays.stream(basket).forEach(item -> counts[item]++));
    List<String> names = new ArrayList<>();
    for (int item = 0; item < items; item++) {
      names.add("i" + item);
    }
    return new Interactions(FIRST, names, Map.of(), counts, baskets);
  }

  /**
   * Persons who like one of three groups of ten items, and take an item of theirs or, one time in
   * five, any other, on days of 60.
   */
  static List<PersonItems> withTastes(int persons, long seed) {
    Random random = new Random(seed);
    List<PersonItems> all = new ArrayList<>();
    for (int person = 0; person < persons; person++) {
      List<Taken> taken = new ArrayList<>();
      List<String> items = new ArrayList<>();
      for (int day = random.nextInt(8); day < 60; day += 1 + random.nextInt(16)) {
        int group = random.nextInt(5) == 0 ? random.nextInt(3) : person % 3;
        String item = "item " + group + random.nextInt(10);
        if (!items.contains(item)) {
          items.add(item);
          taken.add(new Taken(item, FIRST.plusDays(day)));
        }
      }
      all.add(new PersonItems("p" + person, taken));
    }
    return all;
  }
}
