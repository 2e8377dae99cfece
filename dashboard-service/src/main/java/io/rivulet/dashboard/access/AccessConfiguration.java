package io.rivulet.dashboard.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.dashboard.http.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.EnumSet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.boot.web.server.servlet.Session;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Security over the API; the pages and their scripts are everybody's, for they hold no
 * figure. Boot's own configuration of it is not on the class path (see pom.xml).
 */
@Configuration
@EnableWebSecurity
@EnableConfigurationProperties(OidcSettings.class)
class AccessConfiguration {

  private final JsonMapper json;

  AccessConfiguration(JsonMapper json) {
    this.json = json;
  }

  @Bean
  static Accounts accounts(@Value("${rivulet.access.directory}") Path folder) {
    return Accounts.open(folder);
  }

  @Bean
  static AccountDesk accountDesk(
      Accounts accounts, @Value("${rivulet.access.directory}") Path folder) {
    AccountDesk desk =
        new AccountDesk(
            accounts, new Passwords(), Clock.systemUTC(), folder.resolve("first-password"));
    desk.requireAnAdmin();
    return desk;
  }

  /**
   * Who is signed in stays so over a restart: Tomcat writes the sessions down when it stops and
   * takes the file away when it starts. Their ids open the dashboard, so the folder is the owner's.
   */
  @Bean
  static WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> keptSessions(
      @Value("${rivulet.access.directory}") Path folder) {
    return server -> {
      Session sessions = server.getSettings().getSession();
      sessions.setPersistent(true);
      sessions.setStoreDir(privateFolder(folder.resolve("sessions")).toFile());
    };
  }

  private static Path privateFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder " + folder, e);
    }
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      Accounts accounts,
      CurrentAccount current,
      OidcSettings oidc,
      MeterRegistry metrics)
      throws Exception {
    if (oidc.isOn()) {
      http.oauth2Login(new ProviderSignIn(oidc, metrics)::configure);
    }
    return http.authenticationProvider(
            new PasswordSignIn(accounts, new Passwords(), Clock.systemUTC(), metrics))
        .authorizeHttpRequests(
            rules ->
                rules
                    // the rest of an answer that was granted, or its failure
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers("/api/sign-in-ways")
                    .permitAll()
                    .requestMatchers("/api/**")
                    .access(new AccessRules(current))
                    .anyRequest()
                    .permitAll())
        .formLogin(
            form ->
                form.loginProcessingUrl("/api/sign-in")
                    .usernameParameter("name")
                    .passwordParameter("password")
                    .successHandler((request, response, who) -> response.setStatus(204))
                    .failureHandler((request, response, failure) -> refuse(response, failure)))
        .httpBasic(
            basic ->
                basic.authenticationEntryPoint(
                    (request, response, failure) -> refuse(response, failure)))
        .logout(
            out ->
                out.logoutUrl("/api/sign-out")
                    .logoutSuccessHandler((request, response, who) -> response.setStatus(204)))
        .exceptionHandling(
            refusals ->
                refusals
                    .authenticationEntryPoint((request, response, failure) -> signInFirst(response))
                    .accessDeniedHandler((request, response, why) -> deny(response, why)))
        // A browser sends no Authorization of its own accord, because it is never asked for one.
        .csrf(
            csrf ->
                csrf.spa()
                    .ignoringRequestMatchers(
                        request -> request.getHeader(HttpHeaders.AUTHORIZATION) != null))
        // ResponseHeadersFilter sets them, for the answers that do not come this far too.
        .headers(HeadersConfigurer::disable)
        .requestCache(cache -> cache.disable())
        .build();
  }

  /** Before anything that answers, after the headers. */
  @Bean
  static FilterRegistrationBean<jakarta.servlet.Filter> securityFilter(
      jakarta.servlet.Filter springSecurityFilterChain) {
    FilterRegistrationBean<jakarta.servlet.Filter> registration =
        new FilterRegistrationBean<>(springSecurityFilterChain);
    registration.setOrder(-100);
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    return registration;
  }

  private void refuse(HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (failure instanceof TooManyAttemptsException slowed) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(slowed.waitSeconds()));
      answer(
          response,
          HttpStatus.TOO_MANY_REQUESTS,
          "too_many_attempts",
          "Too many attempts to sign in. The next one is looked at in %d seconds."
              .formatted(slowed.waitSeconds()));
      return;
    }
    answer(response, HttpStatus.UNAUTHORIZED, "wrong_password", "Name or password is wrong.");
  }

  private void deny(HttpServletResponse response, AccessDeniedException why) throws IOException {
    AccessRules.Verdict verdict =
        why instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof AccessRules.Verdict ours
            ? ours
            : null;
    if (verdict == null) {
      answer(
          response,
          HttpStatus.FORBIDDEN,
          "csrf",
          "The request does not come from this page: header X-XSRF-TOKEN is missing or old.");
      return;
    }
    switch (verdict) {
      case SIGN_IN_REQUIRED, GRANTED -> signInFirst(response);
      case PASSWORD_CHANGE_REQUIRED ->
          answer(
              response,
              HttpStatus.FORBIDDEN,
              "password_change_required",
              "The one-time password must be changed first.");
      case NOT_ALLOWED ->
          answer(
              response,
              HttpStatus.FORBIDDEN,
              "not_allowed",
              "Your role does not reach this. An admin can change that.");
    }
  }

  private void signInFirst(HttpServletResponse response) throws IOException {
    answer(response, HttpStatus.UNAUTHORIZED, "sign_in_required", "Sign in first.");
  }

  private void answer(HttpServletResponse response, HttpStatus status, String code, String message)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    json.writeValue(response.getOutputStream(), new Problem(code, message));
  }
}
