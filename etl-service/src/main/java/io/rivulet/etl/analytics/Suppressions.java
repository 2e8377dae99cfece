package io.rivulet.etl.analytics;

import io.rivulet.event.Sha256;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose events of a project are not curated, since they were erased. Of the ids only hashes are
 * kept: SHA-256 of the installation's salt, the project, {@code u} or {@code i} and the id.
 *
 * <p>{@code sql/preprocess/suppressed_line.sql} has the same rule.
 *
 * @param hashes of users and instances
 */
public record Suppressions(String project, String salt, Set<String> hashes) {

  public Suppressions {
    hashes = Set.copyOf(hashes);
  }

  /** The hash of a user's id. */
  public String ofUser(String id) {
    return Sha256.hex(salt + project + "|u|" + id);
  }

  /** The hash of an instance's id. */
  public String ofInstance(String id) {
    return Sha256.hex(salt + project + "|i|" + id);
  }

  /**
   * Whether an event is one of theirs: it names one of their users, as who did it or as who
   * somebody was before, or comes from an instance of theirs and names nobody.
   */
  public boolean cover(
      @Nullable String userId, @Nullable String instanceId, @Nullable String previousId) {
    if (hashes.isEmpty()) {
      return false;
    }
    return (userId != null && hashes.contains(ofUser(userId)))
        || (userId == null && instanceId != null && hashes.contains(ofInstance(instanceId)))
        || (previousId != null
            && (hashes.contains(ofUser(previousId)) || hashes.contains(ofInstance(previousId))));
  }
}
