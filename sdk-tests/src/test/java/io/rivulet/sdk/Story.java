package io.rivulet.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * What every SDK is made to send, read from {@code story.json} by the tests in Java and in
 * JavaScript alike: an identify, a track {@value #ORDER}, a page or screen, a group, an alias and
 * {@value #QUICK_EVENTS} tracks {@value #QUICK} numbered from 0 in property {@code n}.
 */
final class Story {
  static final String ORDER = "Order Completed";
  static final String QUICK = "Quick";
  static final int QUICK_EVENTS = 250;
  static final int EVENTS = QUICK_EVENTS + 5;

  private static final JsonNode STORY = read();

  private Story() {}

  /** How many events the story has; Jitsu's SDK knows no alias. */
  static int events(boolean hasAlias) {
    return hasAlias ? EVENTS : EVENTS - 1;
  }

  static String text(String member) {
    return STORY.required(member).stringValue();
  }

  static JsonNode json(String member) {
    return STORY.required(member);
  }

  static Map<String, Object> map(String member) {
    return EventJson.mapper().convertValue(json(member), new TypeReference<>() {});
  }

  /**
   * Checks that the events are the story, each once and with the content that was told.
   *
   * @param sentIds the message ids of the SDK; null where it does not tell them
   */
  static void assertTold(List<Event> events, @Nullable Collection<String> sentIds) {
    assertTold(events, sentIds, true);
  }

  static void assertTold(
      List<Event> events, @Nullable Collection<String> sentIds, boolean hasAlias) {
    assertThat(events).extracting(Event::eventId).doesNotHaveDuplicates().hasSize(events(hasAlias));
    if (sentIds != null) {
      assertThat(events).extracting(Event::eventId).containsExactlyInAnyOrderElementsOf(sentIds);
    }
    assertThat(events.stream().filter(e -> QUICK.equals(e.name())).map(e -> number(e)))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, QUICK_EVENTS).boxed().toList());

    Event identify = only(events, EventType.IDENTIFY);
    assertThat(identify.userId()).isEqualTo(text("userId"));
    assertContains(identify.traits(), "traits");

    assertContains(order(events).properties(), "order");

    Event page =
        events.stream()
            .filter(e -> e.type() == EventType.PAGE || e.type() == EventType.SCREEN)
            .findFirst()
            .orElseThrow();
    // Jitsu's SDK says the name of a page in its properties alone
    assertThat(page.name() != null ? page.name() : property(page, "name").stringValue())
        .isEqualTo(text("pageName"));
    assertContains(page.properties(), "pageProperties");

    Event group = only(events, EventType.GROUP);
    assertThat(group.groupId()).isEqualTo(text("groupId"));
    assertContains(group.traits(), "groupTraits");

    if (hasAlias) {
      assertThat(only(events, EventType.ALIAS).userId()).isEqualTo(text("userId"));
    }

    assertThat(events)
        .allSatisfy(e -> assertThat(e.library()).isNotNull())
        .allSatisfy(e -> assertThat(e.clockCorrectionMs()).isNull());
  }

  /** The one completed order. */
  static Event order(List<Event> events) {
    return events.stream().filter(e -> ORDER.equals(e.name())).findFirst().orElseThrow();
  }

  static Event only(List<Event> events, EventType type) {
    List<Event> found = events.stream().filter(e -> e.type() == type).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static int number(Event quick) {
    return property(quick, "n").intValue();
  }

  private static JsonNode property(Event event, String name) {
    return Objects.requireNonNull(event.properties()).required(name);
  }

  private static void assertContains(@Nullable JsonNode received, String member) {
    assertThat(received).isNotNull();
    for (Map.Entry<String, JsonNode> told : json(member).properties()) {
      assertThat(Objects.requireNonNull(received).get(told.getKey()))
          .as(member + "." + told.getKey())
          .isEqualTo(told.getValue());
    }
  }

  private static JsonNode read() {
    try (InputStream story = Story.class.getResourceAsStream("/story.json")) {
      return EventJson.mapper().readTree(Objects.requireNonNull(story));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
