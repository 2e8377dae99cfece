package io.rivulet.dashboard.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Who is signed in, and the own password. Signing in and out are Spring Security's. */
@RestController
class SessionController {

  private final CurrentAccount current;
  private final AccountDesk desk;
  private final OidcSettings oidc;

  SessionController(CurrentAccount current, AccountDesk desk, OidcSettings oidc) {
    this.current = current;
    this.desk = desk;
    this.oidc = oidc;
  }

  /** What the page has to know of its reader. */
  record Session(
      String name, boolean mustChangePassword, boolean hasPassword, Map<String, Role> roles) {}

  /**
   * Other ways to sign in than by a password of this dashboard.
   *
   * @param provider what an OpenID provider is called; null for none
   */
  record Ways(@Nullable String provider) {}

  record PasswordChange(String present, String next) {}

  @GetMapping("/api/session")
  Session session() {
    Account account = current.get();
    return new Session(
        account.name(), account.mustChangePassword(), account.hasPassword(), account.roles());
  }

  @GetMapping("/api/sign-in-ways")
  Ways ways() {
    return new Ways(oidc.isOn() ? oidc.name() : null);
  }

  /** Other browsers that are signed in with the old password are signed out by it. */
  @PutMapping("/api/session/password")
  ResponseEntity<Void> changePassword(
      @RequestBody PasswordChange change, HttpServletRequest request) {
    Account account = current.get();
    if (!account.hasPassword()) {
      throw new AccountRefusedException(
          "bad_password",
          "whoever signed in with %s has the password there".formatted(oidc.name()));
    }
    Account changed = desk.changePassword(account.name(), change.present(), change.next());
    if (request.getSession(false) != null) {
      request.changeSessionId();
      request
          .getSession()
          .setAttribute(
              HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, contextOf(changed));
    }
    return ResponseEntity.noContent().build();
  }

  private static SecurityContext contextOf(Account account) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            new SignedIn(account.name(), account.passwordSetAt()), null, java.util.List.of()));
    return context;
  }
}
