package io.rivulet.dashboard.access;

import java.util.List;
import java.util.Map;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * Somebody whom the provider knows, with the account that its claims make as long as they stay. Of
 * the provider's token nothing is kept but whom it was about: sessions are written down over a
 * restart.
 */
final class ProviderMember extends DefaultOidcUser {
  private static final long serialVersionUID = 2;

  private final Account account;

  ProviderMember(OidcUser user, Account account) {
    super(
        List.of(),
        new OidcIdToken("not kept", null, null, Map.of(IdTokenClaimNames.SUB, user.getSubject())));
    this.account = account;
  }

  Account account() {
    return account;
  }
}
