package io.rivulet.event.clean;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces what some store behind the collector cannot hold. In every text, be it a value or a key:
 * NUL (U+0000), which PostgreSQL refuses, and lone surrogates (half a character), which UTF-8
 * cannot express, become the replacement character U+FFFD. Bare {@code NaN} and {@code Infinity}
 * become null. Everything else is kept as it is.
 */
public final class CleanText {
  private static final char REPLACEMENT = '\uFFFD';

  private CleanText() {}

  /**
   * The text with U+FFFD for each NUL and each lone surrogate; the same object if it has no
   * surrogates.
   */
  public static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replace(text);
      }
    }
    return text;
  }

  /** The first so many characters of a text, without half a character at the end. */
  public static String head(String text, int characters) {
    if (text.length() <= characters) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters);
  }

  private static String replace(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        clean.append(c).append(text.charAt(++i));
      } else {
        clean.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return clean.toString();
  }

  /**
   * Cleans a whole tree. Containers are changed in place, so the tree must be the caller's own.
   *
   * @return the tree, or what stands for it
   */
  public static JsonNode clean(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      cleanMembers(object);
      return object;
    }
    if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, clean(array.get(i)));
      }
      return array;
    }
    if (tree.isString()) {
      String text = tree.stringValue();
      String clean = clean(text);
      return clean.equals(text) ? tree : JsonNodeFactory.instance.stringNode(clean);
    }
    if (tree instanceof NumericNode number && number.isNaN()) {
      return JsonNodeFactory.instance.nullNode();
    }
    return tree;
  }

  private static void cleanMembers(ObjectNode object) {
    boolean keysAreClean = true;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      member.setValue(clean(member.getValue()));
      keysAreClean &= clean(member.getKey()).equals(member.getKey());
    }
    if (!keysAreClean) {
      ObjectNode renamed = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(m -> renamed.set(clean(m.getKey()), m.getValue()));
      object.removeAll();
      object.setAll(renamed);
    }
  }
}
