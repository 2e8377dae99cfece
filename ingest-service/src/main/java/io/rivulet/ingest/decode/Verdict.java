package io.rivulet.ingest.decode;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;

/** What became of one event that a client sent. */
public sealed interface Verdict {
  /**
   * It is an event.
   *
   * @param key of its record in Kafka: {@link io.rivulet.event.Actor#recordKey}, UTF-8
   * @param line the event as {@link EventJson} reads it: one line of JSON, UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied nowhere on its way
  record Accepted(byte[] key, byte[] line) implements Verdict {
    /** The event itself, read from the line. */
    public Event event() {
      return EventJson.readEvent(line);
    }
  }

  /** It is none, for the reason that stands in the rejection. */
  record Rejected(RejectedEvent rejected) implements Verdict {}
}
