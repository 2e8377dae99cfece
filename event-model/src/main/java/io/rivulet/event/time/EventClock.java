package io.rivulet.event.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when an event happened.
 *
 * <p>Worked example: a phone whose clock is ten minutes fast reports an event at 12:08 and sends it
 * at 12:10 by its clock, when it is 12:00. The skew, receivedAt minus sentAt, is -10 minutes; that
 * is beyond the dead-band, so the event happened at 11:58, with a correction of -600,000 ms for the
 * reason {@code client_clock}. Had the clock been two minutes fast, nothing would be corrected:
 * transit and retries cost minutes too, and they are no fault of the clock.
 */
public final class EventClock {
  /** Skews up to this are taken for transit and retries. */
  public static final Duration DEAD_BAND = Duration.ofSeconds(150);

  /** An event may lie this far after its receipt; what lies farther happened when received. */
  public static final Duration MAX_FUTURE = Duration.ofHours(1);

  /** Events before this carry a clock that was never set. */
  public static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");

  /** Reason of a correction by the skew between the client's clock and ours. */
  public static final String CLIENT_CLOCK = "client_clock";

  /** Reason of a correction because the event lay too far ahead. */
  public static final String IN_THE_FUTURE = "in_the_future";

  private EventClock() {}

  /**
   * When it happened and why we think so.
   *
   * @param correctionMillis what was added to the client's time; null when nothing was
   * @param correctionReason null when nothing was added
   */
  public record Decided(
      Instant occurredAt, @Nullable Long correctionMillis, @Nullable String correctionReason) {}

  /**
   * The client's skew in milliseconds, positive for a slow clock; 0 within the dead-band.
   *
   * @param sentAt when the client says it sent the request; null when it does not say
   */
  public static long skewMillis(@Nullable Instant sentAt, Instant receivedAt) {
    if (sentAt == null) {
      return 0;
    }
    long skew = receivedAt.toEpochMilli() - sentAt.toEpochMilli();
    return Math.abs(skew) > DEAD_BAND.toMillis() ? skew : 0;
  }

  /**
   * Applies the skew to the client's time and bounds the result.
   *
   * @param original when it happened by the client's clock
   * @return empty when the time lies before {@link #EARLIEST}
   */
  public static Optional<Decided> decide(Instant original, long skewMillis, Instant receivedAt) {
    Instant occurredAt = original.plusMillis(skewMillis);
    if (occurredAt.isAfter(receivedAt.plus(MAX_FUTURE))) {
      long correction = Duration.between(original, receivedAt).toMillis();
      return Optional.of(new Decided(receivedAt, correction, IN_THE_FUTURE));
    }
    if (occurredAt.isBefore(EARLIEST)) {
      return Optional.empty();
    }
    return Optional.of(
        skewMillis == 0
            ? new Decided(occurredAt, null, null)
            : new Decided(occurredAt, skewMillis, CLIENT_CLOCK));
  }
}
