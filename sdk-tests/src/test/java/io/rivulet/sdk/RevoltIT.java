package io.rivulet.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The requests of Revolt's SDKs, which no registry has, written down from the wire contract: a file
 * under {@code revolt/} each, with the answer and the events that must come of it. Of an event and
 * of an answer's body a file names the members that matter; null means that the member must be
 * absent or null.
 */
@ExtendWith(Collector.Shared.class)
class RevoltIT {
  private static final Path REQUESTS = Path.of("src", "test", "resources", "revolt");
  private static final Pattern NOW = Pattern.compile("\"\\$\\{now([+-]\\d+)}\"");
  private static final Pattern TIMES = Pattern.compile("\\$\\{(\\d+) x}");

  static List<String> requests() throws IOException {
    try (Stream<Path> files = Files.list(REQUESTS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void a_request_is_answered_and_its_events_are_stored(String file, Collector collector)
      throws IOException {
    JsonNode recorded =
        EventJson.mapper().readTree(filledIn(Files.readString(REQUESTS.resolve(file))));
    String instance = recorded.required("instance").stringValue();
    int refusedBefore = collector.rejected(Sdk.REVOLT).size();

    HttpResponse<String> answer = post(recorded, instance, collector);

    JsonNode expected = recorded.required("answer");
    assertThat(answer.statusCode()).isEqualTo(expected.required("status").intValue());
    assertContains("answer", EventJson.mapper().readTree(answer.body()), expected.required("body"));
    assertStored(recorded.required("events"), eventsOf(instance, collector));
    List<RejectedEvent> refused = collector.rejected(Sdk.REVOLT);
    assertThat(refused.subList(refusedBefore, refused.size()))
        .extracting(rejected -> rejected.reason().wireName())
        .containsExactlyInAnyOrderElementsOf(
            recorded.path("rejected").valueStream().map(JsonNode::stringValue).toList());
  }

  private static HttpResponse<String> post(
      JsonNode recorded, String instance, Collector collector) {
    String project = Sdk.REVOLT.project();
    String credentials =
        recorded.path("user").stringValue(project)
            + ":"
            + recorded.path("secret").stringValue(Collector.REVOLT_SECRET);
    String address =
        "%s/api/v1/%s/%s/events%s"
            .formatted(collector.url(), project, instance, recorded.path("suffix").stringValue(""));
    JsonNode text = recorded.get("text");
    String body = text != null ? text.stringValue() : recorded.required("body").toString();
    return collector.send(
        HttpRequest.newBuilder(URI.create(address))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static List<Event> eventsOf(String instance, Collector collector) {
    return collector.events(Sdk.REVOLT).stream()
        .filter(event -> instance.equals(event.instanceId()))
        .toList();
  }

  private static void assertStored(JsonNode expected, List<Event> events) {
    assertThat(events)
        .extracting(Event::eventId)
        .containsExactlyInAnyOrderElementsOf(
            expected.valueStream().map(e -> e.required("event_id").stringValue()).toList());
    for (JsonNode one : expected) {
      Event event =
          events.stream()
              .filter(e -> e.eventId().equals(one.required("event_id").stringValue()))
              .findFirst()
              .orElseThrow();
      assertContains(event.eventId(), EventJson.mapper().readTree(EventJson.write(event)), one);
    }
  }

  private static void assertContains(String place, @Nullable JsonNode actual, JsonNode expected) {
    if (!expected.isObject()) {
      JsonNode value = actual == null || actual.isNull() ? null : actual;
      assertThat(value).as(place).isEqualTo(expected.isNull() ? null : expected);
      return;
    }
    assertThat(actual).as(place).isNotNull();
    for (Map.Entry<String, JsonNode> member : expected.properties()) {
      assertContains(
          place + "." + member.getKey(),
          actual == null ? null : actual.get(member.getKey()),
          member.getValue());
    }
  }

  private static String filledIn(String text) {
    long now = System.currentTimeMillis();
    String timed =
        NOW.matcher(text).replaceAll(found -> String.valueOf(now + Long.parseLong(found.group(1))));
    return TIMES.matcher(timed).replaceAll(found -> "x".repeat(Integer.parseInt(found.group(1))));
  }
}
