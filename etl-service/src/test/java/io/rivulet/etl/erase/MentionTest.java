package io.rivulet.etl.erase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MentionTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      textBlock =
          """
          anna, {"userId":"anna"}
          anna, user=anna&x=1
          anna, joanna and anna
          anna, anna
          anna, anna@example.org
          7,    {"userId":"7"}
          7,    7
          """)
  void a_whole_word_names_an_id(String id, String text) {
    assertThat(new Mention(Set.of("somebody", id)).in(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      textBlock =
          """
          anna, {"userId":"joanna"}
          anna, anna-2
          anna, hannah
          anna, an_anna
          7,    {"price":7}
          7,    {"userId":"17"}
          """)
  void a_part_of_a_word_does_not_nor_does_a_short_one_without_quotes(String id, String text) {
    assertThat(new Mention(Set.of("somebody", id)).in(text)).isFalse();
  }
}
