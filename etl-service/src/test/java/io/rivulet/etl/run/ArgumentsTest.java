package io.rivulet.etl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.run.Argument.InvalidArgumentException;
import io.rivulet.etl.run.Argument.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static final Argument FROM = new Argument("from", Kind.DATE, "First day.");
  private static final Argument TOP =
      new Argument("top", Kind.NUMBER, "How many.").withPreset("10", false);
  private static final Argument ENGINE =
      new Argument("engine", Kind.TEXT, "What computes it.").withPreset("duckdb", true);

  @Test
  void a_run_has_what_is_given_and_else_the_presets() {
    Map<String, String> resolved =
        Arguments.resolve("bake", List.of(FROM, TOP, ENGINE), Map.of("from", "2026-03-01"));

    assertThat(resolved).isEqualTo(Map.of("from", "2026-03-01", "top", "10", "engine", "duckdb"));
  }

  @Test
  void a_given_value_replaces_the_preset() {
    assertThat(Arguments.resolve("bake", List.of(TOP), Map.of("top", 3)))
        .isEqualTo(Map.of("top", "3"));
  }

  @Test
  void null_is_as_good_as_nothing() {
    Map<String, String> given = new HashMap<>();
    given.put("top", null);

    assertThat(Arguments.resolve("bake", List.of(TOP), given)).isEqualTo(Map.of("top", "10"));
  }

  @Test
  void an_unknown_argument_is_refused_with_those_that_there_are() {
    assertThatThrownBy(() -> Arguments.resolve("bake", List.of(FROM, TOP), Map.of("form", "x")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("job bake takes no argument 'form', only [from, top]");
  }

  @Test
  void a_fixed_argument_takes_no_other_value() {
    assertThatThrownBy(() -> Arguments.resolve("bake", List.of(ENGINE), Map.of("engine", "spark")))
        .hasMessage("argument engine of job bake is fixed and cannot be given");
    assertThat(Arguments.resolve("bake", List.of(ENGINE), Map.of("engine", "duckdb")))
        .isEqualTo(Map.of("engine", "duckdb"));
  }

  @ParameterizedTest
  @CsvSource({
    "DATE, 2026-02-29",
    "DATE, 01.03.2026",
    "NUMBER, 1.5",
    "NUMBER, 1e3",
    "FLAG, yes",
    "TEXT, ' '"
  })
  void a_value_of_another_kind_is_refused(Kind kind, String value) {
    Argument argument = new Argument("some", kind, "");

    assertThatThrownBy(() -> argument.valid(value))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("argument some takes ")
        .hasMessageEndingWith(", not '" + value + "'");
  }

  @Test
  void a_list_is_no_value() {
    assertThatThrownBy(() -> FROM.valid(List.of("2026-03-01")))
        .hasMessage("argument from is a single value, not [2026-03-01]");
  }
}
