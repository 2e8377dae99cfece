package io.rivulet.etl.find;

import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.trigger.UnreadObjects;
import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;

/** Looks into what the archiver wrote and preprocess has not read yet. */
final class UnreadLines {

  /** Compressed, of the objects that arrived last: read within about a second. */
  private static final long MOST_BYTES = 8L << 20;

  private static final int MOST_OBJECTS = 100;

  private final Lake lake;
  private final UnreadObjects unread;

  UnreadLines(Lake lake, UnreadObjects unread) {
    this.lake = lake;
    this.unread = unread;
  }

  /** The object that has the event of that message id. */
  Optional<LakeObject> objectWith(String project, String messageId) throws IOException {
    List<Found> latestFirst =
        unread
            .of(project)
            .sorted(Comparator.comparing((Found o) -> o.object().receivedHour()).reversed())
            .limit(MOST_OBJECTS)
            .toList();
    long bytes = 0;
    for (Found object : latestFirst) {
      bytes += object.bytes();
      if (bytes > MOST_BYTES) {
        return Optional.empty();
      }
      if (has(object, messageId)) {
        return Optional.of(object.object());
      }
    }
    return Optional.empty();
  }

  private boolean has(Found object, String messageId) throws IOException {
    String mark = EventJson.inLine(messageId);
    try (BufferedReader lines = lake.lines(object.key())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // Most lines need not be read to know that they are of another event.
        if ((line.contains(mark) || line.contains("\\u")) && idOf(line).equals(messageId)) {
          return true;
        }
      }
      return false;
    } catch (ZipException | EOFException e) {
      return false; // the closing balance tells of it
    }
  }

  /** Empty where the line is no event. */
  private static String idOf(String line) {
    try {
      return EventJson.mapper().readTree(line).path("event_id").asString("");
    } catch (JacksonException e) {
      return "";
    }
  }
}
