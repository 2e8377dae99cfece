package io.rivulet.benchmarks.reference;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Finds the events of a batch in one pass over its bytes. */
final class EventSlicer {
  private static final JsonFactory JSON = new JsonFactory();

  private EventSlicer() {}

  /**
   * Gives each element of the member {@code batch}, in order, with its anonymousId (null where it
   * has none) and its bytes as they came.
   *
   * @throws tools.jackson.core.JacksonException when the body is no JSON
   */
  static void slice(byte[] body, BiConsumer<@Nullable String, byte[]> events) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isBatch = parser.currentName().equals("batch");
        parser.nextToken();
        if (isBatch) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            sliceEvent(parser, body, events);
          }
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private static void sliceEvent(
      JsonParser parser, byte[] body, BiConsumer<@Nullable String, byte[]> events) {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    String anonymousId = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isActor = parser.currentName().equals("anonymousId");
      parser.nextToken();
      if (isActor) {
        anonymousId = parser.getString();
      } else {
        parser.skipChildren();
      }
    }
    int end = (int) parser.currentLocation().getByteOffset();
    events.accept(anonymousId, Arrays.copyOfRange(body, start, end));
  }
}
