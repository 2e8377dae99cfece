package io.rivulet.event.project;

import java.util.List;

/**
 * A property whose values are items that are recommended: products, articles, songs.
 *
 * @param property top-level member of {@code properties}, once in its project; at most {@value
 *     Declared#MAX_PROPERTY_LENGTH} characters, without {@code "} and {@code \}
 * @param events names of events, pages or screens, any of which with that property says that the
 *     person took the item; 1 to {@link Feature#MAX_EVENTS}
 */
public record ItemProperty(String property, List<String> events) {

  /** Most of a project: each is a model of its own. */
  public static final int MAX_ITEM_PROPERTIES = 10;

  /**
   * Checks what the file says.
   *
   * @throws IllegalArgumentException naming the property and the value that cannot be
   */
  public ItemProperty {
    Declared.requireProperty("items", property);
    events = Declared.events("items of property '" + property + "'", events, Feature.MAX_EVENTS);
  }
}
