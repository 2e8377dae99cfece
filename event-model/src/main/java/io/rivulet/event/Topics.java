package io.rivulet.event;

/** The names of the Kafka topics. */
public final class Topics {
  /** Accepted events, as the collector wrote them. */
  public static final String EVENTS = "events";

  /** Accepted events, enriched and with their sessions. */
  public static final String EVENTS_SESSIONIZED = "events-sessionized";

  /** Refused events and requests. */
  public static final String EVENTS_REJECTED = "events-rejected";

  private Topics() {}
}
