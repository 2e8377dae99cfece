package io.rivulet.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderRolesTest {

  private static Map<String, Role> roles(String claim, String mapping, Map<String, Object> claims) {
    return ProviderRoles.of(claim, mapping).of(claims);
  }

  @Test
  void theHighestRoleOfAProjectCounts() {
    assertThat(
            roles(
                "groups",
                "staff=viewer:*; shop-team=viewer:shop; seniors=analyst:shop; admins=admin",
                Map.of("groups", List.of("seniors", "shop-team", "staff", "others"))))
        .containsExactly(Map.entry("*", Role.VIEWER), Map.entry("shop", Role.ANALYST));
  }

  @Test
  void anAdminIsOneOfAllProjects() {
    assertThat(roles("hd", "example.com=admin", Map.of("hd", "example.com")))
        .containsExactly(Map.entry("*", Role.ADMIN));
  }

  @Test
  void aClaimMayLieWithinAnother() {
    assertThat(
            roles(
                "resource_access.rivulet.roles",
                "analyst=analyst:*",
                Map.of("resource_access", Map.of("rivulet", Map.of("roles", List.of("analyst"))))))
        .containsExactly(Map.entry("*", Role.ANALYST));
  }

  @Test
  void aClaimMayHaveDotsInItsNameAndAValueAnEqualsSign() {
    assertThat(
            roles(
                "https://example.com/roles",
                "cn=admins,ou=x=analyst:shop",
                Map.of("https://example.com/roles", List.of("cn=admins,ou=x"))))
        .containsExactly(Map.entry("shop", Role.ANALYST));
  }

  @Test
  void addressesAreTheSameInUpperAndLowerCase() {
    assertThat(roles("email", "Ann@example.com=viewer:shop", Map.of("email", "ann@Example.com")))
        .containsExactly(Map.entry("shop", Role.VIEWER));
  }

  @Test
  void nothingIsGivenByWhatIsNotNamed() {
    assertThat(roles("groups", "staff=viewer:*", Map.of("groups", List.of("staff2", "STAFF"))))
        .isEmpty();
    assertThat(roles("groups", "staff=viewer:*", Map.of("other", "staff"))).isEmpty();
    assertThat(roles("groups", "staff=viewer:*", Map.of("groups", Map.of("staff", 1)))).isEmpty();
    assertThat(roles("groups", "", Map.of("groups", "staff"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "staff",
        "staff=owner:shop",
        "staff=viewer",
        "staff=admin:shop",
        "=viewer:*",
        "a=viewer:b:c",
        "a=viewer:b,c",
        "a=viewer:B"
      })
  void whatIsNoGrantIsRefused(String mapping) {
    assertThatThrownBy(() -> ProviderRoles.of("groups", mapping))
        .hasMessageContaining("RIVULET_OIDC_ROLES has '" + mapping + "'");
  }
}
