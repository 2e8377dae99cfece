package io.rivulet.ingest.body;

import io.rivulet.event.RejectionReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request's body taken apart: its events and what they share, or why it has none. */
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
   * @param tape the whole body
   * @param shared node of the object whose members are meant for all events; {@link JsonTape#NONE}
   *     where there is none
   * @param sharedBytes length of {@code context} and {@code integrations} among them, as sent
   * @param sharedHeight levels of objects and arrays in these two
   * @param writeKey the key in the body, or else in its first event
   * @param items nodes of the events, in the order of the body
   */
  record Batch(
      JsonTape tape,
      int shared,
      int sharedBytes,
      int sharedHeight,
      @Nullable String writeKey,
      List<Integer> items)
      implements Packet {}

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
