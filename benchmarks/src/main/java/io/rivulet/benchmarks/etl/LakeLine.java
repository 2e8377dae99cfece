package io.rivulet.benchmarks.etl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rivulet.benchmarks.sessionizer.LineTemplate;
import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the lake as the archiver writes it, with holes for what is another event's: ids, times
 * and session. The text between them is that of an event that went through the collector's decoder
 * and the sessionizer's enrichment.
 */
final class LakeLine {
  /** Stands for the user in what is sent. */
  static final String USER = "a-user-that-nobody-has";

  private static final String SESSION_ID = "f".repeat(32);
  private static final Instant SESSION_START = Instant.parse("2026-01-02T03:04:07.890Z");
  private static final int SESSION_INDEX = 987_654_321;

  /** In the order of their texts in {@link #texts}. */
  private enum Hole {
    EVENT,
    INSTANCE,
    USER,
    OCCURRED_AT,
    RECEIVED_AT,
    SESSION_ID,
    SESSION_START,
    SESSION_INDEX
  }

  private final List<byte[]> pieces = new ArrayList<>();
  private final List<Hole> holes = new ArrayList<>();

  /**
   * @param enriched an event with {@link LineTemplate}'s times, and {@link #USER} where it has a
   *     user
   */
  LakeLine(Event enriched) {
    String line =
        new String(
            EventJson.write(
                EventBuilder.builder(enriched)
                    .sessionId(SESSION_ID)
                    .sessionStart(SESSION_START)
                    .sessionIndex(SESSION_INDEX)
                    .build()),
            UTF_8);
    List<String> texts = texts(enriched);
    Matcher hole =
        Pattern.compile(String.join("|", texts.stream().map(Pattern::quote).toList()))
            .matcher(line);
    int end = 0;
    while (hole.find()) {
      pieces.add(line.substring(end, hole.start()).getBytes(UTF_8));
      holes.add(Hole.values()[texts.indexOf(hole.group())]);
      end = hole.end();
    }
    pieces.add((line.substring(end) + "\n").getBytes(UTF_8));
  }

  private static List<String> texts(Event event) {
    return List.of(
        event.eventId(),
        Objects.requireNonNull(event.instanceId()),
        USER,
        LineTemplate.OCCURRED_AT.toString(),
        LineTemplate.RECEIVED_AT.toString(),
        SESSION_ID,
        SESSION_START.toString(),
        Integer.toString(SESSION_INDEX));
  }

  /** Writes the line of an event, with a line feed. */
  void write(Visits.Visit of, OutputStream out) throws IOException {
    for (int i = 0; i < holes.size(); i++) {
      out.write(pieces.get(i));
      out.write(
          switch (holes.get(i)) {
            case EVENT -> Visits.uuid(of.number()).getBytes(UTF_8);
            case INSTANCE -> of.session().instance().getBytes(UTF_8);
            case USER -> of.session().user().getBytes(UTF_8);
            case OCCURRED_AT -> LineTemplate.time(of.occurredAt());
            case RECEIVED_AT -> LineTemplate.time(of.receivedAt());
            case SESSION_ID -> of.session().id().getBytes(UTF_8);
            case SESSION_START -> LineTemplate.time(of.session().startedAt());
            case SESSION_INDEX -> Integer.toString(of.index()).getBytes(UTF_8);
          });
    }
    out.write(pieces.get(holes.size()));
  }
}
