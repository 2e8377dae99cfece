package io.rivulet.dashboard.access;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Compares name and password with the accounts, for the page and for scripts alike. */
class PasswordSignIn implements AuthenticationProvider {

  private static final int MAX_NAME_LENGTH = 64;

  private final Accounts accounts;
  private final Passwords passwords;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final SignInLimit limit = new SignInLimit();

  PasswordSignIn(Accounts accounts, Passwords passwords, Clock clock, MeterRegistry metrics) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.clock = clock;
    this.metrics = metrics;
    List.of("succeeded", "refused", "slowed").forEach(this::counter);
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    String name = attempt.getName().toLowerCase(Locale.ROOT);
    if (name.length() > MAX_NAME_LENGTH) {
      throw refused();
    }
    String address = addressOf(attempt);
    Duration wait = limit.begin(name, address, clock.instant());
    if (!wait.isZero()) {
      counter("slowed").increment();
      throw new TooManyAttemptsException(wait);
    }
    Account account = matching(name, String.valueOf(attempt.getCredentials())).orElse(null);
    if (account == null) {
      throw refused();
    }
    limit.succeeded(name, address);
    counter("succeeded").increment();
    return UsernamePasswordAuthenticationToken.authenticated(
        new SignedIn(account.name(), account.passwordSetAt()), null, List.of());
  }

  private Optional<Account> matching(String name, String password) {
    Optional<Account> account = accounts.find(name);
    if (account.isEmpty()) {
      passwords.matchNobody(password);
    }
    return account.filter(found -> passwords.matches(password, found.passwordHash()));
  }

  private BadCredentialsException refused() {
    counter("refused").increment();
    return new BadCredentialsException("name or password is wrong");
  }

  private io.micrometer.core.instrument.Counter counter(String outcome) {
    return metrics.counter("rivulet.dashboard.sign.ins", "outcome", outcome);
  }

  private static String addressOf(Authentication attempt) {
    @Nullable Object details = attempt.getDetails();
    return details instanceof WebAuthenticationDetails web
        ? SignInLimit.network(String.valueOf(web.getRemoteAddress()))
        : "unknown";
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }
}
