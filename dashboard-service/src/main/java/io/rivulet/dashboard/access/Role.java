package io.rivulet.dashboard.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What somebody may do in a project; each role may do what those before it may. */
public enum Role {
  /** Sees the reports: figures about many people. */
  VIEWER,
  /** Also sees single persons, sessions and events, and the examples of the catalog. */
  ANALYST,
  /** Of all projects: also runs the jobs and says who may sign in. */
  ADMIN;

  boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Role of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException("role is none of viewer, analyst and admin");
  }
}
