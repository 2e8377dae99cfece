package io.rivulet.sessionizer.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Where in the lake a line belongs. The stream says it in the headers of what it writes, so that
 * the archiver need not parse a line that was written from an event a moment before. What can be no
 * place in the lake is refused with an {@link IllegalArgumentException}.
 *
 * @param receivedAt when the collector took the event, to the millisecond
 */
public record LinePlace(String project, Instant receivedAt) {
  private static final String PROJECT_HEADER = "project";
  private static final String RECEIVED_AT_HEADER = "received_at";
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  public LinePlace {
    if (!PROJECT.matcher(project).matches()) {
      throw new IllegalArgumentException("project '" + project + "' is no project's id");
    }
    if (receivedAt.isBefore(FIRST) || receivedAt.isAfter(LAST)) {
      throw new IllegalArgumentException("received_at " + receivedAt + " is no time of receipt");
    }
    receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The headers that {@link #of} reads. */
  public Headers headers() {
    return new RecordHeaders()
        .add(PROJECT_HEADER, project.getBytes(StandardCharsets.UTF_8))
        .add(
            RECEIVED_AT_HEADER,
            ByteBuffer.allocate(Long.BYTES).putLong(receivedAt.toEpochMilli()).array());
  }

  /** What the headers say; null when they say nothing. */
  public static @Nullable LinePlace of(Headers headers) {
    Header project = headers.lastHeader(PROJECT_HEADER);
    Header receivedAt = headers.lastHeader(RECEIVED_AT_HEADER);
    if (project == null || receivedAt == null || receivedAt.value().length != Long.BYTES) {
      return null;
    }
    return new LinePlace(
        new String(project.value(), StandardCharsets.UTF_8),
        Instant.ofEpochMilli(ByteBuffer.wrap(receivedAt.value()).getLong()));
  }
}
