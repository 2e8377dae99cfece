package io.rivulet.dashboard.access;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Signing in with an OpenID provider, beside the accounts of this dashboard. */
final class ProviderSignIn {
  private static final Logger log = LoggerFactory.getLogger(ProviderSignIn.class);

  /** Names the provider in the addresses of the sign-in; the provider knows the second one. */
  static final String REGISTRATION = "oidc";

  private static final String NO_ROLE = "no_role";

  private final OidcSettings settings;
  private final ProviderRoles roles;
  private final String secret;
  private final MeterRegistry metrics;
  private @Nullable ClientRegistration known;

  ProviderSignIn(OidcSettings settings, MeterRegistry metrics) {
    this.settings = settings;
    this.roles = ProviderRoles.of(settings.rolesClaim(), settings.roles());
    this.secret = settings.clientSecret();
    this.metrics = metrics;
  }

  /** How Spring Security does it; the provider is asked for its addresses at the first sign-in. */
  void configure(OAuth2LoginConfigurer<HttpSecurity> login) {
    login
        .clientRegistrationRepository(this::registration)
        // the tokens are good for nothing once it is known who came
        .authorizedClientRepository(new ForgetfulClients())
        .userInfoEndpoint(info -> info.oidcUserService(this::member))
        .successHandler(
            (request, response, who) -> {
              count("succeeded");
              response.sendRedirect("/");
            })
        .failureHandler(
            (request, response, failure) -> {
              count("refused");
              response.sendRedirect("/?sign_in=" + reason(failure));
            });
  }

  private synchronized @Nullable ClientRegistration registration(String id) {
    if (known == null && id.equals(REGISTRATION)) {
      known = lookedUp();
    }
    return id.equals(REGISTRATION) ? known : null;
  }

  private ClientRegistration lookedUp() {
    return ClientRegistrations.fromIssuerLocation(settings.issuer())
        .registrationId(REGISTRATION)
        .clientId(settings.clientId())
        .clientSecret(secret)
        .scope("openid", "profile", "email")
        .build();
  }

  private ProviderMember member(OidcUserRequest request) {
    OidcUser user = new OidcUserService().loadUser(request);
    if (roles.claim().equals("email") && !Boolean.TRUE.equals(user.getEmailVerified())) {
      throw refused("the e-mail address is not verified");
    }
    Map<String, Role> given = roles.of(user.getClaims());
    if (given.isEmpty()) {
      throw refused("no value of claim " + roles.claim() + " gives a role");
    }
    return new ProviderMember(
        user,
        new Account(
            name(user),
            "",
            false,
            Objects.requireNonNullElse(user.getIssuedAt(), Instant.EPOCH),
            given));
  }

  /** The first of the names that is one here. */
  private static String name(OidcUser user) {
    return Stream.of(user.getEmail(), user.getPreferredUsername(), user.getSubject())
        .filter(Objects::nonNull)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(Account::isName)
        .findFirst()
        .orElse("somebody");
  }

  private static OAuth2AuthenticationException refused(String why) {
    return new OAuth2AuthenticationException(new OAuth2Error(NO_ROLE, why, null));
  }

  private static String reason(AuthenticationException failure) {
    if (failure instanceof OAuth2AuthenticationException refused
        && refused.getError().getErrorCode().equals(NO_ROLE)) {
      return NO_ROLE;
    }
    log.warn("the sign-in with the provider failed: {}", failure.getMessage());
    return "failed";
  }

  private void count(String outcome) {
    metrics.counter("rivulet.dashboard.sign.ins", "outcome", outcome).increment();
  }
}
