package io.rivulet.event.resend;

import io.rivulet.event.EventJson;
import io.rivulet.event.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The id of an event whose sender gave it none: a function of the event, so that a resent one has
 * it again.
 */
public final class EventHash {
  private static final JsonMapper SORTED =
      EventJson.mapper().rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  // What differs between two sendings of one event.
  private static final List<String> VOLATILE = List.of("sentAt", "receivedAt", "writeKey");

  private EventHash() {}

  /** 32 hex digits over the event's content, whatever the order of its members. */
  public static String of(String kind, JsonNode event) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    if (event instanceof ObjectNode object) {
      content.setAll(object);
    }
    content.remove(VOLATILE);
    return Sha256.hex(kind + '|' + SORTED.writeValueAsString(content)).substring(0, 32);
  }

  /**
   * Same for an event that carries no time: two such events are told apart by the hour of their
   * receipt (UTC), since otherwise every "log in" of a user would be the first one sent again.
   */
  public static String of(String kind, JsonNode event, Instant receivedAt) {
    return of(kind + '|' + receivedAt.truncatedTo(ChronoUnit.HOURS), event);
  }
}
