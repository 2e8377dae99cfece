package io.rivulet.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
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

  @Test
  void ofTheProvidersTokenNothingIsWrittenDown(@TempDir Path folder) throws Exception {
    OidcIdToken token =
        OidcIdToken.withTokenValue("a-token").subject("ann").claim("phone", "1").build();
    Account account = new Account("ann", "", false, Instant.now(), Map.of("shop", Role.VIEWER));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ProviderMember(new DefaultOidcUser(List.of(), token), account));
    }

    Object member =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(
            new CurrentAccount(Accounts.open(folder))
                .of(new TestingAuthenticationToken(member, null)))
        .contains(account);
    assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain("a-token", "phone");
  }
}
