package io.rivulet.sessionizer.kafka;

import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot go the way of the others. Whatever it holds, its rejected event is text that
 * every reader of JSON takes, and fits into Kafka.
 *
 * @param timestamp milliseconds since 1970, as Kafka has it
 */
@SuppressWarnings("ArrayRecordComponent") // written, never compared
public record RefusedRecord(
    String topic, int partition, long offset, long timestamp, byte @Nullable [] value) {
  /** Characters of the value that are kept: any event that the collector accepts, whole. */
  static final int MAX_RAW_LENGTH = 65_536;

  static final int MAX_REASON_LENGTH = 1_000;

  /** The end of the year 9999; no object of the lake has a later hour. */
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  /** The record as a rejected event, the same each time the record is read. */
  public RejectedEvent because(Throwable cause, String project) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new RejectedEvent(
        project,
        Instant.ofEpochMilli(Math.min(Math.max(0, timestamp), LAST_MILLIS)),
        RejectionReason.INVALID_JSON,
        "the record at %s-%d offset %d was refused: %s"
            .formatted(topic, partition, offset, cut(reason, MAX_REASON_LENGTH)),
        "kafka",
        null,
        null,
        value == null ? null : cut(new String(value, StandardCharsets.UTF_8), MAX_RAW_LENGTH));
  }

  /** Half a character, from the cut or from the text itself, becomes {@code ?}. */
  private static String cut(String text, int maxLength) {
    String start = text.substring(0, Math.min(text.length(), maxLength));
    return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
