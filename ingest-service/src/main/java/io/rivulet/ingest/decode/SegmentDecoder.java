package io.rivulet.ingest.decode;

import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.clean.Ids;
import io.rivulet.ingest.plan.Plans;
import io.rivulet.ingest.time.EventClock;
import io.rivulet.ingest.time.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decodes events of the Segment protocol. Members that it does not know are kept: those of the
 * context there, those of the event itself under {@code context._message}.
 */
public final class SegmentDecoder {
  /** Name of the protocol in events and rejections. */
  public static final String PROTOCOL = "segment";

  /** Member of the context for what else the message carried. */
  static final String LEFT_OVER = "_message";

  private final BatchDecoder batches;

  /**
   * @param onFault told of each fault of the decoder itself
   */
  public SegmentDecoder(Limits limits, Consumer<RuntimeException> onFault) {
    this(limits, onFault, Plans.NONE);
  }

  /**
   * @param onFault told of each fault of the decoder itself
   * @param plans that decoded events are held against
   */
  public SegmentDecoder(Limits limits, Consumer<RuntimeException> onFault, Plans plans) {
    this.batches = new BatchDecoder(limits, onFault, plans);
  }

  /**
   * One verdict for each event of the batch, in its order; one rejection for an empty batch.
   *
   * @param pathType type that the route names, for events that name none; null on batch routes
   */
  public List<Verdict> decode(
      Packet.Batch batch, RequestFacts facts, Project project, @Nullable EventType pathType) {
    Refusals refusals = Refusals.of(project, facts, PROTOCOL).sharing(batch.shared());
    return batches.decode(
        batch, project, refusals, new One(batch.shared(), facts, project, pathType, refusals));
  }

  /** The decoding of the events of one request. */
  private record One(
      JsonNode shared,
      RequestFacts facts,
      Project project,
      @Nullable EventType pathType,
      Refusals refusals)
      implements BatchDecoder.EventDecoder {

    @Override
    public @Nullable String eventId(JsonNode event) {
      return Ids.of(event.get("messageId"));
    }

    @Override
    public Verdict decode(ObjectNode sent, String item, int index) {
      Members message = new Members(sent);
      Instant receivedAt = facts.receivedAt();
      String sentId = message.id("messageId");

      String typeName = message.text("type");
      EventType type = typeName == null ? pathType : EventType.of(typeName.strip()).orElse(null);
      if (type == null) {
        return typeName == null
            ? refusals.event(
                RejectionReason.MISSING_TYPE, "the event has no type", sentId, index, item)
            : refusals.event(
                RejectionReason.UNKNOWN_TYPE,
                "the type "
                    + Refusals.quote(typeName)
                    + " is none of track, identify, page, screen, group, alias",
                sentId,
                index,
                item);
      }
      String name = name(message, type);
      if (type == EventType.TRACK && name == null) {
        return refusals.event(
            RejectionReason.MISSING_NAME, "the track has no event name", sentId, index, item);
      }
      String instanceId = message.id("anonymousId");
      String userId = message.id("userId");
      if (instanceId == null && userId == null) {
        return refusals.event(
            RejectionReason.MISSING_ID,
            "the event neither has anonymousId nor userId",
            sentId,
            index,
            item);
      }
      Members context = context(message);
      String ownGroup = message.id("groupId");
      String groupId = ownGroup != null ? ownGroup : context.id("groupId");
      String previousId = message.id("previousId");
      if (Stream.of(sentId, name, instanceId, userId, groupId, previousId)
          .anyMatch(id -> id != null && id.length() > Ids.MAX_LENGTH)) {
        return refusals.event(
            RejectionReason.INVALID_EVENT,
            "an id or the name has more than " + Ids.MAX_LENGTH + " characters",
            sentId,
            index,
            item);
      }

      JsonNode claimed = message.take("timestamp");
      if (claimed == null) {
        claimed = message.take("originalTimestamp");
      }
      Optional<Instant> claimedAt = claimed == null ? Optional.empty() : Timestamps.parse(claimed);
      Instant sentAt = sentAt(message);
      Instant original = claimedAt.orElse(sentAt != null ? sentAt : receivedAt);
      long skew =
          facts.isRetry() || project.trustedClock() ? 0 : EventClock.skewMillis(sentAt, receivedAt);
      Optional<EventClock.Decided> time = EventClock.decide(original, skew, receivedAt);
      if (time.isEmpty() || (claimed != null && claimedAt.isEmpty())) {
        return refusals.event(
            RejectionReason.INVALID_TIMESTAMP,
            "the timestamp "
                + (claimed == null ? original.toString() : Refusals.quote(claimed))
                + " is no time from 1995 on",
            sentId,
            index,
            item);
      }

      JsonNode properties = message.filledObject("properties");
      JsonNode traits = message.filledObject("traits");
      if (type == EventType.IDENTIFY && traits == null) {
        traits = context.filledObject("traits");
      }
      JsonNode integrations = message.filledObject("integrations");
      message.take("writeKey");
      EventBuilder event =
          EventBuilder.builder()
              .eventId(sentId != null ? sentId : hash(type, sent, claimed != null))
              .project(project.id())
              .type(type)
              .name(name)
              .instanceId(instanceId)
              .userId(userId)
              .groupId(groupId)
              .previousId(previousId)
              .occurredAt(time.get().occurredAt())
              .receivedAt(receivedAt)
              .sentAt(sentAt)
              .originalTimestamp(claimedAt.orElse(sentAt))
              .clockCorrectionMs(time.get().correctionMillis())
              .clockCorrectionReason(time.get().correctionReason())
              .protocol(PROTOCOL)
              .properties(properties)
              .traits(traits)
              .integrations(merge(shared.get("integrations"), integrations));
      SegmentContext.lift(context, event, type, properties, facts, project.ipPolicy());
      context.put(LEFT_OVER, message.rest());
      return Verdict.Accepted.of(event.context(context.rest()).build());
    }

    private static @Nullable String name(Members message, EventType type) {
      return switch (type) {
        case TRACK -> message.text("event");
        case PAGE, SCREEN -> message.text("name");
        case IDENTIFY, GROUP, ALIAS -> null;
      };
    }

    private Members context(Members message) {
      return new Members(merge(shared.get("context"), message.filledObject("context")));
    }

    private @Nullable Instant sentAt(Members message) {
      JsonNode own = message.peek("sentAt");
      Optional<Instant> time = own == null ? Optional.empty() : Timestamps.parse(own);
      if (own == null || time.isPresent()) {
        message.take("sentAt");
      }
      JsonNode ofBatch = shared.get("sentAt");
      return time.or(() -> ofBatch == null ? Optional.empty() : Timestamps.parse(ofBatch))
          .or(() -> Optional.ofNullable(facts.sentAt()).flatMap(Timestamps::parse))
          .orElse(null);
    }

    private String hash(EventType type, ObjectNode sent, boolean hasTime) {
      String kind = type.wireName();
      // sentAt is no time of the event: it differs between two sendings and is not hashed.
      return hasTime ? EventHash.of(kind, sent) : EventHash.of(kind, sent, facts.receivedAt());
    }

    /** The batch's members under the event's own: of two of one name the event's stays. */
    private static @Nullable JsonNode merge(@Nullable JsonNode batch, @Nullable JsonNode own) {
      if (!(batch instanceof ObjectNode common) || common.isEmpty()) {
        return own;
      }
      ObjectNode merged = JsonNodeFactory.instance.objectNode();
      merged.setAll(common);
      if (own instanceof ObjectNode object) {
        merged.setAll(object);
      }
      return merged;
    }
  }
}
