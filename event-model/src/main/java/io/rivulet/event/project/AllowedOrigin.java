package io.rivulet.event.project;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a project's allowed origins. {@code https://shop.example} means exactly that origin;
 * {@code https://*.shop.example} every subdomain of {@code shop.example}, however deep, but not
 * {@code shop.example} itself; {@code null} pages that have no origin of their own, such as files
 * and sandboxed frames. Case, and a port that is the scheme's own, make no difference.
 */
final class AllowedOrigin {
  private static final String OPAQUE = "null";
  private static final Pattern ORIGIN =
      Pattern.compile(
          "([a-z][a-z0-9+.-]*)://(\\*\\.)?([a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+])(:\\d{1,5})?");

  private final boolean isWildcard;
  private final String head;
  private final String tail;

  private AllowedOrigin(boolean isWildcard, String head, String tail) {
    this.isWildcard = isWildcard;
    this.head = head;
    this.tail = tail;
  }

  /**
   * Reads an entry.
   *
   * @param entry null stands for the origin {@code null}, as YAML has it without quotes
   * @throws IllegalArgumentException when it is no origin
   */
  static AllowedOrigin of(@Nullable String entry) {
    String text = entry == null ? OPAQUE : entry.strip().toLowerCase(Locale.ROOT);
    if (text.equals(OPAQUE)) {
      return new AllowedOrigin(false, OPAQUE, "");
    }
    Matcher m = ORIGIN.matcher(text);
    if (!m.matches() || portOf(m) > 65_535) {
      throw new IllegalArgumentException(
          "allowed-origins has '"
              + entry
              + "', which is no origin: scheme://host or scheme://host:port without a path, such as"
              + " https://shop.example, https://*.shop.example or capacitor://localhost, or null");
    }
    String scheme = m.group(1) + "://";
    String hostAndPort = m.group(3) + port(m);
    return m.group(2) == null
        ? new AllowedOrigin(false, scheme + hostAndPort, "")
        : new AllowedOrigin(true, scheme, "." + hostAndPort);
  }

  /**
   * Whether the entry means this origin.
   *
   * @param origin in the form of {@link #canonical}
   */
  boolean allows(String origin) {
    return isWildcard
        ? origin.startsWith(head)
            && origin.endsWith(tail)
            && origin.length() > head.length() + tail.length()
        : origin.equals(head);
  }

  /** An Origin header's value with what makes no difference taken away; empty for no origin. */
  static String canonical(String origin) {
    String text = origin.strip().toLowerCase(Locale.ROOT);
    if (text.equals(OPAQUE)) {
      return text;
    }
    Matcher m = ORIGIN.matcher(text);
    return m.matches() && m.group(2) == null ? m.group(1) + "://" + m.group(3) + port(m) : "";
  }

  private static String port(Matcher m) {
    int port = portOf(m);
    boolean isDefault =
        (m.group(1).equals("https") && port == 443) || (m.group(1).equals("http") && port == 80);
    return port < 0 || isDefault ? "" : ":" + port;
  }

  private static int portOf(Matcher m) {
    return m.group(4) == null ? -1 : Integer.parseInt(m.group(4).substring(1));
  }
}
