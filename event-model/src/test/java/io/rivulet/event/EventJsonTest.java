package io.rivulet.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventJsonTest {

  @Test
  void every_golden_line_is_written_again_as_it_was_read() throws IOException {
    List<String> lines = golden("golden/events.ndjson");

    assertThat(lines).hasSizeGreaterThan(2);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(
                        new String(
                            EventJson.write(
                                EventJson.readEvent(line.getBytes(StandardCharsets.UTF_8))),
                            StandardCharsets.UTF_8))
                    .isEqualTo(line));
  }

  @Test
  void every_golden_rejection_is_written_again_as_it_was_read() throws IOException {
    List<String> lines = golden("golden/rejected.ndjson");

    assertThat(lines).hasSize(5);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(
                        new String(
                            EventJson.write(
                                EventJson.readRejected(line.getBytes(StandardCharsets.UTF_8))),
                            StandardCharsets.UTF_8))
                    .isEqualTo(line));
  }

  @Test
  void a_rejection_written_before_replay_existed_knows_nothing_of_its_request() throws IOException {
    String line = golden("golden/rejected.ndjson").get(0);

    RejectedEvent old = EventJson.readRejected(line.getBytes(StandardCharsets.UTF_8));

    assertThat(old.raw()).isEqualTo("{\"type\":\"track\",\"event\":\"x\"}");
    assertThat(old.isCut()).isNull();
    assertThat(old.route()).isNull();
  }

  @Test
  void a_line_of_a_later_version_is_read_without_what_is_not_known() {
    String line = new String(EventJson.write(minimal().build()), StandardCharsets.UTF_8);
    String later = line.replaceFirst("\\{", "{\"invented_later\":{\"a\":[1]},");

    assertThat(EventJson.readEvent(later.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(minimal().build());
  }

  @Test
  void long_numbers_survive_digit_for_digit() {
    String json =
        "{\"a\":123456789012345678901234567890,\"b\":0.10000000000000000000000001,\"c\":1.50}";

    JsonNode tree = EventJson.mapper().readTree(json);

    assertThat(tree.toString()).isEqualTo(json);
  }

  @Test
  void bare_nan_and_infinity_are_read() {
    assertThat(EventJson.mapper().readTree("{\"a\":NaN,\"b\":-Infinity}").size()).isEqualTo(2);
  }

  @Test
  void of_duplicate_keys_the_last_wins() {
    assertThat(EventJson.mapper().readTree("{\"a\":1,\"a\":2}").get("a").asInt()).isEqualTo(2);
  }

  @Test
  void times_are_kept_to_the_microsecond() {
    Event event = minimal().occurredAt(Instant.parse("2026-03-01T10:00:00.123456789Z")).build();

    assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-03-01T10:00:00.123456Z"));
  }

  @Test
  void an_event_of_nobody_cannot_be_made() {
    assertThatThrownBy(() -> minimal().instanceId(null).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither instance_id nor user_id");
  }

  private static EventBuilder minimal() {
    return EventBuilder.builder()
        .eventId("m1")
        .project("demo")
        .type(EventType.TRACK)
        .name("Signed Up")
        .instanceId("a1")
        .occurredAt(Instant.parse("2026-03-01T10:00:00Z"))
        .receivedAt(Instant.parse("2026-03-01T10:00:01Z"))
        .protocol("segment");
  }

  private static List<String> golden(String name) throws IOException {
    try (InputStream in = EventJsonTest.class.getClassLoader().getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
