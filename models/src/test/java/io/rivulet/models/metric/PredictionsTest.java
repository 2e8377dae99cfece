package io.rivulet.models.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rivulet.models.metric.Predictions.Group;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  private static final double EXACT = 1e-12;

  /** By score: yes, no, yes, no, no. */
  private static final Predictions FIVE =
      new Predictions(
          new double[] {0.2, 0.9, 0.6, 0.8, 0.4}, new boolean[] {false, true, true, false, false});

  @Test
  void roc_auc_is_the_share_of_pairs_in_the_right_order() {
    // of 2 * 3 pairs only the second yes and the first no are not
    assertThat(FIVE.rocAuc()).isCloseTo(5.0 / 6, within(EXACT));
  }

  @Test
  void auc_pr_is_the_mean_precision_where_one_is_found() {
    assertThat(FIVE.aucPr()).isCloseTo((1.0 / 1 + 2.0 / 3) / 2, within(EXACT));
  }

  @Test
  void equal_scores_are_one_group_in_whatever_order_they_come() {
    double[] scores = {0.5, 0.5, 0.5, 0.5};
    Predictions first = new Predictions(scores, new boolean[] {true, false, false, false});
    Predictions last = new Predictions(scores, new boolean[] {false, false, false, true});

    assertThat(first.rocAuc()).isEqualTo(0.5).isEqualTo(last.rocAuc());
    assertThat(first.aucPr()).isEqualTo(0.25).isEqualTo(last.aucPr());
    assertThat(first.lift(0.25)).isEqualTo(1).isEqualTo(last.lift(0.25));
    assertThat(first.calibrationError()).isEqualTo(0.25).isEqualTo(last.calibrationError());
  }

  @Test
  void lift_compares_the_top_with_all() {
    // top two of five: one of two, beside two of five
    assertThat(FIVE.lift(0.4)).isCloseTo(0.5 / 0.4, within(EXACT));
  }

  @Test
  void brier_is_the_mean_squared_distance() {
    assertThat(FIVE.brier()).isCloseTo((0.04 + 0.01 + 0.16 + 0.64 + 0.16) / 5, within(EXACT));
  }

  @Test
  void calibration_error_compares_probabilities_with_shares() {
    double[] half = new double[100];
    boolean[] always = new boolean[100];
    for (int i = 0; i < 100; i++) {
      half[i] = 0.5;
      always[i] = true;
    }
    assertThat(new Predictions(half, always).calibrationError()).isCloseTo(0.5, within(EXACT));
  }

  @Test
  void groups_are_tenths_with_the_highest_scores_first() {
    double[] scores = new double[20];
    boolean[] outcomes = new boolean[20];
    for (int i = 0; i < 20; i++) {
      scores[i] = i / 20.0;
      outcomes[i] = i >= 17;
    }

    assertThat(new Predictions(scores, outcomes).groups())
        .startsWith(new Group(2, 0.925, 1), new Group(2, 0.825, 0.5), new Group(2, 0.725, 0))
        .hasSize(10);
    assertThat(FIVE.groups()).hasSize(5);
  }

  @Test
  void interval_of_hanley_and_mc_neil() {
    // AUC 0.5 of 10 and 10: variance (0.25 + 9 / 12 + 9 / 12) / 100, half 1.96 * 0.1323
    boolean[] outcomes = new boolean[20];
    for (int i = 0; i < 10; i++) {
      outcomes[i] = true;
    }
    Predictions.Interval interval = new Predictions(new double[20], outcomes).rocAucInterval();

    assertThat(interval.low()).isCloseTo(0.2407, within(1e-3));
    assertThat(interval.high()).isCloseTo(0.7593, within(1e-3));
  }
}
