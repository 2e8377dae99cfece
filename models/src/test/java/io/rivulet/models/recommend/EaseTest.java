package io.rivulet.models.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class EaseTest {
  private static final int ITEMS = 5;

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

  /** Where the diagonal is 0, the gradient of the error is 0 elsewhere: (X'X + w I) B = X'X. */
  @Property(tries = 200)
  void no_other_weights_tell_items_better(
      @ForAll("baskets") List<int[]> baskets,
      @ForAll @DoubleRange(min = 0.1, max = 100) double regularization) {
    Ease ease = Ease.learn(Made.interactions(ITEMS, baskets), regularization);

    double[][] gram = new double[ITEMS][ITEMS];
    for (int[] basket : baskets) {
      for (int i : basket) {
        for (int j : basket) {
          gram[i][j]++;
        }
      }
    }
    for (int i = 0; i < ITEMS; i++) {
      for (int j = 0; j < ITEMS; j++) {
        double told = regularization * ease.of(i, j);
        for (int k = 0; k < ITEMS; k++) {
          told += gram[i][k] * ease.of(k, j);
        }
        assertThat(i == j ? ease.of(i, i) : told - gram[i][j]).isCloseTo(0, within(1e-9));
      }
    }
  }

  @Provide
  Arbitrary<List<int[]>> baskets() {
    return Arbitraries.integers()
        .between(0, ITEMS - 1)
        .set()
        .ofMinSize(1)
        .map(items -> items.stream().mapToInt(Integer::intValue).sorted().toArray())
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Test
  void more_items_than_memory_is_made_for_are_refused() {
    assertThatThrownBy(() -> Ease.learn(Made.interactions(Ease.MOST_ITEMS + 1, List.of()), 1))
        .hasMessage("1001 items, more than 1000");
  }
}
