package io.rivulet.event.resend;

import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.clean.CleanText;
import io.rivulet.event.clean.Ids;
import io.rivulet.event.project.Project;
import io.rivulet.event.time.EventClock;
import io.rivulet.event.time.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of a refused event what is to be sent again, so that the collector, had it accepted the
 * event at once, would have stored the same: with the id that it would have got, the time at which
 * it happened by what the collector's clock said then, and the address, user agent and shared
 * context of its request. So it does not matter when it is sent again, nor how often.
 *
 * <p>Worked example: a track without messageId and timestamp was refused at 10:59. Accepted then,
 * it would have the hash of its content and of the hour 10 as its id, and 10:59 as its time. It is
 * sent again at 15:20 with just these as its {@code messageId} and {@code timestamp}.
 */
public final class Resending {

  /** What one line of the quarantine comes to. */
  public sealed interface Result {}

  /**
   * Events to be sent.
   *
   * @param events JSON objects
   */
  public record Sendable(Door door, List<byte[]> events) implements Result {
    public Sendable {
      events = List.copyOf(events);
    }
  }

  /** Nothing can be sent. */
  public record Impossible(String why) implements Result {}

  // Lines older than the member is_cut say it in words.
  private static final String CUT_IN_WORDS = "(the quarantine keeps its first ";

  private static final String REVOLT = "revolt";

  // An address that the collector keeps for nobody; without it the event would get ours.
  private static final String NO_ADDRESS = "unknown";

  private final Project project;

  /** For the refused events of a project. */
  public Resending(Project project) {
    this.project = project;
  }

  /** What to send for this line. */
  public Result of(RejectedEvent rejected) {
    String raw = rejected.raw();
    if (raw == null) {
      return new Impossible("nothing of it was kept");
    }
    if (isCut(rejected)) {
      return new Impossible("only its beginning was kept");
    }
    if (raw.startsWith(RejectedEvent.BASE64)) {
      return new Impossible("it is no text");
    }
    JsonNode tree = tree(raw);
    if (tree == null) {
      return new Impossible("it is no JSON that can be read");
    }
    return rejected.protocol().equals(REVOLT) ? revolt(rejected, tree) : segment(rejected, tree);
  }

  private static boolean isCut(RejectedEvent rejected) {
    Boolean isCut = rejected.isCut();
    return isCut != null ? isCut : rejected.message().contains(CUT_IN_WORDS);
  }

  private Result revolt(RejectedEvent rejected, JsonNode tree) {
    String instance = rejected.appInstanceId();
    if (instance == null) {
      return new Impossible("its app instance is not known");
    }
    if (project.revoltSecret() == null) {
      return new Impossible("the project has no revolt-secret any more");
    }
    List<JsonNode> items = items(tree, rejected.index() != null ? null : tree);
    List<byte[]> events = new ArrayList<>();
    for (JsonNode item : items) {
      if (!(item instanceof ObjectNode sent)) {
        return new Impossible("an event is no JSON object");
      }
      events.add(bytes(revolt(rejected, sent, instance)));
    }
    return sendable(new Door(instance, rejected.userAgent(), rejected.ip()), events);
  }

  private static ObjectNode revolt(RejectedEvent rejected, ObjectNode sent, String instance) {
    ObjectNode event = sent.deepCopy();
    if (!(event.get("meta") instanceof ObjectNode meta)) {
      return event;
    }
    JsonNode claimed = present(meta, "timestamp");
    if (id(meta.get("id")) == null) {
      String kind = REVOLT + '|' + instance;
      meta.put("id", hash(kind, sent, claimed != null, rejected.receivedAt()));
    }
    if (claimed == null) {
      meta.put("timestamp", rejected.receivedAt().toString());
    } else {
      // What lay ahead of the collector's clock then need not do so now.
      Instant receivedAt = rejected.receivedAt();
      parse(claimed)
          .filter(time -> time.isAfter(receivedAt))
          .flatMap(
              time -> EventClock.decide(time, EventClock.skewMillis(time, receivedAt), receivedAt))
          .filter(decided -> decided.correctionMillis() != null)
          .ifPresent(decided -> meta.put("timestamp", decided.occurredAt().toString()));
    }
    return event;
  }

  private Result segment(RejectedEvent rejected, JsonNode tree) {
    boolean isEvent = rejected.index() != null;
    JsonNode batch = isEvent ? null : tree.get("batch");
    JsonNode shared = isEvent ? shared(rejected) : batch == null ? null : tree;
    List<byte[]> events = new ArrayList<>();
    for (JsonNode item : items(tree, batch)) {
      if (!(item instanceof ObjectNode sent)) {
        return new Impossible("an event is no JSON object");
      }
      events.add(bytes(segment(rejected, sent, shared)));
    }
    return sendable(Door.SEGMENT, events);
  }

