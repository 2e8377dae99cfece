package io.rivulet.sessionizer.useragent;

/**
 * The pairs and triples of characters of a text as small Bloom filters: tell quickly that a text
 * does <em>not</em> contain another, with and without regard to case.
 */
final class Trigrams {
  private static final int BITS = 1 << 14;

  private final long[] asWritten;
  private final long[] lower;

  Trigrams(String text) {
    this.asWritten = filter(text);
    this.lower = filter(lower(text));
  }

  private static long[] filter(String text) {
    long[] filter = new long[BITS / Long.SIZE];
    for (int i = 0; i + 2 <= text.length(); i++) {
      set(filter, pair(text, i));
      if (i + 3 <= text.length()) {
        set(filter, triple(text, i));
      }
    }
    return filter;
  }

  private static void set(long[] filter, int bit) {
    filter[bit >> 6] |= 1L << bit;
  }

  /**
   * False when the text does not contain the other one.
   *
   * @param bits of the other one, see {@link #bits}
   * @param ignoringCase whether the other one, in lower case, may stand there in any
   */
  boolean mayContain(int[] bits, boolean ignoringCase) {
    long[] filter = ignoringCase ? lower : asWritten;
    for (int bit : bits) {
      if ((filter[bit >> 6] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The places of a text of two or more characters in a filter. */
  static int[] bits(String text) {
    if (text.length() == 2) {
      return new int[] {pair(text, 0)};
    }
    int[] bits = new int[text.length() - 2];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = triple(text, i);
    }
    return bits;
  }

  /** The text with A to Z in lower case: patterns that ignore case ignore that of these only. */
  static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return lower.toString();
  }

  private static int pair(String text, int at) {
    return hash(text.charAt(at) * 31 + text.charAt(at + 1));
  }

  private static int triple(String text, int at) {
    return hash((text.charAt(at) * 31 + text.charAt(at + 1)) * 31 + text.charAt(at + 2) + 1);
  }

  private static int hash(int value) {
    return (value * 0x9E3779B1) >>> 18;
  }
}
