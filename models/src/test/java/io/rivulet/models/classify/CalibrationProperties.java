package io.rivulet.models.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rivulet.models.metric.Predictions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class CalibrationProperties {

  @Property(tries = 50)
  void gives_the_chances_with_which_things_come_to_be(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.5, max = 3) double sure,
      @ForAll @DoubleRange(min = -2, max = 1) double shift) {
    Random random = new Random(seed);
    double[] chances = new double[5_000];
    double[] scores = new double[chances.length];
    boolean[] outcomes = new boolean[chances.length];
    for (int i = 0; i < chances.length; i++) {
      double logOdds = random.nextGaussian();
      chances[i] = 1 / (1 + Math.exp(-logOdds));
      // a classifier that ranks well and is far too sure, or too little
      scores[i] = 1 / (1 + Math.exp(-(sure * logOdds + shift)));
      outcomes[i] = random.nextDouble() < chances[i];
    }

    Calibration calibration = Calibration.fit(scores, outcomes);

    double[] probabilities = Arrays.stream(scores).map(calibration::probability).toArray();
    double farthest =
        IntStream.range(0, chances.length)
            .mapToDouble(i -> Math.abs(probabilities[i] - chances[i]))
            .max()
            .orElseThrow();
    assertThat(farthest).isLessThan(0.08);
    assertThat(new Predictions(probabilities, outcomes).calibrationError()).isLessThan(0.04);
  }

  @Property(tries = 50)
  void tells_the_base_rate_where_scores_say_nothing(
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double score) {
    double[] scores = new double[100];
    Arrays.fill(scores, score);
    boolean[] outcomes = new boolean[100];
    Arrays.fill(outcomes, 0, 20, true);

    assertThat(Calibration.fit(scores, outcomes).probability(score)).isCloseTo(0.2, within(0.01));
  }
}
