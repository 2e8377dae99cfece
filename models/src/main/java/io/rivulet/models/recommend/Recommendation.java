package io.rivulet.models.recommend;

import org.jspecify.annotations.Nullable;

/**
 * An item that a person may want.
 *
 * @param score the higher the better, on a scale of its own for each method; of popular ones the
 *     share of persons who took it
 * @param because the item of the person's that speaks most for it; null where it is recommended for
 *     being popular
 */
public record Recommendation(String item, double score, @Nullable String because) {

  /** In words. */
  public String reason() {
    return because == null ? "popular" : "because of " + because;
  }
}