  private ObjectNode segment(RejectedEvent rejected, ObjectNode sent, @Nullable JsonNode shared) {
    ObjectNode event = sent.deepCopy();
    String typeName = sent.path("type").asString("").strip();
    EventType ofRoute = ofRoute(rejected.route());
    EventType type = typeName.isEmpty() ? ofRoute : EventType.of(typeName).orElse(null);
    if (typeName.isEmpty() && ofRoute != null) {
      event.put("type", ofRoute.wireName());
    }
    JsonNode timestamp = present(sent, "timestamp");
    JsonNode claimed = timestamp != null ? timestamp : present(sent, "originalTimestamp");
    if (id(sent.get("messageId")) == null) {
      String kind = type == null ? "" : type.wireName();
      event.put("messageId", hash(kind, sent, claimed != null, rejected.receivedAt()));
    }
    setTime(event, rejected, claimed, sentAt(rejected, sent, shared));
    event.remove("sentAt");
    share(event, shared, "integrations");
    share(event, shared, "context");
    setSender(event, rejected);
    return event;
  }

  /** Gives the event the time that the collector would have decided on when it came. */
  private void setTime(
      ObjectNode event,
      RejectedEvent rejected,
      @Nullable JsonNode claimed,
      @Nullable Instant sentAt) {
    Optional<Instant> claimedAt = claimed == null ? Optional.empty() : parse(claimed);
    if (claimed != null && claimedAt.isEmpty()) {
      return;
    }
    Instant receivedAt = rejected.receivedAt();
    boolean isTrusted = project.trustedClock() || Boolean.TRUE.equals(rejected.isRetry());
    Optional<EventClock.Decided> time =
        EventClock.decide(
            claimedAt.orElse(sentAt != null ? sentAt : receivedAt),
            isTrusted ? 0 : EventClock.skewMillis(sentAt, receivedAt),
            receivedAt);
    if (time.isEmpty() || (claimed != null && time.get().correctionMillis() == null)) {
      return;
    }
    if (claimed != null) {
      event.set("originalTimestamp", claimed);
    }
    event.put("timestamp", time.get().occurredAt().toString());
  }

  private static @Nullable Instant sentAt(
      RejectedEvent rejected, ObjectNode sent, @Nullable JsonNode shared) {
    return time(sent)
        .or(() -> shared == null ? Optional.empty() : time(shared))
        .or(() -> Optional.ofNullable(rejected.sentAt()).flatMap(Timestamps::parse))
        .orElse(null);
  }

  private static Optional<Instant> time(JsonNode object) {
    JsonNode sentAt = present(object, "sentAt");
    return sentAt == null ? Optional.empty() : parse(sentAt);
  }

  /** The batch's members under the event's own. */
  private static void share(ObjectNode event, @Nullable JsonNode shared, String name) {
    JsonNode own = present(event, name);
    if (shared == null || !(shared.get(name) instanceof ObjectNode common)) {
      return;
    }
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    merged.setAll(common);
    if (own instanceof ObjectNode members) {
      merged.setAll(members);
    }
    event.set(name, merged);
  }

  private static void setSender(ObjectNode event, RejectedEvent rejected) {
    JsonNode own = present(event, "context");
    if (own != null && !(own instanceof ObjectNode)) {
      return;
    }
    ObjectNode context =
        own instanceof ObjectNode members ? members : JsonNodeFactory.instance.objectNode();
    if (context.path("ip").asString("").isBlank()) {
      context.put("ip", Objects.requireNonNullElse(rejected.ip(), NO_ADDRESS));
    }
    if (context.path("userAgent").asString("").isBlank() && rejected.userAgent() != null) {
      context.put("userAgent", rejected.userAgent());
    }
    event.set("context", context);
  }

  /** The elements of the array; the one event where there is none. */
  private static List<JsonNode> items(JsonNode event, @Nullable JsonNode array) {
    if (array == null || !array.isArray()) {
      return List.of(event);
    }
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  private static Result sendable(Door door, List<byte[]> events) {
    return events.isEmpty() ? new Impossible("it has no events") : new Sendable(door, events);
  }

  private static @Nullable JsonNode shared(RejectedEvent rejected) {
    return rejected.shared() == null ? null : tree(rejected.shared());
  }

  private static @Nullable EventType ofRoute(@Nullable String route) {
    return route == null
        ? null
        : EventType.of(route.substring(route.lastIndexOf('/') + 1)).orElse(null);
  }

  private static @Nullable JsonNode present(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static @Nullable String id(@Nullable JsonNode value) {
    return value != null && (value.isString() || value.isNumber())
        ? Ids.of(value.asString())
        : null;
  }

  private static Optional<Instant> parse(JsonNode value) {
    return value.isString() || value.isNumber()
        ? Timestamps.parse(value.asString())
        : Optional.empty();
  }

  private static String hash(String kind, JsonNode sent, boolean hasTime, Instant receivedAt) {
    return hasTime ? EventHash.of(kind, sent) : EventHash.of(kind, sent, receivedAt);
  }

  private static byte[] bytes(ObjectNode event) {
    return EventJson.mapper().writeValueAsBytes(event);
  }

  private static @Nullable JsonNode tree(String text) {
    try {
      return CleanText.clean(EventJson.mapper().readTree(text));
    } catch (JacksonException | NumberFormatException | ArithmeticException e) {
      return null;
    }
  }
}
