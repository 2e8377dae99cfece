package io.rivulet.models.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final double[] TO_100 = IntStream.range(0, 100).asDoubleStream().toArray();

  @Test
  void the_same_values_have_not_drifted() {
    assertThat(Drift.of(TO_100).psi(TO_100)).isZero();
  }

  @Test
  void psi_by_hand() {
    Drift half = new Drift(List.of(1.0), List.of(0.5, 0.5));
    // 0.8 and 0.2: (0.3) ln 1.6 + (-0.3) ln 0.4
    assertThat(half.psi(new double[] {1, 0, 1, 1, 2}))
        .isCloseTo(0.3 * Math.log(1.6) - 0.3 * Math.log(0.4), within(1e-12));
  }

  @Test
  void values_that_moved_away_have_drifted() {
    double[] moved = IntStream.range(50, 150).asDoubleStream().toArray();
    assertThat(Drift.of(TO_100).psi(moved)).isGreaterThan(Drift.CHANGED);
  }

  @Test
  void a_feature_with_one_value_has_one_bin() {
    assertThat(Drift.of(new double[] {3, 3, 3}).shares()).containsExactly(1.0);
  }
}
