package io.rivulet.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

class CurrentAccountTest {

  /** What the account of somebody is whom the provider knows, so long after their sign-in. */
  private static Optional<Account> after(Path folder, Duration signedInFor) {
    Account account =
        new Account(
            "ann", "", false, Instant.now().minus(signedInFor), Map.of("shop", Role.VIEWER));
    OidcIdToken token = OidcIdToken.withTokenValue("token").subject("ann").build();
    ProviderMember member = new ProviderMember(new DefaultOidcUser(List.of(), token), account);
    return new CurrentAccount(Accounts.open(folder))
        .of(new TestingAuthenticationToken(member, null));
  }

  @Test
  void whoTheProviderKnowsMustSignInAgainAfterHalfADayHoweverBusy(@TempDir Path folder) {
    assertThat(after(folder, Duration.ofHours(11))).isPresent();
    assertThat(after(folder, Duration.ofHours(12))).isEmpty();
  }
}
