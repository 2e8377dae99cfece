package io.rivulet.event.project;

import java.util.List;

/**
 * A property whose values are items that are recommended: products, articles, songs.
 *
 * @param property top-level member of {@code properties}, once in its project; at most {@link
 *     #MAX_NAME_LENGTH}, without {@code "} and {@code \}
 * @param events names of events, pages or screens, any of which with that property says that the
 *     person took the item; 1 to {@link Feature#MAX_EVENTS}
 */
public record ItemProperty(String property, List<String> events) {

  /** Most of a project: each is a model of its own. */
  public static final int MAX_ITEM_PROPERTIES = 10;

  /** Longest name in characters. */
  public static final int MAX_NAME_LENGTH = 128;

  /**
   * Checks what the file says.
   *
   * @throws IllegalArgumentException naming the property and the value that cannot be
   */
  public ItemProperty {
    Declared.requirePropertyName("items", property, MAX_NAME_LENGTH);
    events = Declared.events("items of property '" + property + "'", events, Feature.MAX_EVENTS);
  }
}
