package io.rivulet.ingest.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.body.Packet.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketReaderTest {
  private final PacketReader reader = new PacketReader(new Limits(1_000_000, 100, 2));

  @Test
  void the_events_of_a_batch_are_found_exactly_as_they_were_sent() {
    Packet packet =
        read(
            "{ \"batch\" : [ {\"a\": [1, {\"]\":\"}\"}]} ,\n7,\"x,😀\" , null,-1.50e3,NaN, {}] }",
            Shape.BATCH);

    assertThat(items(packet))
        .containsExactly(
            "{\"a\": [1, {\"]\":\"}\"}]}", "7", "\"x,😀\"", "null", "-1.50e3", "NaN", "{}");
  }

  @Test
  void long_bodies_are_found_alike() {
    String event = "{\"x\":\"" + "y".repeat(70_000) + "\"}";

    Packet packet = read("{\"batch\":[" + event + "," + event + ",8]}", Shape.BATCH);

    assertThat(items(packet)).containsExactly(event, event, "8");
  }

  @Test
  void what_the_batch_shares_is_read_before_and_behind_it() {
    Packet.Batch packet =
        (Packet.Batch)
            read(
                "{\"sentAt\":1,\"batch\":[{\"writeKey\":\"no\"}],\"context\":{\"a\":\"\\u0000\"},"
                    + "\"writeKey\":\"k\",\"other\":2}",
                Shape.BATCH);

    JsonTape tape = packet.tape();
    assertThat(tape.source(tape.member(packet.shared(), Name.CONTEXT)))
        .isEqualTo("{\"a\":\"\\u0000\"}");
    assertThat(packet.sharedBytes()).isEqualTo("{'a':'\\u0000'}".length());
    assertThat(packet.writeKey()).isEqualTo("k");
  }

  @Test
  void the_first_event_may_carry_the_key() {
    Packet packet = read("{\"batch\":[{\"writeKey\":\"k\"}]}", Shape.BATCH);

    assertThat(((Packet.Batch) packet).writeKey()).isEqualTo("k");
  }

  @Test
  void of_two_batches_the_last_counts() {
    Packet packet = read("{\"batch\":[1],\"batch\":[2]}", Shape.BATCH);

    assertThat(items(packet)).containsExactly("2");
  }

  @Test
  void a_single_event_and_an_array_are_taken_as_they_are() {
    assertThat(items(read(" {\"a\":1} ", Shape.SINGLE))).containsExactly("{\"a\":1}");
    assertThat(items(read("[{},2]", Shape.ARRAY))).containsExactly("{}", "2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"batch\":[}",
        "{\"batch\":[{}]",
        "{\"batch\":[]} x",
        "{\"batch\":[]}{}",
        "{\"batch\":[{]}}",
        "nul",
        "\"",
        "{\"batch\":[1 2]}",
        "{\"batch\":['a']}"
      })
  void what_is_no_json_is_refused(String body) {
    assertRefused(read(body, Shape.BATCH), RejectionReason.INVALID_JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BATCH|[]", "BATCH|{}", "BATCH|7", "BATCH|null", "BATCH|{\"batch\":null}",
        "BATCH|{\"batch\":{\"a\":[1]}}", "SINGLE|[{}]", "SINGLE|\"x\"", "ARRAY|{}", "ARRAY|1"
      })
  void json_of_another_form_is_refused(Shape shape, String body) {
    assertRefused(read(body, shape), RejectionReason.INVALID_BODY);
  }

  @Test
  void ten_times_too_many_events_are_refused_as_a_whole() {
    String twenty = "{\"batch\":[" + "1,".repeat(19) + "1]}";
    String twentyOne = "{\"batch\":[" + "1,".repeat(20) + "1]}";

    assertThat(read(twenty, Shape.BATCH)).isInstanceOf(Packet.Batch.class);
    assertRefused(read(twentyOne, Shape.BATCH), RejectionReason.TOO_MANY_EVENTS);
  }

  @Test
  void depth_and_length_of_numbers_of_one_event_do_not_break_the_body() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    String digits = "1".repeat(20_000);

    Packet packet = read("{\"batch\":[" + deep + "," + digits + ",{}]}", Shape.BATCH);

    assertThat(items(packet)).containsExactly(deep, digits, "{}");
  }

  private Packet read(String body, Shape shape) {
    return reader.read(body.getBytes(UTF_8), shape);
  }

  private static List<String> items(Packet packet) {
    Packet.Batch batch = (Packet.Batch) packet;
    return batch.items().stream().map(batch.tape()::source).toList();
  }

  private static void assertRefused(Packet packet, RejectionReason reason) {
    assertThat(packet)
        .isInstanceOfSatisfying(
            Packet.Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
  }
}
