package io.rivulet.dashboard.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The provider that people may sign in with, under {@code rivulet.oidc}: none unless issuer, client
 * id and secret file are given.
 *
 * @param issuer its address, as its id tokens name it
 * @param clientSecretFile has the secret alone
 * @param name for the button, such as {@code Keycloak}
 * @param rolesClaim see {@link ProviderRoles}
 * @param roles see {@link ProviderRoles}
 */
@ConfigurationProperties("rivulet.oidc")
record OidcSettings(
    String issuer,
    String clientId,
    String clientSecretFile,
    String name,
    String rolesClaim,
    String roles) {

  OidcSettings {
    long given = Stream.of(issuer, clientId, clientSecretFile).filter(s -> !s.isBlank()).count();
    if (given != 0 && given != 3) {
      throw new IllegalArgumentException(
          "RIVULET_OIDC_ISSUER, RIVULET_OIDC_CLIENT_ID and RIVULET_OIDC_CLIENT_SECRET_FILE belong together; one is missing");
    }
  }

  boolean isOn() {
    return !issuer.isBlank();
  }

  String clientSecret() {
    try {
      return Files.readString(Path.of(clientSecretFile)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "RIVULET_OIDC_CLIENT_SECRET_FILE cannot be read: " + clientSecretFile, e);
    }
  }
}
