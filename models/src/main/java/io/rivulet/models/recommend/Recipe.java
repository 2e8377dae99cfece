package io.rivulet.models.recommend;

import java.util.List;
import java.util.Locale;

/**
 * How recommendations are learned. It is all that a version is: what items have to do with each
 * other is learned anew from the days before, so that a new item needs no new version.
 *
 * @param regularization of {@link Method#EASE}: with how many persons' weight an item is held to
 *     have nothing to do with others; 0 elsewhere
 */
public record Recipe(Method method, double regularization) {

  /** From the simplest on. */
  public enum Method {
    /** The same for all: what most persons took. */
    POPULARITY,
    /** What was taken by those who took the same, by cosine of pairs of items. */
    ITEM_KNN,
    /** The same, by a linear model of the most popular items at once, {@link Ease}. */
    EASE;

    /** As it is written outside. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final Recipe POPULARITY = new Recipe(Method.POPULARITY, 0);
  public static final Recipe ITEM_KNN = new Recipe(Method.ITEM_KNN, 0);

  /** All that are tried, from the simplest on. */
  static final List<Recipe> ALL =
      List.of(
          POPULARITY,
          ITEM_KNN,
          new Recipe(Method.EASE, 10),
          new Recipe(Method.EASE, 100),
          new Recipe(Method.EASE, 1_000));
}
