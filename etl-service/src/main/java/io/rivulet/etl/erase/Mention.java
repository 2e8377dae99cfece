package io.rivulet.etl.erase;

import java.util.Set;

/**
 * Where a text names one of some ids: as a whole word, so that {@code anna} is not found in {@code
 * hannah}. Ids of less than {@value #SHORT} characters only between quotes: {@code 7} stands in
 * every other number.
 */
record Mention(Set<String> ids) {
  private static final int SHORT = 4;

  Mention {
    ids = Set.copyOf(ids);
  }

  /** Whether the text names any of them. */
  boolean in(String text) {
    return ids.stream().anyMatch(id -> in(text, id));
  }

  private static boolean in(String text, String id) {
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
      int end = at + id.length();
      boolean isWhole =
          id.length() < SHORT
              ? isQuote(text, at - 1) && isQuote(text, end)
              : !isPartOfId(text, at - 1) && !isPartOfId(text, end);
      if (isWhole || id.length() == text.length()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isQuote(String text, int at) {
    return at >= 0 && at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  private static boolean isPartOfId(String text, int at) {
    return at >= 0
        && at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0);
  }
}
