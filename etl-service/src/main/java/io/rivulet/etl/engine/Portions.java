package io.rivulet.etl.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/** Splits work into portions of a bounded size. */
public final class Portions {
  private Portions() {}

  /** The items in their order, so many together as fit; one that fits nowhere is by itself. */
  public static <T> List<List<T>> of(Collection<T> items, ToLongFunction<T> size, long most) {
    List<List<T>> portions = new ArrayList<>();
    long sum = 0;
    for (T item : items) {
      if (portions.isEmpty() || sum + size.applyAsLong(item) > most) {
        portions.add(new ArrayList<>());
        sum = 0;
      }
      portions.get(portions.size() - 1).add(item);
      sum += size.applyAsLong(item);
    }
    return portions;
  }
}
