package io.rivulet.models.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
  void more_items_than_memory_is_made_for_are_refused() {
    assertThatThrownBy(() -> Ease.learn(Made.interactions(Ease.MOST_ITEMS + 1, List.of()), 1))
        .hasMessage("1001 items, more than 1000");
  }
}
