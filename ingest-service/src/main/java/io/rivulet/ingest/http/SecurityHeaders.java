package io.rivulet.ingest.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** Tells browsers to take answers for nothing but what they are. */
final class SecurityHeaders {
  private SecurityHeaders() {}

  static void put(Exchange exchange) {
    HttpHeaders answer = exchange.answerHeaders();
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'");
    answer.set("Cross-Origin-Resource-Policy", "cross-origin");
    answer.set("Referrer-Policy", "no-referrer");
    answer.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    if (exchange.scheme().equals("https")) {
      answer.set("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
