package io.rivulet.etl.ownmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CapturedOutputTest {
  private static CapturedOutput read(String output) {
    CapturedOutput captured =
        new CapturedOutput(
            Map.of("auc", Pattern.compile("auc=(\\S+)"), "loss", Pattern.compile("loss=(\\S+)")));
    captured.read(new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)));
    return captured;
  }

  @Test
  void the_last_value_of_a_metric_counts() {
    CapturedOutput output = read("auc=0.5 auc=0.6\nloss=1e-3\nauc=0.7");

    assertThat(output.metrics()).containsOnly(Map.entry("auc", 0.7), Map.entry("loss", 0.001));
  }

  @Test
  void what_is_no_finite_number_is_no_value() {
    assertThat(read("auc=0.5\nauc=nan\nauc=NaN\nauc=Infinity").metrics())
        .containsOnly(Map.entry("auc", 0.5));
  }

  @Test
  void a_metric_is_seen_in_what_is_not_kept_too() {
    CapturedOutput output =
        read("x".repeat(30) + "\n" + "y\n".repeat(20_000) + "auc=0.8\n" + "z\n".repeat(60_000));

    assertThat(output.metrics()).containsOnly(Map.entry("auc", 0.8));
    assertThat(output.text()).startsWith("xxx").endsWith("z\nz\n").doesNotContain("auc");
    assertThat(output.text().length()).isLessThan(66_000);
    assertThat(output.leftOut()).isPositive();
  }

  @Test
  void a_line_without_end_goes_on_as_others() {
    CapturedOutput output = read("a".repeat(2 * CapturedOutput.LONGEST_LINE + 1));

    assertThat(output.text().lines().map(String::length))
        .containsExactly(CapturedOutput.LONGEST_LINE, CapturedOutput.LONGEST_LINE, 1);
  }

  @Test
  void what_postgresql_cannot_keep_is_replaced() {
    assertThat(read("a\0b\rc").text()).isEqualTo("a\uFFFDb\nc\n");
  }
}
