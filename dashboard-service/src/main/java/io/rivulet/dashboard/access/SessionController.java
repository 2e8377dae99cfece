package io.rivulet.dashboard.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
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

  SessionController(CurrentAccount current, AccountDesk desk) {
    this.current = current;
    this.desk = desk;
  }

  /** What the page has to know of its reader. */
  record Session(String name, boolean mustChangePassword, Map<String, Role> roles) {}

  record PasswordChange(String present, String next) {}

  @GetMapping("/api/session")
  Session session() {
    Account account = current.get();
    return new Session(account.name(), account.mustChangePassword(), account.roles());
  }

  /** Other browsers that are signed in with the old password are signed out by it. */
  @PutMapping("/api/session/password")
  ResponseEntity<Void> changePassword(
      @RequestBody PasswordChange change, HttpServletRequest request) {
    Account changed = desk.changePassword(current.get().name(), change.present(), change.next());
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
