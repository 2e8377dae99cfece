package io.rivulet.ingest.decode;

import io.rivulet.event.EventJson;
import io.rivulet.event.clean.CleanText;
import io.rivulet.event.resend.EventHash;
import io.rivulet.ingest.body.JsonTape;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The id of an event on a tape whose sender gave it none. */
final class TapeHash {
  private TapeHash() {}

  /**
   * Of an object that {@link EventJson} can read; of one with a time, {@code receivedAt} is null.
   */
  static String of(String kind, JsonTape tape, int event, @Nullable Instant receivedAt) {
    // From characters: of bytes Jackson reads no name with half a character in it.
    JsonNode tree = CleanText.clean(EventJson.mapper().readTree(tape.source(event)));
    return receivedAt == null ? EventHash.of(kind, tree) : EventHash.of(kind, tree, receivedAt);
  }
}
