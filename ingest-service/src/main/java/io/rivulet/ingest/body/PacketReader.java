package io.rivulet.ingest.body;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rivulet.event.EventJson;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.clean.Ids;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body apart: it checks the syntax of the whole and finds where each event begins and ends.
 * So an event that is too large, too deep or has a number of a thousand digits is refused alone
 * later, and the quarantine shows it exactly as it was sent.
 */
public final class PacketReader {
  private static final List<Name> SHARED =
      List.of(Name.CONTEXT, Name.INTEGRATIONS, Name.SENT_AT, Name.WRITE_KEY);

  private final Limits limits;

  public PacketReader(Limits limits) {
    this.limits = limits;
  }

  /**
   * Takes the body apart.
   *
   * @param json well-formed UTF-8
   */
  public Packet read(byte[] json, Packet.Shape shape) {
    if (isBlank(json)) {
      return new Packet.Refused(RejectionReason.INVALID_JSON, "the body is empty");
    }
    try {
      Packet packet = packet(JsonTape.of(json), shape);
      return packet instanceof Packet.Batch batch ? bounded(batch) : packet;
    } catch (JsonTape.NotJsonException e) {
      return new Packet.Refused(
          RejectionReason.INVALID_JSON, "the body is not JSON: " + where(json, e.offset()));
    }
  }

  private Packet packet(JsonTape tape, Packet.Shape shape) {
    boolean isArray = shape == Packet.Shape.ARRAY;
    if (isArray ? !tape.isArray(JsonTape.ROOT) : !tape.isObject(JsonTape.ROOT)) {
      return new Packet.Refused(
          RejectionReason.INVALID_BODY, "the body is not a JSON " + (isArray ? "array" : "object"));
    }
    return switch (shape) {
      case ARRAY -> batch(tape, JsonTape.NONE, elements(tape, JsonTape.ROOT));
      case SINGLE -> batch(tape, JsonTape.NONE, List.of(JsonTape.ROOT));
      case BATCH -> {
        int events = tape.member(JsonTape.ROOT, Name.BATCH);
        if (!tape.isArray(events)) {
          yield new Packet.Refused(RejectionReason.INVALID_BODY, "the body has no array 'batch'");
        }
        for (Name name : SHARED) {
          int shared = tape.member(JsonTape.ROOT, name);
          if (shared != JsonTape.NONE
              && (!tape.isReadable(shared) || tape.height(shared) > EventJson.MAX_NESTING_DEPTH)) {
            yield new Packet.Refused(
                RejectionReason.INVALID_BODY,
                "the batch's "
                    + new String(name.ascii(), US_ASCII)
                    + " is nested too deep or has a number too long");
          }
        }
        yield batch(tape, JsonTape.ROOT, elements(tape, events));
      }
    };
  }

  private Packet bounded(Packet.Batch batch) {
    int events = batch.items().size();
    return events <= (long) limits.events() * Limits.EXCESS_FACTOR
        ? batch
        : new Packet.Refused(
            RejectionReason.TOO_MANY_EVENTS,
            "the batch has "
                + events
                + " events, more than "
                + Limits.EXCESS_FACTOR
                + " times the "
                + limits.events()
                + " that a request may carry",
            events);
  }

  private static Packet batch(JsonTape tape, int shared, List<Integer> items) {
    int sharedBytes = 0;
    int sharedHeight = 0;
    for (Name name : List.of(Name.CONTEXT, Name.INTEGRATIONS)) {
      int member = tape.member(shared, name);
      if (member != JsonTape.NONE) {
        sharedBytes += tape.length(member);
        sharedHeight = Math.max(sharedHeight, 1 + tape.height(member));
      }
    }
    String key = id(tape, tape.member(shared, Name.WRITE_KEY));
    if (key == null && !items.isEmpty()) {
      key = id(tape, tape.member(items.get(0), Name.WRITE_KEY));
    }
    return new Packet.Batch(tape, shared, sharedBytes, sharedHeight, key, items);
  }

  private static List<Integer> elements(JsonTape tape, int array) {
    List<Integer> elements = new ArrayList<>();
    for (int element = array + 1; element < tape.after(array); element = tape.after(element)) {
      elements.add(element);
    }
    return elements;
  }

  private static @Nullable String id(JsonTape tape, int node) {
    return tape.isString(node) || tape.isNumber(node) ? Ids.of(tape.text(node)) : null;
  }

  private static boolean isBlank(byte[] json) {
    for (byte b : json) {
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  // The place alone: words would quote the payload.
  private static String where(byte[] json, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      if (json[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return "syntax error at line " + line + ", column " + (offset - lineStart + 1);
  }
}
