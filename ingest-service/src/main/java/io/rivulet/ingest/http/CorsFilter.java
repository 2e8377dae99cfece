package io.rivulet.ingest.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets pages of every origin post, and read the answers, errors included. The origin is echoed as
 * it came, also {@code null} and {@code capacitor://localhost}; preflights are answered without a
 * key.
 */
final class CorsFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final String HEADERS =
      "Authorization, Content-Type, Content-Encoding, X-Retry-Count, AnonymousId, SentAt,"
          + " X-Write-Key, Rsa-Retry-Attempt, Rsa-Retry-Reason, Rsa-Since-Last-Attempt,"
          + " Rsa-Since-First-Attempt, Rsa-Recovered";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin != null) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
      response.setHeader("Access-Control-Expose-Headers", "Retry-After");
    }
    if (request.getMethod().equals("OPTIONS")) {
      response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
      response.setHeader("Access-Control-Allow-Headers", HEADERS);
      response.setHeader("Access-Control-Max-Age", "7200");
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    chain.doFilter(request, response);
  }
}
