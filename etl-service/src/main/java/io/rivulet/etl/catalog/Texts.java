package io.rivulet.etl.catalog;

import io.rivulet.event.Sha256;
import java.util.Locale;

/** Texts as PostgreSQL and SQL take them. */
final class Texts {
  private static final int SLUG_LENGTH = 48;
  private static final int REPLACEMENT = 0xFFFD;

  private Texts() {}

  /** The text without NUL and lone surrogates, which PostgreSQL refuses, cut to a length. */
  static String clean(String text, int longest) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), longest));
    text.codePoints()
        .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? REPLACEMENT : c)
        .limit(longest)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** Lower-case letters and digits of ASCII, all else as single underscores between them. */
  static String slug(String text) {
    String slug =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    return slug.length() <= SLUG_LENGTH ? slug : slug.substring(0, SLUG_LENGTH);
  }

  static String shortHash(String text) {
    return Sha256.hex(text).substring(0, 8);
  }
}
