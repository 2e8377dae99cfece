package io.rivulet.ingest.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.EventJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"  \"",
        "\"\\t\"",
        "null",
        "\"null\"",
        "\"undefined\"",
        " \"NaN\" ",
        "\"[object Object]\"",
        "true",
        "{}",
        "[1]"
      })
  void junk_counts_as_absent(String json) {
    assertThat(Ids.of(EventJson.mapper().readTree(json))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-7,-7",
    "12345678901234567890123,12345678901234567890123",
    "1.50,1.50",
    "'\"Null\"',Null",
    "'\"u 1\"','u 1'",
    "'\"a\\u0000\"',a\uFFFD"
  })
  void what_is_left_is_kept_as_text(String json, String id) {
    assertThat(Ids.of(EventJson.mapper().readTree(json))).isEqualTo(id);
  }
}
