package io.rivulet.benchmarks.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSlicerTest {
  @Test
  void anEventIsItsBytesAsTheyCame() {
    String first =
        "{ \"type\":\"track\", \"anonymousId\":\"ä-1\", \"properties\":{\"a\":[{}, \"}\"]} }";
    String second = "{\"event\":\"Grüße 😀\"}";

    List<String> slices =
        slices(
            "{\"sentAt\":\"x\", \"batch\": ["
                + first
                + " ,\n"
                + second
                + "], \"context\":{\"a\":1}}");

    assertThat(slices).containsExactly("ä-1=" + first, "null=" + second);
  }

  @Test
  void anAnonymousIdInsidePropertiesIsNotTheEvents() {
    List<String> slices = slices("{\"batch\":[{\"properties\":{\"anonymousId\":\"b\"}}]}");

    assertThat(slices).containsExactly("null={\"properties\":{\"anonymousId\":\"b\"}}");
  }

  private static List<String> slices(String body) {
    List<String> slices = new ArrayList<>();
    EventSlicer.slice(
        body.getBytes(StandardCharsets.UTF_8),
        (key, event) -> slices.add(key + "=" + new String(event, StandardCharsets.UTF_8)));
    return slices;
  }
}
