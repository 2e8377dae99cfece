package io.rivulet.etl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.run.RunContext;
import io.rivulet.models.churn.ChurnTuning;
import io.rivulet.models.tuning.Budget;
import io.rivulet.models.tuning.Search;
import io.rivulet.models.tuning.SearchSpace;
import io.rivulet.models.tuning.Values.Choice;
import io.rivulet.models.tuning.Values.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningTermsTest {

  private static TuningTerms of(Map<String, String> arguments) {
    return TuningTerms.of(new RunContext(1, arguments)).orElseThrow();
  }

  @Test
  void a_run_that_names_no_search_does_not_tune() {
    assertThat(TuningTerms.of(new RunContext(1, Map.of("trials", "5")))).isEmpty();
  }

  @Test
  void what_is_not_named_is_as_shipped() {
    assertThat(of(Map.of("tuning", "halving")))
        .isEqualTo(
            new TuningTerms(
                Search.HALVING, ChurnTuning.PRESET, new Budget(20, Duration.ofMinutes(30), 0)));
  }

  @Test
  void a_space_has_numbers_lists_and_ranges() {
    assertThat(
            TuningTerms.space(
                "{logistic_regression: {learning_rate: 0.01..1 log, epochs: 20},"
                    + " boosted_trees: {trees: [50, 100], depth: 2..4}}"))
        .isEqualTo(
            new SearchSpace(
                Map.of(
                    "logistic_regression",
                    Map.of(
                        "learning_rate",
                        new Range(0.01, 1, true, false),
                        "epochs",
                        new Choice(List.of(20.0))),
                    "boosted_trees",
                    Map.of(
                        "trees",
                        new Choice(List.of(50.0, 100.0)),
                        "depth",
                        new Range(2, 4, false, true)))));
  }

  @Test
  void the_shipped_space_is_the_one_that_the_documentation_shows() {
    assertThat(
            TuningTerms.space(
                "{logistic_regression: {learning_rate: 0.03..0.3 log, epochs: 10..40 log},"
                    + " boosted_trees: {trees: 25..100 log, depth: 2..4}}"))
        .isEqualTo(ChurnTuning.PRESET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{forest: {trees: 5}} | there is no learner 'forest'",
        "{boosted_trees: {epochs: 5}} | boosted_trees has no parameter 'epochs'",
        "{boosted_trees: {trees: 0}} | trees takes whole numbers from 1 to 500, not 0",
        "{boosted_trees: {trees: [5, 501, 50]}} | not 501",
        "{boosted_trees: {trees: 5..900}} | not 900",
        "{boosted_trees: {trees: many}} | takes a number, a list of numbers or a range",
        "{boosted_trees: {trees: 9..5}} | a range goes up",
        "{boosted_trees: {trees: []}} | no value to choose from",
        "{} | no learner to tune",
        "{boosted_trees: | invalid search_space",
      })
  void what_cannot_be_is_refused_with_its_reason(String yaml, String reason) {
    assertThatThrownBy(() -> TuningTerms.space(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void an_unknown_search_or_an_empty_budget_is_refused() {
    assertThatThrownBy(() -> of(Map.of("tuning", "guess"))).hasMessageContaining("grid, random");
    assertThatThrownBy(() -> of(Map.of("tuning", "grid", "trials", "0")))
        .hasMessageContaining("1 to 200 trials");
  }
}
