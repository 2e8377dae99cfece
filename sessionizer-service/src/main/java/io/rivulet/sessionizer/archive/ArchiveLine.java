package io.rivulet.sessionizer.archive;

import io.rivulet.event.EventJson;
import io.rivulet.event.EventTime;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.kafka.LinePlace;
import io.rivulet.sessionizer.kafka.RefusedRecord;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A record as it goes into the lake. What the stream wrote says in its headers where it belongs;
 * what has none is read to its end, so that no broken line gets among good ones.
 *
 * @param line JSON without line feed, exactly as it was in Kafka. Of a record that is no line of
 *     JSON with project and time of receipt, which no part of Rivulet writes, a rejected event that
 *     holds its text
 */
@SuppressWarnings("ArrayRecordComponent") // lines are written, never compared
record ArchiveLine(Area area, LinePlace place, byte[] line) {

  /** The line of a record, the same each time the record is read. */
  static ArchiveLine of(ConsumerRecord<String, byte[]> record) {
    Area area = record.topic().equals(Topics.EVENTS_REJECTED) ? Area.QUARANTINE : Area.RAW;
    byte[] json = record.value();
    try {
      if (json == null) {
        throw new IllegalArgumentException("the value is null");
      }
      LinePlace said = LinePlace.of(record.headers());
      return new ArchiveLine(area, said == null ? read(json) : said, json);
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return unreadable(record, e);
    }
  }

  private static LinePlace read(byte[] json) {
    String project = null;
    Instant receivedAt = null;
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
    if (project == null || receivedAt == null) {
      throw new IllegalArgumentException(
          "the value has no " + (project == null ? "project" : "received_at"));
    }
    for (byte b : json) {
      if (b == '\n') {
        throw new IllegalArgumentException("the value has more than one line");
      }
    }
    return new LinePlace(project, receivedAt);
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
        Area.QUARANTINE,
        new LinePlace(rejected.project(), rejected.receivedAt()),
        EventJson.write(rejected));
  }
}
