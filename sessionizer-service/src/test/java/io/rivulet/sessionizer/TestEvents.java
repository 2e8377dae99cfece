package io.rivulet.sessionizer;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import java.time.Instant;

/** Events for tests, as the collector would write them. */
public final class TestEvents {
  /** When the collector took them. */
  public static final Instant RECEIVED_AT = Instant.parse("2026-03-01T12:00:00Z");

  private TestEvents() {}

  /** A track of project demo. */
  public static EventBuilder track(String id, String instance, Instant occurredAt) {
    return EventBuilder.builder()
        .eventId(id)
        .project("demo")
        .type(EventType.TRACK)
        .name("Clicked")
        .instanceId(instance)
        .occurredAt(occurredAt)
        .receivedAt(RECEIVED_AT)
        .protocol("segment");
  }

  /** A track that says only who and when. */
  public static Event plain() {
    return track("e-1", "a-1", Instant.parse("2026-03-01T10:00:00Z")).build();
  }
}
