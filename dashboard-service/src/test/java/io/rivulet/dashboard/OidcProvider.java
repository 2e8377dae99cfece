package io.rivulet.dashboard;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

/** An OpenID provider with users and their groups, by Spring's authorization server. */
final class OidcProvider implements AutoCloseable {
  static final String CLIENT = "rivulet";
  static final String SECRET = "provider-secret";
  static final String PASSWORD = "a password of the provider";

  private final ConfigurableApplicationContext context;
  private final int port;

  private OidcProvider(ConfigurableApplicationContext context, int port) {
    this.context = context;
    this.port = port;
  }

  /**
   * @param dashboard where people come back to
   */
  static OidcProvider start(int port, URI dashboard) {
    return new OidcProvider(
        new SpringApplicationBuilder(Server.class)
            .properties("spring.config.name=none", "spring.jmx.enabled=false")
            .run(
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--provider.issuer=" + issuer(port),
                "--provider.back=" + dashboard.resolve("/login/oauth2/code/oidc")),
        port);
  }

  static String issuer(int port) {
    return "http://127.0.0.1:" + port;
  }

  URI address() {
    return URI.create(issuer(port));
  }

  @Override
  public void close() {
    context.close();
  }

  /** No {@code @Configuration}, by which the dashboard would find it and take it for its own. */
  @EnableWebSecurity
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class
  })
  static class Server {
    private static final Map<String, List<String>> GROUPS =
        Map.of("ann", List.of("staff", "shop-team"), "otto", List.of("admins"), "zoe", List.of());

    @Bean
    @Order(1)
    SecurityFilterChain provider(HttpSecurity http) throws Exception {
      OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
      return http.securityMatcher(server.getEndpointsMatcher())
          .with(server, s -> s.oidc(Customizer.withDefaults()))
          .authorizeHttpRequests(rules -> rules.anyRequest().authenticated())
          .exceptionHandling(
              e -> e.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
          .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain login(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(rules -> rules.anyRequest().authenticated())
          .formLogin(Customizer.withDefaults())
          .build();
    }

    @Bean
    static FilterRegistrationBean<jakarta.servlet.Filter> filter(
        jakarta.servlet.Filter springSecurityFilterChain) {
      FilterRegistrationBean<jakarta.servlet.Filter> registration =
          new FilterRegistrationBean<>(springSecurityFilterChain);
      registration.setOrder(-100);
      return registration;
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          GROUPS.keySet().stream()
              .map(name -> User.withUsername(name).password("{noop}" + PASSWORD).build())
              .toList());
    }

    @Bean
    RegisteredClientRepository clients(Environment settings) {
      return new InMemoryRegisteredClientRepository(
          RegisteredClient.withId(UUID.randomUUID().toString())
              .clientId(CLIENT)
              .clientSecret("{noop}" + SECRET)
              .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
              .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
              .redirectUri(settings.getRequiredProperty("provider.back"))
              .scope("openid")
              .scope("profile")
              .scope("email")
              .build());
    }

    @Bean
    JWKSource<SecurityContext> keys() throws JOSEException {
      return new ImmutableJWKSet<>(
          new JWKSet(new RSAKeyGenerator(2048).keyID("provider").generate()));
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
      return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> groups() {
      return token -> {
        if (OidcParameterNames.ID_TOKEN.equals(token.getTokenType().getValue())) {
          Authentication who = Objects.requireNonNull(token.<Authentication>getPrincipal());
          String name = who.getName();
          token.getClaims().claim("groups", GROUPS.getOrDefault(name, List.of()));
          token.getClaims().claim("email", name + "@example.com");
        }
      };
    }

    @Bean
    AuthorizationServerSettings settings(Environment settings) {
      return AuthorizationServerSettings.builder()
          .issuer(settings.getRequiredProperty("provider.issuer"))
          .build();
    }
  }
}
