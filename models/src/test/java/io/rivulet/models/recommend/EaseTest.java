package io.rivulet.models.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EaseTest {
  /** Each alone is a ridge regression of one item on the other: both / (count + 1). */
  @Test
  void two_items_are_as_by_hand() {
    Ease ease =
        Ease.learn(
            Made.interactions(
                2, List.of(new int[] {0, 1}, new int[] {0}, new int[] {0}, new int[] {1})),
            1);

    assertThat(ease.of(0, 1)).isCloseTo(1 / 4.0, within(1e-12));
    assertThat(ease.of(1, 0)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(ease.of(0, 0)).isZero();
  }

  /**
   * Three items, weight 1: X'X + I is ((3,1,1),(1,3,0),(1,0,2)), its determinant 13 and its inverse
   * ((6,-2,-3),(-2,5,1),(-3,1,8)) / 13.
   */
  @Test
  void three_items_are_as_by_hand() {
    Ease ease =
        Ease.learn(
            Made.interactions(3, List.of(new int[] {0, 1}, new int[] {0, 2}, new int[] {1})), 1);

    assertThat(ease.of(1, 0)).isCloseTo(2 / 6.0, within(1e-12));
    assertThat(ease.of(2, 0)).isCloseTo(3 / 6.0, within(1e-12));
    assertThat(ease.of(0, 1)).isCloseTo(2 / 5.0, within(1e-12));
    assertThat(ease.of(2, 1)).isCloseTo(-1 / 5.0, within(1e-12));
    assertThat(ease.of(0, 2)).isCloseTo(3 / 8.0, within(1e-12));
    assertThat(ease.of(1, 2)).isCloseTo(-1 / 8.0, within(1e-12));
  }

  @Test
  void beyond_its_bound_items_say_nothing() {
    int[] basket = {0, 1, Ease.MOST_ITEMS};
    Ease ease = Ease.learn(Made.interactions(Ease.MOST_ITEMS + 1, List.of(basket)), 1);
    double[] scores = new double[Ease.MOST_ITEMS + 1];

    for (int item : basket) {
      ease.addTo(scores, item);
    }

    assertThat(ease.of(0, 1)).isPositive();
    assertThat(scores[1]).isEqualTo(ease.of(0, 1));
    assertThat(scores[Ease.MOST_ITEMS]).isZero();
    assertThat(ease.of(Ease.MOST_ITEMS, 0)).isZero();
    assertThat(ease.of(0, Ease.MOST_ITEMS)).isZero();
  }
}
