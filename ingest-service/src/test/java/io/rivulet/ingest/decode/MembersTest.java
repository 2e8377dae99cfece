package io.rivulet.ingest.decode;

import static io.rivulet.ingest.body.JsonTape.NONE;
import static io.rivulet.ingest.body.JsonTape.ROOT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.body.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
  private static final Name ID = Name.ID;

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
        "NaN",
        "\"[object Object]\"",
        "true",
        "{}",
        "[1]"
      })
  void junk_is_no_id(String json) {
    assertThat(members("{\"id\":" + json + "}").id(ID)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-7,-7",
    "12345678901234567890123,12345678901234567890123",
    "1.50,1.50",
    "'\"Null\"',Null",
    "'\"u 1\"','u 1'",
    "'\"\\u0041\"',A",
    "'\"a\\u0000\"',a\uFFFD",
    "'\"\\ud83d\\ude00\"',😀"
  })
  void an_id_is_text_or_the_digits_of_a_number(String json, String id) {
    Members members = members("{\"id\":" + json + "}");

    assertThat(members.string(members.id(ID))).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "{}", "[]", "null", "\"soon\""})
  void what_is_neither_number_nor_text_is_no_time(String json) {
    Members members = members("{\"id\":" + json + "}");

    assertThat(members.time(members.take(ID))).isEmpty();
  }

  @Test
  void of_members_with_one_name_the_last_counts_and_none_is_left() {
    Members members = members("{\"id\":1,\"\\u0069d\":2,\"y\":3}");

    assertThat(members.string(members.text(ID))).isEqualTo("2");
    assertThat(rest(members)).isEqualTo("{\"context\":{\"y\":3}}");
  }

  @Test
  void own_members_hide_shared_ones_even_when_null() {
    JsonTape tape = tape("[{\"id\":null,\"a\":1},{\"id\":2,\"a\":3,\"b\":4}]");
    Members members = Members.lookedUp(tape, 1, tape.after(1), Members.room());

    assertThat(members.text(ID)).isEqualTo(NONE);
    assertThat(rest(members)).isEqualTo("{\"context\":{\"a\":1,\"b\":4}}");
  }

  @Test
  void what_was_taken_can_be_taken_again_once_it_is_restored() {
    Members members = members("{\"id\":1}");
    members.text(ID);
    assertThat(rest(members)).isEqualTo("{}");

    members.tape().restore(ROOT);

    assertThat(rest(members)).isEqualTo("{\"context\":{\"id\":1}}");
  }

  @Test
  void an_object_keeps_what_was_not_taken_from_it_and_goes_when_empty() {
    Members members = members("{\"id\":{\"id\":1,\"z\":2},\"os\":{\"id\":3}}");

    members.object(ID).text(ID);
    members.object(Name.OS).text(ID);

    assertThat(rest(members)).isEqualTo("{\"context\":{\"id\":{\"z\":2}}}");
  }

  @Test
  void what_does_not_fit_is_left() {
    Members members = members("{\"id\":{\"width\":1.5}}");

    assertThat(members.text(ID)).isEqualTo(NONE);
    assertThat(members.object(ID).integer(Name.WIDTH)).isEqualTo(NONE);
    assertThat(rest(members)).isEqualTo("{\"context\":{\"id\":{\"width\":1.5}}}");
  }

  private static String rest(Members members) {
    LineWriter line = new LineWriter();
    line.begin();
    line.open(Name.CONTEXT);
    line.rest(members);
    line.close();
    return new String(line.end(), UTF_8);
  }

  private static Members members(String json) {
    return new Members(tape(json), ROOT);
  }

  private static JsonTape tape(String json) {
    try {
      return JsonTape.of(json.getBytes(UTF_8));
    } catch (JsonTape.NotJsonException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
