package io.rivulet.ingest.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.EventJson;
import io.rivulet.event.clean.CleanText;
import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.body.Name;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** The tape against Jackson, an independent reader of the same language. */
class JsonTapeProperties {
  private static final JsonFactory JACKSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  @Property(tries = 1000)
  void what_the_tape_takes_is_what_jackson_takes(@ForAll("nearlyJson") String text) {
    assertThat(isTaken(text)).as(text).isEqualTo(isTakenByJackson(text));
  }

  @Property(tries = 1000)
  void a_copy_by_the_tape_is_the_cleaned_tree(@ForAll("json") String text) throws Exception {
    JsonTape tape = JsonTape.of(text.getBytes(UTF_8));
    LineWriter line = new LineWriter();
    line.begin();
    line.value(Name.ID, tape, JsonTape.ROOT);
    String copy = new String(line.end(), UTF_8);

    assertThat(EventJson.mapper().readTree(copy).get("id"))
        .isEqualTo(CleanText.clean(EventJson.mapper().readTree(text)));
    assertThat(copy).doesNotContain("\n").doesNotContain("\r");
  }

  private static boolean isTaken(String text) {
    try {
      return JsonTape.of(text.getBytes(UTF_8)) != null;
    } catch (JsonTape.NotJsonException e) {
      return false;
    }
  }

  /** Whether it is one value; numbers are not computed, whatever their exponents. */
  private static boolean isTakenByJackson(String text) {
    try (JsonParser json = JACKSON.createParser(ObjectReadContext.empty(), text)) {
      boolean isValue = json.nextToken() != null;
      json.skipChildren();
      return isValue && json.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<String> json() {
    return Combinators.combine(
            DecoderProperties.json(3),
            Arbitraries.of("%s", " %s", "%s\n", "\r\n[%s ,\n1]", "{ \"a\" :\t%s}"))
        .as((json, form) -> form.replace("%s", json))
        // A number that the event codec does not read has its own test.
        .filter(json -> !json.contains("e9999999999") && !json.contains("9".repeat(1001)))
        // Two names that become the same when cleaned: which of them is the last is told by the
        // text to the tape, and by the place of its first namesake to the tree.
        .filter(json -> !json.contains("\"\\u0000\":") || !json.contains("\"\\ud800\":"));
  }

  /** JSON with one character replaced, put in or left out. */
  @Provide
  Arbitrary<String> nearlyJson() {
    Arbitrary<String> character =
        Arbitraries.of(
            "", " ", "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud8", "0", "-", ".", "e",
            "+", "t", "null", "NaN", "\n", "\t", "\u0001", "é", "😀");
    return Combinators.combine(
            json(), Arbitraries.integers().between(0, 400), Arbitraries.of(0, 1), character)
        .as(
            (json, place, length, insert) -> {
              int at = Math.min(place, json.length());
              int to = Math.min(at + length, json.length());
              return json.substring(0, at) + insert + json.substring(to);
            });
  }
}
