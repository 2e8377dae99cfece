package io.rivulet.ingest.body;

import io.rivulet.event.EventJson;
import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.clean.CleanText;
import io.rivulet.ingest.clean.Ids;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes a body's text apart without building trees: it checks the syntax of the whole and finds
 * where each event begins and ends. So an event that is too large, too deep or has a number of a
 * thousand digits is refused alone later, and the quarantine shows it exactly as it was sent.
 */
public final class PacketReader {
  private static final Set<String> SHARED = Set.of("context", "integrations", "sentAt", "writeKey");

  // No event within the default size can be deeper than this; a body that is, is refused whole.
  private static final int SCAN_DEPTH = 20_000;

  private static final JsonFactory SCANNER =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(SCAN_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Limits limits;

  public PacketReader(Limits limits) {
    this.limits = limits;
  }

  /** Takes the text apart. */
  public Packet read(String text, Packet.Shape shape) {
    Scan scan = new Scan(text);
    try {
      Packet.Refused refused = scan.run(shape);
      if (refused != null) {
        return refused;
      }
    } catch (JacksonException e) {
      return new Packet.Refused(RejectionReason.INVALID_JSON, "the body is not JSON: " + where(e));
    }
    if (scan.items.size() > (long) limits.events() * Limits.EXCESS_FACTOR) {
      return new Packet.Refused(
          RejectionReason.TOO_MANY_EVENTS,
          "the batch has "
              + scan.items.size()
              + " events, more than "
              + Limits.EXCESS_FACTOR
              + " times the "
              + limits.events()
              + " that a request may carry",
          scan.items.size());
    }
    return scan.packet();
  }

  private static String where(JacksonException e) {
    String at =
        e.getLocation() == null
            ? ""
            : " at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr();
    // Jackson's own words may quote the payload.
    return "syntax error" + at;
  }

  /** One event's tree, cleaned; null when it has a number too long or is nested too deep. */
  public static @Nullable JsonNode tree(String item) {
    try {
      return CleanText.clean(EventJson.mapper().readTree(item));
    } catch (JacksonException | NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  /** One pass over the text. */
  private static final class Scan {
    private final String text;
    private List<String> items = new ArrayList<>();
    private final ObjectNode shared = JsonNodeFactory.instance.objectNode();
    private int sharedBytes;

    Scan(String text) {
      this.text = text;
    }

    /** Why the body is refused; null when it is not. */
    Packet.@Nullable Refused run(Packet.Shape shape) {
      try (JsonParser json = SCANNER.createParser(ObjectReadContext.empty(), text)) {
        JsonToken first = json.nextToken();
        if (first == null) {
          return new Packet.Refused(RejectionReason.INVALID_JSON, "the body is empty");
        }
        boolean isArray = shape == Packet.Shape.ARRAY;
        String problem = null;
        if (first != (isArray ? JsonToken.START_ARRAY : JsonToken.START_OBJECT)) {
          json.skipChildren();
          problem = "the body is not a JSON " + (isArray ? "array" : "object");
        } else if (shape == Packet.Shape.BATCH) {
          problem = members(json);
        } else if (isArray) {
          items(json);
        } else {
          items.add(value(json));
        }
        if (json.nextToken() != null) {
          return new Packet.Refused(
              RejectionReason.INVALID_JSON, "the body is not JSON: text after its end");
        }
        return problem == null ? null : new Packet.Refused(RejectionReason.INVALID_BODY, problem);
      }
    }

    private @Nullable String members(JsonParser json) {
      boolean hasBatch = false;
      String problem = null;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken token = json.nextToken();
        if (name.equals("batch")) {
          hasBatch = token == JsonToken.START_ARRAY;
          items = new ArrayList<>();
          if (hasBatch) {
            items(json);
          } else {
            json.skipChildren();
          }
        } else if (SHARED.contains(name)) {
          String value = value(json);
          JsonNode tree = tree(value);
          if (tree == null) {
            problem = "the batch's " + name + " is nested too deep or has a number too long";
          } else {
            shared.set(name, tree);
            sharedBytes +=
                name.equals("context") || name.equals("integrations") ? utf8Length(value) : 0;
          }
        } else {
          json.skipChildren();
        }
      }
      return hasBatch ? problem : "the body has no array 'batch'";
    }

    private void items(JsonParser json) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(json));
      }
    }

    /** The text of the value that begins at the current token. */
    private String value(JsonParser json) {
      int start = (int) json.currentTokenLocation().getCharOffset();
      json.skipChildren();
      json.finishToken();
      return text.substring(start, (int) json.currentLocation().getCharOffset());
    }

    Packet packet() {
      String key = Ids.of(shared.get("writeKey"));
      if (key == null && !items.isEmpty()) {
        JsonNode first = tree(items.get(0));
        key = first == null ? null : Ids.of(first.get("writeKey"));
      }
      return new Packet.Batch(shared, sharedBytes, key, items);
    }
  }

  /** Length in bytes of UTF-8. */
  public static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
