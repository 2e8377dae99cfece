package io.rivulet.ingest.body;

import io.rivulet.event.RejectionReason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request's body taken apart: its events as text and what they share, or why it has none. */
public sealed interface Packet {

  /** The forms of body that the routes take. */
  enum Shape {
    /** An object whose {@code batch} is an array of events. */
    BATCH,
    /** One event. */
    SINGLE,
    /** An array of events. */
    ARRAY
  }

  /**
   * The body's events.
   *
   * @param shared members of the batch that are meant for all its events, cleaned; an empty object
   *     where there are none
   * @param sharedBytes length of {@code context} and {@code integrations} among them, as sent
   * @param writeKey the key in the body, or else in its first event
   * @param items JSON texts of the events, in the order of the body
   */
  record Batch(JsonNode shared, int sharedBytes, @Nullable String writeKey, List<String> items)
      implements Packet {
    public Batch {
      items = List.copyOf(items);
    }
  }

  /**
   * The text has not the form that the route takes.
   *
   * @param items number of its events; 0 where it cannot be told
   */
  record Refused(RejectionReason reason, String message, int items) implements Packet {
    Refused(RejectionReason reason, String message) {
      this(reason, message, 0);
    }
  }
}
