package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.RejectionReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
  private final JsonNode document = JsonMapper.shared().readTree(new OpenApi().json().text());

  @Test
  void it_has_every_route_and_no_other() {
    assertThat(document.get("paths").propertyNames())
        .contains(LiveHandler.PATH)
        .filteredOn(path -> !path.equals(LiveHandler.PATH))
        .containsExactlyInAnyOrderElementsOf(Route.paths());
  }

  @Test
  void it_has_every_method_of_every_route_and_no_other() {
    for (String path : Route.paths()) {
      Set<String> described =
          item(path).propertyNames().stream()
              .filter(member -> !member.equals("parameters"))
              .map(member -> member.toUpperCase(Locale.ROOT))
              .collect(Collectors.toSet());
      Set<String> taken =
          Route.of(path.replaceAll("[{}]", "")).orElseThrow().methods().stream()
              .filter(method -> !method.equals("OPTIONS"))
              .collect(Collectors.toSet());

      assertThat(described).as(path).isEqualTo(taken);
    }
  }

  @Test
  void it_has_every_reason() {
    assertThat(document.at("/components/schemas/Reason/enum").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RejectionReason.values()).map(RejectionReason::wireName).toList());
  }

  private JsonNode item(String path) {
    return document.at(document.get("paths").get(path).get("$ref").asString().substring(1));
  }
}
