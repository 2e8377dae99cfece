package io.rivulet.event;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The six kinds of event, named as the Segment protocol names them. */
public enum EventType {
  TRACK,
  IDENTIFY,
  PAGE,
  SCREEN,
  GROUP,
  ALIAS;

  private static final List<EventType> TYPES = List.of(values());

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name used in JSON, in URLs and in reports: lower case. */
  public String wireName() {
    return wireName;
  }

  /** The type of that wire name, in any case; empty when there is none such. */
  public static Optional<EventType> of(String wireName) {
    for (EventType type : TYPES) {
      if (type.name().equalsIgnoreCase(wireName)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
