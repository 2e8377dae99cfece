package io.rivulet.ingest.project;

import io.rivulet.event.Sha256;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.Projects;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the project of a key. Keys are compared by their SHA-256, so that the time a comparison
 * takes tells nothing about a key.
 */
public final class WriteKeys {
  private final Map<String, Project> byKeyDigest = new HashMap<>();
  private final Map<String, Project> byRevoltDigest = new HashMap<>();

  WriteKeys(Projects projects) {
    for (Project project : projects.projects()) {
      project.writeKeys().forEach(key -> byKeyDigest.put(Sha256.hex(key), project));
      String secret = project.revoltSecret();
      if (secret != null && !secret.isBlank()) {
        byRevoltDigest.put(Sha256.hex(project.id() + ':' + secret), project);
      }
    }
  }

  /** The project that has this write key; null when none has. */
  public @Nullable Project ofKey(@Nullable String key) {
    return key == null ? null : byKeyDigest.get(Sha256.hex(key));
  }

  /** The project of these Revolt credentials; null when they are none's. */
  public @Nullable Project ofRevolt(String trackingId, String secret) {
    return byRevoltDigest.get(Sha256.hex(trackingId + ':' + secret));
  }
}
