package io.rivulet.event;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One accepted event, as it stands in Kafka and, one a line, in the lake. The JSON names are the
 * component names in snake_case; an absent member means "not known". All times are UTC and are
 * truncated to microseconds, the resolution of DuckDB and PostgreSQL, so that every stage computes
 * with the same instant.
 *
 * @param eventId the client's message id, or a hash of the event where the client sent none; unique
 *     within the project: events with the same id are one event
 * @param project id of the project whose write key the request carried
 * @param name event name of a track, page or screen name; absent for the other types
 * @param instanceId the installation that sent it (anonymousId, appInstanceId); absent for events
 *     that know only a user
 * @param userId the signed-in user, where the event itself carries one
 * @param occurredAt when it happened, corrected for the client's clock; see {@code
 *     clockCorrectionMs}
 * @param receivedAt when the collector took the request
 * @param sentAt when the client says it sent the request
 * @param originalTimestamp when it happened by the client's own clock
 * @param clockCorrectionMs what was added to the client's time to get {@code occurredAt}, in
 *     milliseconds; absent when nothing was
 * @param clockCorrectionReason why: {@code client_clock} or {@code in_the_future}
 * @param protocol how it came: {@code segment}, {@code revolt} or {@code pixel}
 * @param sessionId deterministic id of the session, see {@link SessionRule#sessionId}; absent
 *     before the sessionizer
 * @param sessionStart time of the session's first event
 * @param sessionIndex 0-based place of the event within its session
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, emptyDefaultForOptional = false)
@JsonPropertyOrder({"event_id", "project", "type", "name", "instance_id", "user_id"})
public record Event(
    String eventId,
    String project,
    EventType type,
    @Nullable String name,
    @Nullable String instanceId,
    @Nullable String userId,
    @Nullable String groupId,
    @Nullable String previousId,
    Instant occurredAt,
    Instant receivedAt,
    @Nullable Instant sentAt,
    @Nullable Instant originalTimestamp,
    @Nullable Long clockCorrectionMs,
    @Nullable String clockCorrectionReason,
    String protocol,
    @Nullable Library library,
    @Nullable App app,
    @Nullable Device device,
    @Nullable Os os,
    @Nullable Browser browser,
    @Nullable Screen screen,
    @Nullable String locale,
    @Nullable String language,
    @Nullable String timezone,
    @Nullable String ip,
    @Nullable String country,
    @Nullable String city,
    @Nullable String userAgent,
    @Nullable Boolean isBot,
    @Nullable Page page,
    @Nullable Campaign campaign,
    @Nullable JsonNode context,
    @Nullable JsonNode properties,
    @Nullable JsonNode traits,
    @Nullable JsonNode integrations,
    @Nullable String sessionId,
    @Nullable Instant sessionStart,
    @Nullable Integer sessionIndex) {

  public Event {
    Objects.requireNonNull(eventId, "event_id");
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(protocol, "protocol");
    occurredAt = Objects.requireNonNull(occurredAt, "occurred_at").truncatedTo(ChronoUnit.MICROS);
    receivedAt = Objects.requireNonNull(receivedAt, "received_at").truncatedTo(ChronoUnit.MICROS);
    sentAt = micros(sentAt);
    originalTimestamp = micros(originalTimestamp);
    sessionStart = micros(sessionStart);
    if (instanceId == null && userId == null) {
      throw new IllegalArgumentException(
          "event " + eventId + " of project " + project + " has neither instance_id nor user_id");
    }
  }

  /** Who did it, in the sense in which sessions are counted. */
  public Actor actor() {
    return instanceId != null
        ? new Actor(project, Actor.Kind.INSTANCE, instanceId)
        : new Actor(project, Actor.Kind.USER, Objects.requireNonNull(userId));
  }

  /** How long the event was under way before the collector had it; never negative. */
  public Duration lateness() {
    Duration lateness = Duration.between(occurredAt, receivedAt);
    return lateness.isNegative() ? Duration.ZERO : lateness;
  }

  private static @Nullable Instant micros(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
  }

  /** The SDK that sent the event. */
  public record Library(@Nullable String name, @Nullable String version) {}

  /** The customer's own application. */
  public record App(
      @Nullable String name,
      @Nullable String version,
      @Nullable String build,
      @Nullable String namespace) {}

  /**
   * The hardware.
   *
   * @param type {@code mobile}, {@code tablet}, {@code desktop}, {@code tv}, {@code bot}, {@code
   *     server} (a program on a server: reports do not count it as a device) or what the client
   *     said
   */
  public record Device(
      @Nullable String id,
      @Nullable String type,
      @Nullable String manufacturer,
      @Nullable String model,
      @Nullable String advertisingId) {}

  /** The operating system. */
  public record Os(@Nullable String name, @Nullable String version) {}

  /** The browser, where there is one. */
  public record Browser(@Nullable String name, @Nullable String version) {}

  /** The screen: width and height in pixels, density in pixels per point. */
  public record Screen(
      @Nullable Integer width, @Nullable Integer height, @Nullable Double density) {}

  /** The page that was looked at. */
  public record Page(
      @Nullable String url,
      @Nullable String path,
      @Nullable String referrer,
      @Nullable String title,
      @Nullable String search) {}

  /** The campaign that led here, as the utm parameters name it. */
  public record Campaign(
      @Nullable String name,
      @Nullable String source,
      @Nullable String medium,
      @Nullable String term,
      @Nullable String content) {}
}
