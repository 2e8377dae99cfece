package io.rivulet.models.recommend;

import io.rivulet.models.recommend.PersonItems.Taken;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which items persons had taken before a day. Items are numbered by how many persons took them,
 * from 0, the most popular one.
 *
 * @param items by their numbers; at most {@link #MOST_ITEMS}
 * @param numbers of items
 * @param counts of persons by item
 * @param baskets the numbers of each person's items, at most {@link #MOST_OF_PERSON}; only of those
 *     who have any
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Interactions(
    LocalDate asOf,
    List<String> items,
    Map<String, Integer> numbers,
    int[] counts,
    List<int[]> baskets) {
  /** Less popular ones are left out. */
  static final int MOST_ITEMS = 20_000;

  /** Earlier ones are left out. */
  static final int MOST_OF_PERSON = 200;

  /** Items of fewer say nothing, and would tell one person of another. */
  static final int LEAST_PERSONS = 3;

  /** What later days would tell is not looked at. */
  static Interactions before(LocalDate asOf, List<PersonItems> persons) {
    Map<String, Integer> takers = new HashMap<>();
    for (PersonItems person : persons) {
      latest(person, asOf).forEach(taken -> takers.merge(taken.item(), 1, Integer::sum));
    }
    List<String> items =
        takers.entrySet().stream()
            .filter(e -> e.getValue() >= LEAST_PERSONS)
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_ITEMS)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Integer> numbers = new HashMap<>();
    items.forEach(item -> numbers.put(item, numbers.size()));
    return new Interactions(
        asOf,
        items,
        numbers,
        items.stream().mapToInt(takers::get).toArray(),
        persons.stream()
            .map(person -> basket(person, asOf, numbers))
            .filter(basket -> basket.length > 0)
            .toList());
  }

  /** The numbers of what a person had taken, ascending. */
  int[] basket(PersonItems person) {
    return basket(person, asOf, numbers);
  }

  /** The numbers of what a person took first from this day on, before {@code end}. */
  Set<Integer> takenSince(PersonItems person, LocalDate end) {
    return person.taken().stream()
        .filter(taken -> !taken.day().isBefore(asOf) && taken.day().isBefore(end))
        .map(taken -> numbers.get(taken.item()))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static int[] basket(PersonItems person, LocalDate asOf, Map<String, Integer> numbers) {
    return latest(person, asOf).stream()
        .mapToInt(taken -> numbers.getOrDefault(taken.item(), -1))
        .filter(number -> number >= 0)
        .sorted()
        .toArray();
  }

  private static List<Taken> latest(PersonItems person, LocalDate asOf) {
    return person.taken().stream()
        .filter(taken -> taken.day().isBefore(asOf))
        .sorted(Comparator.comparing(Taken::day).reversed().thenComparing(Taken::item))
        .limit(MOST_OF_PERSON)
        .toList();
  }
}
