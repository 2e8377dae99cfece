package io.rivulet.dashboard.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which roles a value of the provider's claim gives.
 *
 * <p>Example: {@code analytics-admins=admin; shop-team=analyst:shop; example.com=viewer:*} makes of
 * the groups {@code [shop-team, staff]} an analyst of project shop and nothing else.
 *
 * @param claim of the id token or the user's info: its whole name, or names parted by dots, such as
 *     {@code groups} or {@code resource_access.rivulet.roles}; its value is a text or a list of
 *     texts. Addresses ({@code email}) are the same in upper and lower case
 * @param grants in the order of the setting; several may be of one value
 */
record ProviderRoles(String claim, List<Grant> grants) {

  /** A role that a value of the claim gives. */
  record Grant(String value, String project, Role role) {}

  private static final Pattern GRANT =
      Pattern.compile("(?<value>[^;]+)=(?<role>viewer|analyst|admin)(:(?<project>[^:=;]+))?");

  ProviderRoles {
    grants = List.copyOf(grants);
  }

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException naming the part that is none
   */
  static ProviderRoles of(String claim, String mapping) {
    List<Grant> grants = new ArrayList<>();
    for (String part : mapping.split(";", -1)) {
      if (!part.isBlank()) {
        grants.add(grant(part.strip()));
      }
    }
    return new ProviderRoles(claim, grants);
  }

  private static Grant grant(String part) {
    Matcher found = GRANT.matcher(part);
    if (!found.matches()) {
      throw wrong(part);
    }
    Role role = Role.of(found.group("role"));
    @Nullable String project = found.group("project");
    if ((project == null) != (role == Role.ADMIN)
        || (project != null && !Account.isProject(project.strip()))) {
      throw wrong(part);
    }
    return new Grant(
        found.group("value").strip(),
        project == null ? Account.ALL_PROJECTS : project.strip(),
        role);
  }

  private static IllegalArgumentException wrong(String part) {
    return new IllegalArgumentException(
        "RIVULET_OIDC_ROLES has '%s', which is none of value=viewer:project, value=analyst:project (* for all projects) and value=admin"
            .formatted(part));
  }

  /** The roles by project that the claims give, the highest of each; empty for none. */
  Map<String, Role> of(Map<String, Object> claims) {
    Collection<String> values = values(claims);
    Map<String, Role> roles = new TreeMap<>();
    for (Grant grant : grants) {
      if (values.stream().anyMatch(value -> isSame(value, grant.value()))) {
        roles.merge(grant.project(), grant.role(), (a, b) -> a.covers(b) ? a : b);
      }
    }
    return roles;
  }

  private boolean isSame(String value, String granted) {
    return claim.equals("email") ? value.equalsIgnoreCase(granted) : value.equals(granted);
  }

  private Collection<String> values(Map<String, Object> claims) {
    @Nullable Object found = claims.get(claim);
    if (found == null) {
      found = claims;
      for (String name : claim.split("\\.", -1)) {
        found = found instanceof Map<?, ?> members ? members.get(name) : null;
      }
    }
    if (found instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).toList();
    }
    return found instanceof String one ? List.of(one) : List.of();
  }
}
