package io.rivulet.event.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.EventJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanTextTest {

  @Test
  void text_without_nul_and_half_characters_stays_the_same_object() {
    String text = "Größe \t\u0001";

    assertThat(CleanText.clean(text)).isSameAs(text);
  }

  @Test
  void nul_becomes_the_replacement_character() {
    assertThat(CleanText.clean("a\0b")).isEqualTo("a\uFFFDb");
  }

  @Test
  void each_half_of_a_character_becomes_the_replacement_character() {
    assertThat(CleanText.clean("\uD83D")).isEqualTo("\uFFFD");
    assertThat(CleanText.clean("\uDE00\uD83D")).isEqualTo("\uFFFD\uFFFD");
    assertThat(CleanText.clean("😀\uD83Dx")).isEqualTo("😀\uFFFDx");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":[NaN,Infinity,-Infinity,1]}|{\"a\":[null,null,null,1]}",
        "{\"a\":{\"b\":[\"x\\u0000\",{\"c\":\"\\ud800\"}]}}|{\"a\":{\"b\":[\"x\uFFFD\",{\"c\":\"\uFFFD\"}]}}",
        "{\"k\\u0000\":1,\"l\":{\"\\udc00\":2}}|{\"k\uFFFD\":1,\"l\":{\"\uFFFD\":2}}",
        "{\"n\":123456789012345678901234567890,\"d\":1.50}|{\"n\":123456789012345678901234567890,\"d\":1.50}"
      })
  void trees_are_cleaned_in_values_and_keys(String given, String expected) {
    assertThat(CleanText.clean(EventJson.mapper().readTree(given)).toString()).isEqualTo(expected);
  }
}
