package io.rivulet.etl.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
