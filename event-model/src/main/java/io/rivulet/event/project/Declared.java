package io.rivulet.event.project;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all that a project declares for its reports has to keep to. */
final class Declared {
  /** Longest name of an event in reports. */
  private static final int MAX_EVENT_NAME_LENGTH = 255;

  /** Longest name of a property in characters. */
  static final int MAX_PROPERTY_LENGTH = 128;

  private Declared() {}

  static void requireName(String where, @Nullable String name, int longest) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(where + " has an entry without a name");
    }
    if (name.length() > longest) {
      throw new IllegalArgumentException(
          "%s has a name of %d characters, more than %d".formatted(where, name.length(), longest));
    }
  }

  /** Requires 1 to so many names of events. */
  static List<String> events(String where, @Nullable List<String> events, int most) {
    List<String> all = events == null ? List.of() : events;
    if (all.isEmpty() || all.size() > most) {
      throw new IllegalArgumentException(
          "%s has %d events; it takes 1 to %d".formatted(where, all.size(), most));
    }
    all.forEach(event -> requireEventName(where, event));
    return List.copyOf(all);
  }

  static void requireEventName(String where, @Nullable String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(where + " has a blank event name");
    }
    if (name.length() > MAX_EVENT_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "%s has an event name of %d characters, more than %d"
              .formatted(where, name.length(), MAX_EVENT_NAME_LENGTH));
    }
  }

  /** Requires the name of a top-level property that SQL can ask for. */
  static void requireProperty(String where, @Nullable String name) {
    requireName(where, name, MAX_PROPERTY_LENGTH);
    if (name != null && (name.contains("\"") || name.contains("\\"))) {
      throw new IllegalArgumentException(
          "%s has the name '%s' with a quote or backslash".formatted(where, name));
    }
  }

  /** Requires at most so many, each but once. */
  static void requireDistinct(String where, List<String> names, int most) {
    if (names.size() > most) {
      throw new IllegalArgumentException(
          "%s has %d entries, more than %d".formatted(where, names.size(), most));
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(where + " has '" + name + "' twice");
      }
    }
  }
}
