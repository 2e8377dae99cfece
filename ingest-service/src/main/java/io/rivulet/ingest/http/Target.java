package io.rivulet.ingest.http;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as it was sent.
 *
 * @param path undecoded
 * @param query undecoded, without the question mark; null where there is none
 */
record Target(String path, @Nullable String query) {
  private static final String PATH_SIGNS = "/%-._~!$&'()*+,;=:@";

  /** Takes a request's target apart; null where its path is none. */
  static @Nullable Target of(String uri) {
    int start = uri.startsWith("/") ? 0 : startOfPath(uri);
    int question = uri.indexOf('?');
    int end = question < 0 ? uri.length() : question;
    if (start < 0 || start > end) {
      return null;
    }
    String path = uri.substring(start, end);
    return isPath(path)
        ? new Target(path, question < 0 ? null : uri.substring(question + 1))
        : null;
  }

  // Proxies may be sent the whole address.
  private static int startOfPath(String uri) {
    int authority = uri.indexOf("://");
    return authority < 0 ? -1 : uri.indexOf('/', authority + 3);
  }

  private static boolean isPath(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!isWord && PATH_SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return !(path + '/').contains("/../");
  }
}
