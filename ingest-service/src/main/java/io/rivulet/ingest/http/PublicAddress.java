package io.rivulet.ingest.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where clients reach the collector.
 *
 * @param protocol {@code https} or {@code http}
 * @param host name or address, with the port where it is not the protocol's own, and with the path
 *     where a proxy puts the collector below one; no slash at its end
 */
record PublicAddress(String protocol, String host) {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]{1,253}(:\\d{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:\\d{1,5})?");
  private static final String DEFAULT_HOST = "localhost";

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException when it is no address of a web server
   */
  static PublicAddress of(URI url) {
    boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!isWeb || url.getRawAuthority() == null || url.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "rivulet.ingest.public-url '" + url + "' is not like https://events.example.org");
    }
    String path = url.getRawPath().replaceAll("/+$", "");
    return new PublicAddress(url.getScheme(), url.getRawAuthority() + path);
  }

  /** As a request shows it: where it was sent to or, on a trusted proxy's word, first sent to. */
  static PublicAddress of(Exchange exchange, TrustedProxies proxies) {
    String protocol = exchange.scheme();
    String host = exchange.header(HttpHeaderNames.HOST);
    if (exchange.remote() != null && proxies.isTrusted(exchange.remote().getAddress())) {
      String forwardedProtocol = first(exchange.header("X-Forwarded-Proto"));
      if (forwardedProtocol != null && forwardedProtocol.matches("https?")) {
        protocol = forwardedProtocol;
      }
      String forwardedHost = first(exchange.header("X-Forwarded-Host"));
      if (forwardedHost != null) {
        host = forwardedHost;
      }
    }
    // Whatever else stands in a Host header must not find its way into a page.
    return new PublicAddress(
        protocol, host != null && HOST.matcher(host).matches() ? host : DEFAULT_HOST);
  }

  private static @Nullable String first(@Nullable String list) {
    return list == null ? null : list.split(",", 2)[0].strip();
  }
}
