package io.rivulet.event.clean;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\t", "null", " NaN ", "undefined", "[object Object]"})
  void junk_counts_as_absent(String text) {
    assertThat(Ids.of(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "Null,Null", "u 1,u 1", "'a\0',a\uFFFD"})
  void what_is_left_is_kept_as_text(String text, String id) {
    assertThat(Ids.of(text)).isEqualTo(id);
  }
}
