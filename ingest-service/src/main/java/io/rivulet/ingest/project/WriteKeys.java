package io.rivulet.ingest.project;

import io.rivulet.event.project.Project;
import io.rivulet.event.project.Projects;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
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
      project.writeKeys().forEach(key -> byKeyDigest.put(digest(key), project));
      String secret = project.revoltSecret();
      if (secret != null && !secret.isBlank()) {
        byRevoltDigest.put(digest(project.id() + ':' + secret), project);
      }
    }
  }

  /** The project that has this write key; null when none has. */
  public @Nullable Project ofKey(@Nullable String key) {
    return key == null ? null : byKeyDigest.get(digest(key));
  }

  /** The project of these Revolt credentials; null when they are none's. */
  public @Nullable Project ofRevolt(String trackingId, String secret) {
    return byRevoltDigest.get(digest(trackingId + ':' + secret));
  }

  private static String digest(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
