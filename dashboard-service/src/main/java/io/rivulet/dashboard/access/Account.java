package io.rivulet.dashboard.access;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in.
 *
 * @param name lower case, without spaces; an e-mail address will do
 * @param passwordHash as Spring's delegating encoder writes it, beginning with the way it was made;
 *     empty for somebody whom a provider knows
 * @param mustChangePassword whether the password is a one-time one, good for nothing but changing
 *     it
 * @param passwordSetAt when the password was set; whoever signed in before is out. Of somebody whom
 *     a provider knows: when they signed in
 * @param roles role by project id; {@code *} is every project, also those to come
 */
public record Account(
    String name,
    String passwordHash,
    boolean mustChangePassword,
    Instant passwordSetAt,
    Map<String, Role> roles)
    implements Serializable {

  /** The project that stands for all. */
  public static final String ALL_PROJECTS = "*";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,63}");
  private static final Pattern PROJECT = Pattern.compile("\\*|[a-z0-9][a-z0-9_-]{0,63}");

  public Account {
    if (!NAME.matcher(name).matches()) {
      throw new AccountRefusedException(
          "bad_user",
          "a name has 1 to 64 of a-z, 0-9 and . _ @ + -, and begins with a letter or digit");
    }
    for (String project : roles.keySet()) {
      if (!PROJECT.matcher(project).matches()) {
        throw new AccountRefusedException(
            "bad_user", "roles are given by project id, or by * for all projects");
      }
    }
    if (roles.entrySet().stream()
        .anyMatch(role -> role.getValue() == Role.ADMIN && !role.getKey().equals(ALL_PROJECTS))) {
      throw new AccountRefusedException(
          "bad_user",
          "admin is a role of all projects (*): jobs and users belong to no single one");
    }
    roles = Map.copyOf(roles);
  }

  /** Whether an account may have the name. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether roles may be given by it: a project's id or the star. */
  static boolean isProject(String project) {
    return PROJECT.matcher(project).matches();
  }

  /** Whether the account may act in that role: in the project, or in all of them. */
  boolean may(Role needed, String project) {
    return covers(roles.get(project), needed) || covers(roles.get(ALL_PROJECTS), needed);
  }

  /** Whether the account may see the project at all. */
  public boolean maySee(String project) {
    return may(Role.VIEWER, project);
  }

  /** Whether it signs in with a password of this dashboard. */
  boolean hasPassword() {
    return !passwordHash.isEmpty();
  }

  boolean isAdmin() {
    return may(Role.ADMIN, ALL_PROJECTS);
  }

  Account withPassword(String hash, boolean mustChange, Instant setAt) {
    return new Account(name, hash, mustChange, setAt, roles);
  }

  Account withRoles(Map<String, Role> others) {
    return new Account(
        name, passwordHash, mustChangePassword, passwordSetAt, new TreeMap<>(others));
  }

  private static boolean covers(@Nullable Role held, Role needed) {
    return held != null && held.covers(needed);
  }
}
