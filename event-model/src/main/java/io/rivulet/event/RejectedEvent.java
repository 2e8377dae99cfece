package io.rivulet.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One refused event or request, as it stands in Kafka and, one a line, in the quarantine.
 *
 * @param project the project of the write key; {@link #UNKNOWN_PROJECT} when no key was recognised
 * @param receivedAt when the collector took the request, UTC, microseconds
 * @param message one sentence for the developer who sent it; names the value and the limit
 * @param eventId the client's message id, where one could be read
 * @param index 0-based place of the event in its batch; absent when a whole request was refused
 * @param raw the refused text, cut at a bound that the collector documents
 */
public record RejectedEvent(
    String project,
    Instant receivedAt,
    RejectionReason reason,
    String message,
    String protocol,
    @Nullable String eventId,
    @Nullable Integer index,
    @Nullable String raw) {

  /** Stands for the project where no write key was recognised; no real project may have this id. */
  public static final String UNKNOWN_PROJECT = "_unknown";

  public RejectedEvent {
    Objects.requireNonNull(project, "project");
    receivedAt = Objects.requireNonNull(receivedAt, "received_at").truncatedTo(ChronoUnit.MICROS);
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(protocol, "protocol");
  }
}
