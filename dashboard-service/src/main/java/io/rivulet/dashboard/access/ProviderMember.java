package io.rivulet.dashboard.access;

import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Somebody whom the provider knows, with the account that its claims make as long as they stay. */
final class ProviderMember extends DefaultOidcUser {
  private static final long serialVersionUID = 1;

  // sessions are in this process alone
  private final transient Account account;

  ProviderMember(OidcUser user, Account account) {
    super(user.getAuthorities(), user.getIdToken(), user.getUserInfo());
    this.account = account;
  }

  Account account() {
    return account;
  }
}
