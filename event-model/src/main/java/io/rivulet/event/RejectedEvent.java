package io.rivulet.event;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One refused event or request, as it stands in Kafka and, one a line, in the quarantine. From
 * {@code raw} on it holds what decoding had before it, so that the event can be sent again once the
 * cause is mended; absent means "not known", as in lines written before these members existed.
 *
 * @param project the project of the write key; {@link #UNKNOWN_PROJECT} when no key was recognised
 * @param receivedAt when the collector took the request, UTC, microseconds
 * @param message one sentence for the developer who sent it; names the value and the limit
 * @param eventId the client's message id, where one could be read
 * @param index 0-based place of the event in its batch; absent when a whole request was refused
 * @param raw the refused text, cut at a bound that the collector documents
 * @param isCut whether {@code raw} or {@code shared} is less than what was sent
 * @param shared JSON object of what the event's batch said for all its events: {@code context},
 *     {@code integrations}, {@code sentAt}; absent when it said nothing
 * @param route the path it was posted to, without what varies: {@code /v1/batch}, {@code /v1/track}
 * @param appInstanceId the installation that the path of a Revolt request names
 * @param sentAt header SentAt, as it came
 * @param isRetry whether the sender marked the request as sent again
 * @param ip the sender's address, as far as the project's policy keeps it
 * @param userAgent header User-Agent
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, emptyDefaultForOptional = false)
public record RejectedEvent(
    String project,
    Instant receivedAt,
    RejectionReason reason,
    String message,
    String protocol,
    @Nullable String eventId,
    @Nullable Integer index,
    @Nullable String raw,
    @Nullable Boolean isCut,
    @Nullable String shared,
    @Nullable String route,
    @Nullable String appInstanceId,
    @Nullable String sentAt,
    @Nullable Boolean isRetry,
    @Nullable String ip,
    @Nullable String userAgent) {

  /** Stands for the project where no write key was recognised; no real project may have this id. */
  public static final String UNKNOWN_PROJECT = "_unknown";

  /** What stands in {@code raw} before the Base64 of what is no text. */
  public static final String BASE64 = "base64:";

  public RejectedEvent {
    Objects.requireNonNull(project, "project");
    receivedAt = Objects.requireNonNull(receivedAt, "received_at").truncatedTo(ChronoUnit.MICROS);
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(protocol, "protocol");
  }

  /** One of which nothing is known but itself. */
  public RejectedEvent(
      String project,
      Instant receivedAt,
      RejectionReason reason,
      String message,
      String protocol,
      @Nullable String eventId,
      @Nullable Integer index,
      @Nullable String raw) {
    this(
        project,
        receivedAt,
        reason,
        message,
        protocol,
        eventId,
        index,
        raw,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
