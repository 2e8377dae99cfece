package io.rivulet.etl.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.StringNode;

class ExamplesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anna@example.org",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "eyJhbGciOiJIUzI1NiJ9.e30.x",
        "9e107d9d372bb6826bd81d3542a419d6",
        "0b51b1a4-9a1d-4c8e-9b5a-2f6d0f8f4b11",
        "+43 660 123 45 67",
        "4111 1111 1111 1111",
        "192.168.17.4",
        "2001:db8::8a2e:370:7334",
        "https://example.org/reset/3f9a8b7c6d5e4f3a2b1c",
        "AKIAIOSFODNN7EXAMPLE",
        "a text of more than sixty-four characters that somebody may have typed in",
        " ",
      })
  void what_looks_personal_or_secret_is_no_example(String value) {
    assertThat(Examples.of(StringNode.valueOf(value), false, "note", Set.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Espresso machine",
        "EUR",
        "Größe L",
        "49.90",
        "2026-03-01",
        "2026-03-01T10:00:00Z"
      })
  void ordinary_values_are_examples(String value) {
    assertThat(Examples.of(StringNode.valueOf(value), false, "note", Set.of())).contains(value);
  }

  @ParameterizedTest
  @CsvSource({
    "password",
    "accessToken",
    "E-Mail",
    "phone_number",
    "api_key",
    "firstName",
    "user_id",
    "ip",
    "birthday",
    "session_id",
    "street",
    "cardNumber"
  })
  void nothing_is_shown_under_a_private_name(String name) {
    assertThat(Examples.of(StringNode.valueOf("blue"), false, name, Set.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"product", "shipping", "tip", "plan", "company", "keyboard", "title"})
  void names_that_only_contain_such_letters_are_shown(String name) {
    assertThat(Examples.of(StringNode.valueOf("blue"), false, name, Set.of())).contains("blue");
  }

  @Test
  void texts_of_traits_and_ids_of_the_event_are_no_examples() {
    assertThat(Examples.of(StringNode.valueOf("Anna"), true, "title", Set.of())).isEmpty();
    assertThat(Examples.of(StringNode.valueOf("anna-7"), false, "by", Set.of("anna-7"))).isEmpty();
  }
}
