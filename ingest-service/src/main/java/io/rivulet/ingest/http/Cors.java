package io.rivulet.ingest.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of other origins post, and read the answers, errors included. The origin is echoed as
 * it came, also {@code null} and {@code capacitor://localhost}. Whose page may not is known only
 * when the project is, so preflights, which carry no key, are always answered.
 */
final class Cors {
  private static final String HEADERS =
      "Authorization, Content-Type, Content-Encoding, X-Retry-Count, AnonymousId, SentAt,"
          + " X-Write-Key, Rsa-Retry-Attempt, Rsa-Retry-Reason, Rsa-Since-Last-Attempt,"
          + " Rsa-Since-First-Attempt, Rsa-Recovered";

  private Cors() {}

  /** Puts the headers of an answer to a page of that origin; null where no page asks. */
  static void allow(@Nullable String origin, HttpHeaders answer) {
    answer.set(HttpHeaderNames.VARY, "Origin");
    if (origin != null) {
      answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
    }
  }

  /** Takes back what {@link #allow} has put: the page may not read the answer. */
  static void forbid(HttpHeaders answer) {
    answer.remove(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN);
    answer.remove(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS);
    answer.remove(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS);
  }

  /** Puts what a preflight wants to know. */
  static void preflight(HttpHeaders answer) {
    answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS");
    answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    answer.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "7200");
  }
}
