package io.rivulet.ingest.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** Tells browsers to take answers for nothing but what they are. */
final class SecurityHeaders {
  // Copied as they are, without being looked at again.
  private static final HttpHeaders PLAIN =
      new DefaultHttpHeaders()
          .add("X-Content-Type-Options", "nosniff")
          .add(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'")
          .add("Cross-Origin-Resource-Policy", "cross-origin")
          .add("Referrer-Policy", "no-referrer")
          .add(HttpHeaderNames.CACHE_CONTROL, "no-store");
  private static final HttpHeaders ENCRYPTED =
      PLAIN.copy().add("Strict-Transport-Security", "max-age=31536000");

  private SecurityHeaders() {}

  static void put(Exchange exchange) {
    exchange.answerHeaders().add(exchange.scheme().equals("https") ? ENCRYPTED : PLAIN);
  }
}
