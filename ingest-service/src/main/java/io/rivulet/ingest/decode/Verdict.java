package io.rivulet.ingest.decode;

import io.rivulet.event.Event;
import io.rivulet.event.RejectedEvent;

/** What became of one event that a client sent. */
public sealed interface Verdict {
  /** It is an event. */
  record Accepted(Event event) implements Verdict {}

  /** It is none, for the reason that stands in the rejection. */
  record Rejected(RejectedEvent rejected) implements Verdict {}
}
