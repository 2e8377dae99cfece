package io.rivulet.standalone.compare;

import io.rivulet.event.EventJson;
import io.rivulet.standalone.replay.EventFiles;
import io.rivulet.standalone.replay.EventLine;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The events of some files, each messageId once.
 *
 * @param rows in the order of the files
 * @param lines how many lines that were read, doubles included
 */
record EventRows(List<EventRow> rows, long lines) {

  EventRows {
    rows = List.copyOf(rows);
  }

  /**
   * Reads the files.
   *
   * @throws IOException when a file cannot be read or a line has no messageId, time or id; names
   *     the line
   */
  static EventRows read(List<String> files) throws IOException {
    List<EventRow> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    long lines = 0;
    try (EventFiles source = new EventFiles(files, System.in)) {
      for (EventLine line = source.next(); line != null; line = source.next()) {
        lines++;
        EventRow row = row(line);
        if (seen.add(row.messageId())) {
          rows.add(row);
        }
      }
    }
    return new EventRows(rows, lines);
  }

  private static EventRow row(EventLine line) throws IOException {
    try {
      JsonNode event = EventJson.mapper().readTree(line.json());
      return new EventRow(
          text(event, "messageId").orElseThrow(() -> lacks("messageId")),
          text(event, "anonymousId").orElse(null),
          text(event, "userId").orElse(null),
          text(event, "event").or(() -> text(event, "name")).orElse("(none)"),
          time(event));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(line.place() + " cannot be compared: " + e.getMessage(), e);
    }
  }

  private static Optional<String> text(JsonNode event, String member) {
    @Nullable JsonNode value = event.get(member);
    return value == null || value.isNull() || value.asString("").isBlank()
        ? Optional.empty()
        : Optional.of(value.asString(""));
  }

  private static Instant time(JsonNode event) {
    String time =
        text(event, "timestamp")
            .or(() -> text(event, "originalTimestamp"))
            .orElseThrow(() -> lacks("timestamp"));
    try {
      Instant instant =
          time.matches("-?\\d+")
              ? Instant.ofEpochMilli(Long.parseLong(time))
              : OffsetDateTime.parse(time).toInstant();
      return instant.truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("timestamp '" + time + "' is no time", e);
    }
  }

  private static IllegalArgumentException lacks(String member) {
    return new IllegalArgumentException("it has no " + member);
  }
}
