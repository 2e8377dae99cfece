package io.rivulet.ingest.http;

import io.rivulet.event.clean.Ids;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads keys from where requests carry them outside the body. */
final class Credentials {
  private Credentials() {}

  /** User name and password of an Authorization header; either may be empty. */
  record Basic(String user, String password) {}

  /**
   * The write key of the header {@code Authorization: Basic}, else of {@code X-Write-Key}, else of
   * the query's {@code writeKey} or {@code writekey}; null when none of them carries one, so that
   * the body's counts.
   */
  static @Nullable String writeKey(
      @Nullable String authorization, @Nullable String writeKeyHeader, @Nullable String query) {
    Basic basic = basic(authorization);
    String key = basic == null ? null : Ids.of(basic.user());
    if (key == null) {
      key = Ids.of(writeKeyHeader);
    }
    return key != null || query == null ? key : ofQuery(query);
  }

  /**
   * Basic credentials. Missing padding and a missing colon are tolerated; null when the header is
   * absent, of another scheme or no Base64.
   */
  static @Nullable Basic basic(@Nullable String authorization) {
    if (authorization == null
        || !authorization.strip().toLowerCase(Locale.ROOT).startsWith("basic ")) {
      return null;
    }
    String encoded = authorization.strip().substring("basic ".length()).strip();
    try {
      String decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = decoded.indexOf(':');
      return colon < 0
          ? new Basic(decoded, "")
          : new Basic(decoded.substring(0, colon), decoded.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String ofQuery(String query) {
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && parameter.substring(0, equals).equalsIgnoreCase("writeKey")) {
        try {
          return Ids.of(URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          return null;
        }
      }
    }
    return null;
  }
}
