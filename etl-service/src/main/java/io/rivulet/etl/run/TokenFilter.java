package io.rivulet.etl.run;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only bearers of the admin token at anything but health and metrics; a blank token lets
 * nobody.
 */
public final class TokenFilter extends OncePerRequestFilter {
  private static final String BEARER = "Bearer ";

  private final byte[] token;

  public TokenFilter(String token) {
    this.token = token.strip().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    // The decoded path, and a list of what is open rather than of what is closed: a path written in
    // an unusual way must not get by.
    String path = request.getServletPath();
    return path.equals("/actuator/prometheus")
        || path.equals("/actuator/health")
        || path.startsWith("/actuator/health/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader("Authorization");
    byte[] given =
        header != null && header.startsWith(BEARER)
            ? header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    if (token.length > 0 && MessageDigest.isEqual(token, given)) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setContentType("application/json");
    response
        .getOutputStream()
        .write(
            "{\"code\":\"unauthorized\",\"message\":\"send Authorization: Bearer with the admin token\"}"
                .getBytes(StandardCharsets.UTF_8));
  }
}
