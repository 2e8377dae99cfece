package io.rivulet.event;

import java.util.Objects;

/**
 * Whose events form sessions: an instance where the event names one, else a user. An instance and a
 * user of the same name are two actors.
 *
 * @param id the instance_id or user_id itself
 */
public record Actor(String project, Kind kind, String id) {

  /** Which of the two ids names the actor. */
  public enum Kind {
    INSTANCE,
    USER;

    /** One letter, used inside keys. */
    char letter() {
      return this == INSTANCE ? 'i' : 'u';
    }
  }

  public Actor {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
  }

  /**
   * The key of this actor's records in Kafka, so that all its events pass one partition in order:
   * {@code project|i:instance} or {@code project|u:user}.
   */
  public String recordKey() {
    return recordKeys(project, kind) + id;
  }

  /** What the keys of a project's actors of one kind begin with; the id follows. */
  public static String recordKeys(String project, Kind kind) {
    return project + '|' + kind.letter() + ':';
  }
}
