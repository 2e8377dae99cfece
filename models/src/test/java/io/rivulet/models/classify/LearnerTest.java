package io.rivulet.models.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.models.classify.Learner.Example;
import io.rivulet.models.metric.Predictions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerTest {
  private static final List<String> NAMES = List.of("signal", "noise (any)", "constant");

  /** Each has learned once. */
  private static final Map<Learner, Classifier> LEARNED = new EnumMap<>(Learner.class);

  private static Classifier learned(Learner learner) {
    return LEARNED.computeIfAbsent(learner, one -> one.learn(NAMES, examples(1), 1));
  }

  @ParameterizedTest
  @EnumSource
  void learns_what_can_be_learned(Learner learner) {
    Classifier classifier = learned(learner);

    List<Example> others = examples(2);
    boolean[] outcomes = new boolean[others.size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = others.get(i).isPositive();
    }
    double[] scores = others.stream().mapToDouble(e -> classifier.score(e.values())).toArray();
    assertThat(new Predictions(scores, outcomes).rocAuc()).isGreaterThan(0.8);
  }

  @ParameterizedTest
  @EnumSource
  void learns_the_same_from_the_same(Learner learner) {
    double[] values = {0.3, 0.4, 4};
    assertThat(learner.learn(NAMES, examples(1), 1).score(values))
        .isEqualTo(learned(learner).score(values));
  }

  @ParameterizedTest
  @EnumSource
  void is_the_same_after_it_was_stored(Learner learner) {
    Classifier classifier = learned(learner);
    Classifier stored = Classifier.of(NAMES, classifier.bytes());

    double[] values = {0.3, 0.4, 4};
    assertThat(stored.score(values)).isEqualTo(classifier.score(values));
  }

  @ParameterizedTest
  @EnumSource
  void refuses_examples_that_are_all_alike(Learner learner) {
    List<Example> alike = examples(1).stream().filter(Example::isPositive).toList();
    assertThatThrownBy(() -> learner.learn(NAMES, alike, 1)).hasMessageContaining("are alike");
  }

  @Test
  void refuses_what_cannot_be_set() {
    assertThatThrownBy(() -> Learner.named("forest"))
        .hasMessage("there is no learner 'forest', only [logistic_regression, boosted_trees]");
    assertThatThrownBy(() -> Learner.BOOSTED_TREES.check("epochs", 5))
        .hasMessage("boosted_trees has no parameter 'epochs', only [depth, least_leaf, trees]");
    assertThatThrownBy(() -> Learner.BOOSTED_TREES.check("depth", 9))
        .hasMessage("depth takes whole numbers from 1 to 8, not 9");
    assertThatThrownBy(() -> Learner.BOOSTED_TREES.check("depth", 2.5)).hasMessageContaining("2.5");
    Learner.BOOSTED_TREES.check("depth", 8);
  }

  @Test
  void learns_as_it_is_set() {
    double[] values = {0.3, 0.4, 4};
    Classifier stump =
        Learner.BOOSTED_TREES.learn(NAMES, examples(1), Map.of("trees", 1.0, "depth", 1.0), 1);

    assertThat(stump.score(values)).isIn(0.0, 1.0);
    assertThat(learned(Learner.BOOSTED_TREES).score(values)).isNotIn(0.0, 1.0);
  }

  /** Yes where the signal, which is blurred, is above 0. */
  private static List<Example> examples(long seed) {
    Random random = new Random(seed);
    return Stream.generate(
            () -> {
              double signal = random.nextGaussian();
              return new Example(
                  new double[] {signal, random.nextGaussian(), 4},
                  signal + random.nextGaussian() / 2 > 0);
            })
        .limit(300)
        .toList();
  }
}
