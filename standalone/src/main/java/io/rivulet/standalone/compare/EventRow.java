package io.rivulet.standalone.compare;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the reference needs of one event. At least one of the two ids is there.
 *
 * @param name name of the event, page or screen; {@code (none)} where it has none
 */
record EventRow(
    String messageId,
    @Nullable String anonymousId,
    @Nullable String userId,
    String name,
    Instant occurredAt) {

  EventRow {
    if (anonymousId == null && userId == null) {
      throw new IllegalArgumentException("event " + messageId + " names nobody");
    }
  }

  /** Whose session it belongs to: the anonymousId where there is one, else the userId. */
  Actor actor() {
    return anonymousId != null
        ? new Actor(true, anonymousId)
        : new Actor(false, Objects.requireNonNull(userId));
  }

  /** The UTC day. */
  LocalDate day() {
    return LocalDate.ofInstant(occurredAt, ZoneOffset.UTC);
  }

  /**
   * An anonymousId or a userId; the same text as either is two actors.
   *
   * @param isInstance whether the id is an anonymousId
   */
  record Actor(boolean isInstance, String id) {
    @Override
    public String toString() {
      return (isInstance ? "instance " : "user ") + id;
    }
  }
}
