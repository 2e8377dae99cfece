package io.rivulet.dashboard.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Whose request this is, as the account is now. */
@Component
public class CurrentAccount {

  /** How long somebody whom a provider knows is signed in, however busy. */
  static final Duration MEMBER_FOR_AT_MOST = Duration.ofHours(12);

  private final Accounts accounts;

  CurrentAccount(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The account of a request that was let through to an answer that needs one. */
  public Account get() {
    return find().orElseThrow(() -> new IllegalStateException("nobody is signed in"));
  }

  Optional<Account> find() {
    return of(SecurityContextHolder.getContext().getAuthentication());
  }

  /** Empty where nobody signed in, or with a password or an account that is no more. */
  Optional<Account> of(@Nullable Authentication authentication) {
    if (authentication != null && authentication.getPrincipal() instanceof ProviderMember member) {
      // What the provider has taken from them since, only a new sign-in tells.
      return Optional.of(member.account())
          .filter(
              account -> Instant.now().isBefore(account.passwordSetAt().plus(MEMBER_FOR_AT_MOST)));
    }
    return authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn
        ? accounts
            .find(signedIn.name())
            .filter(account -> account.passwordSetAt().equals(signedIn.passwordSetAt()))
        : Optional.empty();
  }
}
