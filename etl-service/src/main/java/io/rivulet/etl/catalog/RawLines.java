package io.rivulet.etl.catalog;

import io.rivulet.event.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Describes the events of raw objects, line by line. No line stops it: one that is too long, no
 * JSON or no event is counted and left out.
 */
final class RawLines {
  private static final int BUFFER = 1 << 16;

  private final Limits limits;
  private final Map<TableKey, EventTable> tables =
      new TreeMap<>(Comparator.comparing(TableKey::type).thenComparing(TableKey::name));
  private long events;
  private long unreadable;

  RawLines(Limits limits) {
    this.limits = limits;
  }

  /** Reads a gzip file of JSON lines. */
  void read(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), BUFFER)) {
      byte[] buffer = new byte[BUFFER];
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long length = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int from = 0;
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            write(line, buffer, from, i);
            add(line.toByteArray(), length + i - from);
            line.reset();
            length = 0;
            from = i + 1;
          }
        }
        write(line, buffer, from, read);
        length += read - from;
      }
      if (length > 0) {
        add(line.toByteArray(), length);
      }
    } catch (ZipException | EOFException e) {
      // What could be read is described; the closing balance tells of the rest.
      unreadable++;
    }
  }

  /** Keeps a piece of a line, unless it is too long anyway. */
  private static void write(ByteArrayOutputStream line, byte[] buffer, int from, int to) {
    if (line.size() <= Limits.LINE_BYTES) {
      line.write(buffer, from, to - from);
    }
  }

  private void add(byte[] line, long length) {
    if (length > Limits.LINE_BYTES) {
      unreadable++;
      return;
    }
    try {
      JsonNode event = EventJson.mapper().readTree(line);
      Instant occurredAt = Instant.parse(event.path("occurred_at").asString(""));
      Instant receivedAt = Instant.parse(event.path("received_at").asString(""));
      String type = event.path("type").asString("");
      if (!type.matches("[a-z]{1,16}")) {
        unreadable++;
        return;
      }
      tables
          .computeIfAbsent(
              TableKey.of(type, event.path("name").asString("")), k -> new EventTable(limits))
          .add(event, occurredAt, receivedAt);
      events++;
    } catch (JacksonException | DateTimeException e) {
      unreadable++;
    }
  }

  /** What was seen, by table. */
  Map<TableKey, EventTable> tables() {
    return tables;
  }

  long events() {
    return events;
  }

  /** Lines that are no events. */
  long unreadable() {
    return unreadable;
  }
}
