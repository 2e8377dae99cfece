package io.rivulet.ingest.live;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.clean.CleanText;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of what a stream shows, as Server-Sent Events have it. */
final class LiveText {
  /** Means nothing, but that the stream lives. */
  static final String HEARTBEAT = ": nothing new\n\n";

  /** In place of an event that cannot be shown. */
  static final String UNREADABLE = ": an event that cannot be shown\n\n";

  /** Characters of a refused text that are shown. */
  static final int RAW_CHARACTERS = 1 << 10;

  /** Characters of any other value: of ids and names all. */
  static final int VALUE_CHARACTERS = 512;

  private LiveText() {}

  private record Accepted(
      String eventId,
      String type,
      @Nullable String name,
      @Nullable String instanceId,
      @Nullable String userId,
      String protocol,
      @Nullable Library library,
      Instant occurredAt,
      Instant receivedAt) {}

  private record Library(@Nullable String name, @Nullable String version) {}

  private record Rejected(
      RejectionReason reason,
      String message,
      @Nullable String eventId,
      @Nullable Integer index,
      @Nullable String raw) {}

  static String of(Event event) {
    return of(
        "accepted",
        new Accepted(
            event.eventId(),
            event.type().wireName(),
            event.name(),
            event.instanceId(),
            event.userId(),
            event.protocol(),
            event.library() == null
                ? null
                : new Library(
                    cut(event.library().name(), VALUE_CHARACTERS),
                    cut(event.library().version(), VALUE_CHARACTERS)),
            event.occurredAt(),
            event.receivedAt()));
  }

  static String of(RejectedEvent rejected) {
    return of(
        "rejected",
        new Rejected(
            rejected.reason(),
            rejected.message(),
            rejected.eventId(),
            rejected.index(),
            cut(rejected.raw(), RAW_CHARACTERS)));
  }

  static String skipped(long events) {
    return of("skipped", Map.of("events", events));
  }

  private static String of(String event, Object data) {
    return "event: " + event + "\ndata: " + EventJson.mapper().writeValueAsString(data) + "\n\n";
  }

  private static @Nullable String cut(@Nullable String text, int characters) {
    return text == null || text.length() <= characters
        ? text
        : CleanText.head(text, characters) + "...";
  }
}
