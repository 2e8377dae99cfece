package io.rivulet.models.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class EaseProperties {
  private static final int ITEMS = 5;

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
}
