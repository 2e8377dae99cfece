package io.rivulet.dashboard.access;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Signing in with an OpenID provider, beside the accounts of this dashboard. */
final class ProviderSignIn {
  private static final Logger log = LoggerFactory.getLogger(ProviderSignIn.class);

  /** Names the provider in the addresses of the sign-in; the provider knows the second one. */
  static final String REGISTRATION = "oidc";

  private static final String NO_ROLE = "no_role";

  /** How long nobody asks for the provider's addresses when it did not tell them. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private static final int LONGEST_REASON = 300;

  private final OidcSettings settings;
  private final ProviderRoles roles;
  private final String secret;
  private final MeterRegistry metrics;
  private final Lock asking = new ReentrantLock();
  private volatile @Nullable ClientRegistration known;
  private volatile long askAgainAt = System.nanoTime();

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
        .failureHandler(this::refuse)
        // the way to the provider, which has a handler of its own
        .addObjectPostProcessor(
            new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
              @Override
              public <T extends OAuth2AuthorizationRequestRedirectFilter> T postProcess(T filter) {
                filter.setAuthenticationFailureHandler(ProviderSignIn.this::refuse);
                return filter;
              }
            });
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    count("refused");
    response.sendRedirect("/?sign_in=" + reason(failure));
  }

  private @Nullable ClientRegistration registration(String id) {
    return id.equals(REGISTRATION) ? registration() : null;
  }

  /**
   * One request asks, and after a failure none for a while: a provider that does not answer keeps a
   * thread for a minute, and anybody may come here.
   */
  private ClientRegistration registration() {
    ClientRegistration found = known;
    if (found != null) {
      return found;
    }
    if (System.nanoTime() - askAgainAt < 0 || !asking.tryLock()) {
      throw new IllegalStateException("the provider did not tell its addresses a moment ago");
    }
    try {
      found = lookedUp();
      known = found;
      return found;
    } catch (RuntimeException e) {
      askAgainAt = System.nanoTime() + AFTER_FAILURE.toNanos();
      throw e;
    } finally {
      asking.unlock();
    }
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
      throw refused(user, "the e-mail address is not verified");
    }
    Map<String, Role> given = roles.of(user.getClaims());
    if (given.isEmpty()) {
      throw refused(user, "no value of claim " + roles.claim() + " gives a role");
    }
    return new ProviderMember(user, new Account(name(user), "", false, Instant.now(), given));
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

  private static OAuth2AuthenticationException refused(OidcUser user, String why) {
    log.info("{}, whom the provider knows, may not sign in: {}", name(user), why);
    return new OAuth2AuthenticationException(new OAuth2Error(NO_ROLE, why, null));
  }

  private static String reason(AuthenticationException failure) {
    if (failure instanceof OAuth2AuthenticationException refused
        && refused.getError().getErrorCode().equals(NO_ROLE)) {
      return NO_ROLE;
    }
    // Some of it may be the visitor's own words.
    String told = String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}", " ");
    log.warn(
        "the sign-in with the provider failed: {}",
        told.substring(0, Math.min(told.length(), LONGEST_REASON)));
    return "failed";
  }

  private void count(String outcome) {
    metrics.counter("rivulet.dashboard.sign.ins", "outcome", outcome).increment();
  }
}
