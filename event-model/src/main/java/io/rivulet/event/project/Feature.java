package io.rivulet.event.project;

import java.util.List;

/**
 * A part of the product whose use reports count.
 *
 * @param name names it in reports, unique in its project, at most {@link #MAX_NAME_LENGTH}
 * @param events names of events, pages or screens, any of which is a use of it; 1 to {@link
 *     #MAX_EVENTS}
 */
public record Feature(String name, List<String> events) {

  /** Most features of a project: each has a row for every day. */
  public static final int MAX_FEATURES = 50;

  /** Most events of a feature. */
  public static final int MAX_EVENTS = 20;

  /** Longest name in characters. */
  public static final int MAX_NAME_LENGTH = 128;

  /**
   * Checks what the file says.
   *
   * @throws IllegalArgumentException naming the feature and the value that cannot be
   */
  public Feature {
    Declared.requireName("features", name, MAX_NAME_LENGTH);
    events = Declared.events("feature '" + name + "'", events, MAX_EVENTS);
  }
}
