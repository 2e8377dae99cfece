package io.rivulet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SampleEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void anEventHasAbout600Bytes() {
    assertThat(sample(1_000).stream().mapToInt(String::length).average().orElseThrow())
        .isBetween(580.0, 630.0);
  }

  @Test
  void eachEventIsAnotherOneAndActorsAreMany() {
    List<JsonNode> events = sample(1_000).stream().map(new JsonMapper()::readTree).toList();

    assertThat(events)
        .extracting(event -> event.get("messageId").asString())
        .doesNotHaveDuplicates();
    assertThat(events.stream().map(event -> event.get("anonymousId").asString()).distinct().count())
        .isGreaterThan(900);
  }

  private static List<String> sample(int count) {
    return Stream.generate(new SampleEvents(1, NOW)::next).limit(count).toList();
  }
}
