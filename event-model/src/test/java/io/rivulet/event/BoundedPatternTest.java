package io.rivulet.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BoundedPatternTest {
  private static final String BAD_FOR_THE_NEXT = "a".repeat(50) + "!";

  @Test
  void what_is_there_is_found() {
    BoundedPattern pattern = new BoundedPattern("Acme-\\w+", Pattern.CASE_INSENSITIVE, 100);

    assertThat(pattern.isFoundIn("the acme-probe")).isTrue();
    assertThat(pattern.isFoundIn("the acne-probe")).isFalse();
  }

  @Test
  void an_expression_that_would_take_years_gives_up() {
    assertThat(new BoundedPattern("^(a+)+$", 0, 10_000).isFoundIn(BAD_FOR_THE_NEXT)).isFalse();
  }

  @Test
  void all_matchers_of_a_text_share_its_steps() {
    BoundedText text = new BoundedText("abc", 4);

    assertThat(Pattern.matches("abc", text)).isTrue();
    assertThatThrownBy(() -> Pattern.matches("abc", text))
        .isInstanceOf(BoundedText.TooManySteps.class);
  }
}
