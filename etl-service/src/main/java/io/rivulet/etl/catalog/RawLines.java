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
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Describes the events of raw objects, line by line. No line stops it: one that is too long, no
 * JSON or no event is counted and left out. So is an event of a table for which the project has no
 * room, at once: apps that put ids into the names of events would fill the memory.
 */
final class RawLines {
  private static final int BUFFER = 1 << 16;

  private final Limits limits;
  private final Set<TableKey> known;
  private final Map<TableKey, EventTable> tables =
      new TreeMap<>(Comparator.comparing(TableKey::type).thenComparing(TableKey::name));
  private int newTables;
  private long events;
  private long unreadable;
  private long withoutRoom;

  /**
   * @param known the tables of events that the project has already
   */
  RawLines(Limits limits, Set<TableKey> known) {
    this.limits = limits;
    this.known = known;
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
      events++;
      EventTable table = table(TableKey.of(type, event.path("name").asString("")));
      if (table == null) {
        withoutRoom++;
      } else {
        table.add(event, occurredAt, receivedAt);
      }
    } catch (JacksonException | DateTimeException e) {
      unreadable++;
    }
  }

  /** The table of those events; null when the project has as many as it may have. */
  private @Nullable EventTable table(TableKey key) {
    EventTable table = tables.get(key);
    if (table == null) {
      boolean isNew = !known.contains(key);
      if (isNew && known.size() + newTables >= Limits.TABLES) {
        return null;
      }
      newTables += isNew ? 1 : 0;
      table = new EventTable(limits);
      tables.put(key, table);
    }
    return table;
  }

  /** What was seen, by table. */
  Map<TableKey, EventTable> tables() {
    return tables;
  }

  long events() {
    return events;
  }

  /** Events of tables for which the project has no room. */
  long withoutRoom() {
    return withoutRoom;
  }

  /** Lines that are no events. */
  long unreadable() {
    return unreadable;
  }
}
