package io.rivulet.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why a request or an event was refused: the closed list that answers, metric tags, quarantine
 * lines and the report column share. The wire name is the constant's name in lower case.
 */
public enum RejectionReason {
  /** The body, or what came out of decompression, is not JSON. */
  INVALID_JSON,
  /** The body is JSON but not of the shape that its route takes. */
  INVALID_BODY,
  /** The body says it is compressed but cannot be decompressed. */
  INVALID_ENCODING,
  /** The body is larger, or inflates to more, than a request may. */
  REQUEST_TOO_LARGE,
  /** No write key, or one that no project has. */
  UNKNOWN_KEY,
  /** The request comes from a web page whose origin the project does not allow. */
  ORIGIN_NOT_ALLOWED,
  /** A batch without events. */
  EMPTY_BATCH,
  /** The event lies beyond the number of events that a request may carry. */
  TOO_MANY_EVENTS,
  /** The event is longer than an event may be. */
  EVENT_TOO_LARGE,
  /** The event is not a JSON object. */
  INVALID_EVENT,
  /** Neither the event nor the route says of which type it is. */
  MISSING_TYPE,
  /** The type is none of the six. */
  UNKNOWN_TYPE,
  /** A track without an event name. */
  MISSING_NAME,
  /** Neither userId nor anonymousId. */
  MISSING_ID,
  /** A timestamp that is no time. */
  INVALID_TIMESTAMP,
  /** The event is not as the project's tracking plan has it. */
  PLAN_VIOLATION;

  /**
   * The reason of that {@link #wireName}.
   *
   * @throws IllegalArgumentException naming all of them when it is none
   */
  public static RejectionReason of(String wireName) {
    return Arrays.stream(values())
        .filter(reason -> reason.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is none of %s"
                        .formatted(
                            wireName,
                            Arrays.stream(values())
                                .map(RejectionReason::wireName)
                                .collect(Collectors.joining(", ")))));
  }

  /** The name in answers, metrics, quarantine lines and reports. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
