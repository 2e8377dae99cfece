package io.rivulet.sessionizer.archive;

import io.rivulet.event.EventJson;
import io.rivulet.event.EventTime;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.kafka.RefusedRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A record as it goes into the lake.
 *
 * @param line JSON without line feed, exactly as it was in Kafka. Of a record that is no line of
 *     JSON with project and time of receipt, which no part of Rivulet writes, a rejected event that
 *     holds its text
 */
@SuppressWarnings("ArrayRecordComponent") // lines are written, never compared
record ArchiveLine(Area area, String project, Instant receivedAt, byte[] line) {
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** The line of a record, the same each time the record is read. */
  static ArchiveLine of(ConsumerRecord<String, byte[]> record) {
    Area area = record.topic().equals(Topics.EVENTS_REJECTED) ? Area.QUARANTINE : Area.RAW;
    try {
      return read(area, record.value());
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return unreadable(record, e);
    }
  }

  private static ArchiveLine read(Area area, byte @Nullable [] json) {
    if (json == null) {
      throw new IllegalArgumentException("the value is null");
    }
    String project = null;
    Instant receivedAt = null;
    // The whole value is read, so that no broken line gets among good ones.
    try (JsonParser parser = EventJson.mapper().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the value is no JSON object");
      }
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        switch (name) {
          case "project" -> project = parser.getString();
          case "received_at" -> receivedAt = EventTime.parse(parser.getString());
          default -> {}
        }
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("the value is more than one JSON object");
      }
    }
    if (project == null || !PROJECT.matcher(project).matches()) {
      throw new IllegalArgumentException("project '" + project + "' is no project's id");
    }
    if (receivedAt == null || receivedAt.isBefore(FIRST) || receivedAt.isAfter(LAST)) {
      throw new IllegalArgumentException("received_at " + receivedAt + " is no time of receipt");
    }
    for (byte b : json) {
      if (b == '\n') {
        throw new IllegalArgumentException("the value has more than one line");
      }
    }
    return new ArchiveLine(area, project, receivedAt, json);
  }

  private static ArchiveLine unreadable(ConsumerRecord<String, byte[]> record, Throwable cause) {
    RejectedEvent rejected =
        new RefusedRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.value())
            .because(cause, RejectedEvent.UNKNOWN_PROJECT);
    return new ArchiveLine(
        Area.QUARANTINE, rejected.project(), rejected.receivedAt(), EventJson.write(rejected));
  }
}
