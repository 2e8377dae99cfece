package io.rivulet.dashboard.access;

import static io.rivulet.dashboard.access.AccessRules.Verdict.GRANTED;
import static io.rivulet.dashboard.access.AccessRules.Verdict.NOT_ALLOWED;
import static io.rivulet.dashboard.access.AccessRules.Verdict.PASSWORD_CHANGE_REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.dashboard.access.AccessRules.Verdict;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {

  @ParameterizedTest
  @CsvSource({
    "viewer, shop, /api/overview, shop, GRANTED",
    "viewer, shop, /api/overview, blog, NOT_ALLOWED",
    "viewer, *, /api/overview, blog, GRANTED",
    "viewer, shop, /api/reports/sessions, shop, NOT_ALLOWED",
    "viewer, shop, /api/reports/churn, shop, GRANTED",
    "viewer, shop, /api/reports/churn-persons, shop, NOT_ALLOWED",
    "analyst, shop, /api/reports/churn-persons, shop, GRANTED",
    "viewer, shop, /api/models/churn/runs/1/trials, shop, GRANTED",
    "viewer, shop, /api/models/churn/runs/1/trials, blog, NOT_ALLOWED",
    "analyst, shop, /api/reports/sessions, shop, GRANTED",
    "viewer, shop, /api/reports/segments, shop, GRANTED",
    "viewer, shop, /api/reports/segment-persons, shop, NOT_ALLOWED",
    "viewer, shop, /api/reports/recommendations, shop, NOT_ALLOWED",
    "analyst, shop, /api/reports/recommendations, shop, GRANTED",
    "analyst, shop, /api/reports/sessions, blog, NOT_ALLOWED",
    "analyst, shop, /api/reports/sessions/one, shop, GRANTED",
    "admin, *, /api/reports/sessions, blog, GRANTED",
    "analyst, *, /api/operations/runs, shop, NOT_ALLOWED",
    "admin, *, /api/operations/runs, shop, GRANTED",
    "analyst, *, /api/users, shop, NOT_ALLOWED",
    "analyst, *, /api/users/ann/roles, shop, NOT_ALLOWED",
    "admin, *, /api/users, shop, GRANTED",
  })
  void aRoleReachesWhatItIsFor(
      String role, String project, String path, String asked, Verdict expected) {
    assertThat(verdict(Map.of(project, Role.of(role)), path, asked)).isEqualTo(expected);
  }

  @Test
  void whatBelongsToNoProjectIsForWhoeverSignedIn() {
    assertThat(verdict(Map.of(), "/api/definitions")).isEqualTo(GRANTED);
    assertThat(verdict(Map.of(), "/api/users")).isEqualTo(NOT_ALLOWED);
  }

  @Test
  void twoProjectsAtOnceAreRefused() {
    assertThat(verdict(Map.of("shop", Role.VIEWER), "/api/overview", "shop", "blog"))
        .isEqualTo(NOT_ALLOWED);
    assertThat(verdict(Map.of("*", Role.VIEWER), "/api/overview", "shop", "blog"))
        .isEqualTo(NOT_ALLOWED);
  }

  @Test
  void aOneTimePasswordIsGoodForItsChangeAlone() {
    Account fresh = account(Map.of("*", Role.ADMIN)).withPassword("hash", true, Instant.EPOCH);

    assertThat(AccessRules.verdict(fresh, "/api/session", null)).isEqualTo(GRANTED);
    assertThat(AccessRules.verdict(fresh, "/api/session/password", null)).isEqualTo(GRANTED);
    assertThat(AccessRules.verdict(fresh, "/api/projects", null))
        .isEqualTo(PASSWORD_CHANGE_REQUIRED);
    assertThat(AccessRules.verdict(fresh, "/api/users", null)).isEqualTo(PASSWORD_CHANGE_REQUIRED);
  }

  @Test
  void nobodyIsAdminOfOneProject() {
    assertThatThrownBy(() -> account(Map.of("shop", Role.ADMIN)))
        .hasMessageContaining("admin is a role of all projects");
  }

  private static Verdict verdict(Map<String, Role> roles, String path, String... projects) {
    return AccessRules.verdict(account(roles), path, projects.length == 0 ? null : projects);
  }

  private static Account account(Map<String, Role> roles) {
    return new Account("ann", "hash", false, Instant.EPOCH, roles);
  }
}
