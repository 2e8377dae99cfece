package io.rivulet.event.project;

import java.util.List;

/**
 * Properties of an event whose values reports count.
 *
 * @param event name of the event, page or screen
 * @param names the properties, top-level members of {@code properties}; each at most {@link
 *     #MAX_NAME_LENGTH}, without {@code "} and {@code \}
 */
public record ReportedProperties(String event, List<String> names) {

  /** Most properties of a project, all its events together. */
  public static final int MAX_PROPERTIES = 50;

  /** Longest name in characters. */
  public static final int MAX_NAME_LENGTH = 128;

  /**
   * Checks what the file says.
   *
   * @throws IllegalArgumentException naming the event and the value that cannot be
   */
  public ReportedProperties {
    Declared.requireEventName("properties", event);
    names = names == null ? List.of() : names;
    if (names.isEmpty()) {
      throw new IllegalArgumentException("properties of event '" + event + "' has no names");
    }
    for (String name : names) {
      Declared.requirePropertyName("properties of event '" + event + "'", name, MAX_NAME_LENGTH);
    }
    names = List.copyOf(names);
  }
}
