package io.rivulet.standalone.demo;

import java.util.function.ToDoubleFunction;

/** Deals out kinds by their shares of a whole. */
final class Shares {
  private Shares() {}

  /**
   * The kind at a place of all, from 0 to 1, when they stand in their order.
   *
   * @param share of one; all of them make 1
   */
  static <T> T at(double place, T[] kinds, ToDoubleFunction<T> share) {
    double end = 0;
    for (T kind : kinds) {
      end += share.applyAsDouble(kind);
      if (place < end) {
        return kind;
      }
    }
    return kinds[kinds.length - 1];
  }
}
