package io.rivulet.dashboard.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Who may ask what of the API. The project is always in parameter {@code project}, so that it is
 * looked at here, before any answer is made, and forgotten nowhere.
 */
class AccessRules implements AuthorizationManager<RequestAuthorizationContext> {

  /** What an account may ask that has yet to change its one-time password. */
  private static final List<String> OWN_ACCOUNT = List.of("/api/session", "/api/session/password");

  private static final List<String> ADMINS = List.of("/api/users", "/api/operations");

  /** Single persons, sessions and events. */
  private static final List<String> ANALYSTS =
      List.of(
          "/api/reports/sessions",
          "/api/reports/person",
          "/api/reports/segment-persons",
          "/api/reports/churn-persons",
          "/api/reports/recommendations",
          "/api/find",
          "/api/catalog",
          "/api/live");

  private final CurrentAccount current;

  AccessRules(CurrentAccount current) {
    this.current = current;
  }

  /** The path is the decoded one, by which the answer is chosen too: %75sers is users. */
  @Override
  public Verdict authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    HttpServletRequest request = context.getRequest();
    return current
        .of(authentication.get())
        .map(
            account ->
                verdict(account, request.getServletPath(), request.getParameterValues("project")))
        .orElse(Verdict.SIGN_IN_REQUIRED);
  }

  static Verdict verdict(Account account, String path, String @Nullable [] projects) {
    if (OWN_ACCOUNT.contains(path)) {
      return Verdict.GRANTED;
    }
    if (account.mustChangePassword()) {
      return Verdict.PASSWORD_CHANGE_REQUIRED;
    }
    if (isBelow(ADMINS, path)) {
      return account.isAdmin() ? Verdict.GRANTED : Verdict.NOT_ALLOWED;
    }
    Role needed = isBelow(ANALYSTS, path) ? Role.ANALYST : Role.VIEWER;
    if (projects == null) {
      // what belongs to no project is everybody's; what does answers that the parameter is missing
      return Verdict.GRANTED;
    }
    return projects.length == 1 && account.may(needed, projects[0])
        ? Verdict.GRANTED
        : Verdict.NOT_ALLOWED;
  }

  private static boolean isBelow(List<String> roots, String path) {
    return roots.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }

  /** The answer, with the reason of a refusal in one word. */
  enum Verdict implements AuthorizationResult {
    GRANTED,
    SIGN_IN_REQUIRED,
    PASSWORD_CHANGE_REQUIRED,
    NOT_ALLOWED;

    @Override
    public boolean isGranted() {
      return this == GRANTED;
    }
  }
}
