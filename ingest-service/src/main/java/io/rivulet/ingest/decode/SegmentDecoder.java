package io.rivulet.ingest.decode;

import static io.rivulet.ingest.body.JsonTape.NONE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.rivulet.event.Actor;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.clean.Ids;
import io.rivulet.event.project.Project;
import io.rivulet.event.time.EventClock;
import io.rivulet.event.time.Timestamps;
import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Name;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.clean.IpAddress;
import io.rivulet.ingest.plan.Plans;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes events of the Segment protocol. Members that it does not know are kept: those of the
 * context there, those of the event itself under {@code context._message}. A context that has a
 * member of that name keeps it inside of ours, as {@code context._message._message}.
 */
public final class SegmentDecoder {
  /** Name of the protocol in events and rejections. */
  public static final String PROTOCOL = "segment";

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
   * @param protocol how events and rejections name the way that they came
   */
  public List<Verdict> decode(
      Packet.Batch batch,
      RequestFacts facts,
      Project project,
      @Nullable EventType pathType,
      String protocol) {
    Refusals refusals = Refusals.of(project, facts, protocol).sharing(batch);
    return batches.decode(
        batch, project, refusals, new OneByOne(batch, facts, project, pathType, protocol));
  }

  /** The decoding of the events of one request. */
  private static final class OneByOne implements BatchDecoder.EventDecoder {
    private final JsonTape tape;
    private final RequestFacts facts;
    private final Project project;
    private final @Nullable EventType pathType;
    private final byte @Nullable [] requestIp;
    private final byte @Nullable [] requestUserAgent;
    private final int sharedContext;
    private final int sharedIntegrations;
    private final Optional<Instant> sharedSentAt;
    private final byte[] instanceKey;
    private final byte[] userKey;
    private final int[] messageRoom = Members.room();
    private final int[] contextRoom = Members.room();
    private final LineWriter line = new LineWriter();
    // What all lines of the request have in common.
    private final byte[] beginning;

    OneByOne(
        Packet.Batch batch,
        RequestFacts facts,
        Project project,
        @Nullable EventType pathType,
        String protocol) {
      this.tape = batch.tape();
      this.facts = facts;
      this.project = project;
      this.pathType = pathType;
      this.requestIp = LineWriter.quoted(IpAddress.keep(project.ipPolicy(), facts.ip()));
      this.requestUserAgent = LineWriter.quoted(facts.userAgent());
      Members shared = new Members(tape, batch.shared());
      this.sharedContext = shared.peek(Name.CONTEXT);
      this.sharedIntegrations = shared.peek(Name.INTEGRATIONS);
      this.sharedSentAt =
          shared
              .time(shared.peek(Name.SENT_AT))
              .or(() -> Optional.ofNullable(facts.sentAt()).flatMap(Timestamps::parse));
      this.instanceKey = Actor.recordKeys(project.id(), Actor.Kind.INSTANCE).getBytes(UTF_8);
      this.userKey = Actor.recordKeys(project.id(), Actor.Kind.USER).getBytes(UTF_8);
      line.begin();
      line.text(Name.LINE_PROJECT, project.id());
      line.time(Name.LINE_RECEIVED_AT, facts.receivedAt());
      line.text(Name.LINE_PROTOCOL, protocol);
      this.beginning = line.beginning();
    }

    @Override
    public @Nullable String eventId(int event) {
      Members message = new Members(tape, event);
      return Ids.of(message.string(message.id(Name.MESSAGE_ID)));
    }

    @Override
    public Verdict decode(int event, BatchDecoder.Refusal refusal) {
      if (sharedContext != NONE) {
        tape.restore(sharedContext); // every event takes from it anew
      }
      Members message = Members.lookedUp(tape, event, NONE, messageRoom);
      Instant receivedAt = facts.receivedAt();
      int messageId = message.id(Name.MESSAGE_ID);

      int typeName = message.text(Name.TYPE);
      EventType type = typeName == NONE ? pathType : typeOf(typeName);
      if (type == null) {
        return typeName == NONE
            ? refusal.of(RejectionReason.MISSING_TYPE, "the event has no type")
            : refusal.of(
                RejectionReason.UNKNOWN_TYPE,
                "the type "
                    + Refusals.quote(tape.text(typeName))
                    + " is none of track, identify, page, screen, group, alias");
      }
      int name =
          switch (type) {
            case TRACK -> message.text(Name.EVENT);
            case PAGE, SCREEN -> pageName(message);
            case IDENTIFY, GROUP, ALIAS -> NONE;
          };
      if (type == EventType.TRACK && name == NONE) {
        return refusal.of(RejectionReason.MISSING_NAME, "the track has no event name");
      }
      int instanceId = message.id(Name.ANONYMOUS_ID);
      int userId = message.id(Name.USER_ID);
      if (instanceId == NONE && userId == NONE) {
        return refusal.of(
            RejectionReason.MISSING_ID, "the event neither has anonymousId nor userId");
      }
      int ownContext = message.filledObject(Name.CONTEXT);
      Members context = Members.lookedUp(tape, ownContext, sharedContext, contextRoom);
      int ownGroup = message.id(Name.GROUP_ID);
      int groupId = ownGroup != NONE ? ownGroup : context.id(Name.GROUP_ID);
      int previousId = message.id(Name.PREVIOUS_ID);
      if (message.isTooLong(messageId)
          || message.isTooLong(name)
          || message.isTooLong(instanceId)
          || message.isTooLong(userId)
          || message.isTooLong(groupId)
          || message.isTooLong(previousId)) {
        return refusal.of(
            RejectionReason.INVALID_EVENT,
            "an id or the name has more than " + Ids.MAX_LENGTH + " characters");
      }

      int claimed = message.take(Name.TIMESTAMP);
      if (claimed == NONE) {
        claimed = message.take(Name.ORIGINAL_TIMESTAMP);
      }
      Optional<Instant> claimedAt = message.time(claimed);
      Instant sentAt = sentAt(message);
      Instant original = claimedAt.orElse(sentAt != null ? sentAt : receivedAt);
      long skew =
          facts.isRetry() || project.trustedClock() ? 0 : EventClock.skewMillis(sentAt, receivedAt);
      Optional<EventClock.Decided> time = EventClock.decide(original, skew, receivedAt);
      if (time.isEmpty() || (claimed != NONE && claimedAt.isEmpty())) {
        return refusal.of(
            RejectionReason.INVALID_TIMESTAMP,
            "the timestamp "
                + (claimed == NONE ? original.toString() : Refusals.quote(tape.text(claimed)))
                + " is no time from 1995 on");
      }

      int properties = message.filledObject(Name.PROPERTIES);
      int traits = message.filledObject(Name.TRAITS);
      if (type == EventType.IDENTIFY && traits == NONE) {
        traits = context.filledObject(Name.TRAITS);
      }
      int integrations = message.filledObject(Name.INTEGRATIONS);
      message.take(Name.WRITE_KEY);
      // No SDK sends an address here; kept as it comes it would go against the project's policy.
      message.take(Name.IP);
      message.take(Name.REQUEST_IP);

      line.begin(beginning);
      if (messageId != NONE) {
        line.text(Name.LINE_EVENT_ID, tape, messageId);
      } else {
        line.text(Name.LINE_EVENT_ID, hash(type, event, claimed != NONE));
      }
      line.text(Name.TYPE, type.wireName());
      line.text(Name.NAME, tape, name);
      line.text(Name.LINE_INSTANCE_ID, tape, instanceId);
      line.text(Name.LINE_USER_ID, tape, userId);
      line.text(Name.LINE_GROUP_ID, tape, groupId);
      line.text(Name.LINE_PREVIOUS_ID, tape, previousId);
      Instant occurredAt = time.get().occurredAt();
      if (claimedAt.isPresent() && occurredAt.equals(original)) {
        line.time(Name.LINE_OCCURRED_AT, tape, claimed, occurredAt);
      } else {
        line.time(Name.LINE_OCCURRED_AT, occurredAt);
      }
      line.time(Name.LINE_SENT_AT, sentAt);
      if (claimedAt.isPresent()) {
        line.time(Name.LINE_ORIGINAL_TIMESTAMP, tape, claimed, original);
      } else {
        line.time(Name.LINE_ORIGINAL_TIMESTAMP, sentAt);
      }
      line.number(Name.LINE_CLOCK_CORRECTION_MS, time.get().correctionMillis());
      line.text(Name.LINE_CLOCK_CORRECTION_REASON, time.get().correctionReason());
      SegmentContext.lift(
          context,
          line,
          type == EventType.PAGE ? properties : NONE,
          requestIp,
          requestUserAgent,
          project.ipPolicy());
      leftOver(message, context);
      line.value(Name.PROPERTIES, tape, properties);
      line.value(Name.TRAITS, tape, traits);
      line.open(Name.INTEGRATIONS);
      line.rest(tape, integrations, sharedIntegrations);
      line.close();
      byte[] key =
          instanceId != NONE
              ? key(instanceKey, message, instanceId)
              : key(userKey, message, userId);
      return new Verdict.Accepted(key, line.end());
    }

    private @Nullable EventType typeOf(int typeName) {
      for (EventType type : EventType.values()) {
        if (tape.isText(typeName, type.wireName())) {
          return type;
        }
      }
      return EventType.of(tape.text(typeName).strip()).orElse(null);
    }

    private void leftOver(Members message, Members context) {
      int ofMessage = message.take(Name.LINE_LEFT_OVER);
      int ofContext = context.take(Name.LINE_LEFT_OVER);
      line.open(Name.CONTEXT);
      line.rest(context);
      line.open(Name.LINE_LEFT_OVER);
      line.rest(message);
      if (ofMessage == NONE || ofContext == NONE) {
        line.value(Name.LINE_LEFT_OVER, tape, ofMessage == NONE ? ofContext : ofMessage);
      } else {
        line.open(Name.LINE_LEFT_OVER);
        line.value(Name.LINE_LEFT_OVER, tape, ofMessage);
        line.value(Name.CONTEXT, tape, ofContext);
        line.close();
      }
      line.close();
      line.close();
    }

    // Jitsu's SDK has it in the properties alone.
    private int pageName(Members message) {
      int name = message.text(Name.NAME);
      return name != NONE
          ? name
          : new Members(tape, message.peek(Name.PROPERTIES)).peekText(Name.NAME);
    }

    /** The key of the actor's records: the beginning that they share, and the id. */
    private byte[] key(byte[] beginning, Members message, int id) {
      byte[] text;
      int from = 0;
      int length;
      if (tape.isString(id) && tape.isPlain(id) && tape.isClean(id)) {
        text = tape.json();
        from = tape.start(id) + 1;
        length = tape.length(id) - 2;
      } else {
        text = Objects.requireNonNull(message.string(id)).getBytes(UTF_8);
        length = text.length;
      }
      byte[] key = Arrays.copyOf(beginning, beginning.length + length);
      System.arraycopy(text, from, key, beginning.length, length);
      return key;
    }

    private @Nullable Instant sentAt(Members message) {
      int own = message.peek(Name.SENT_AT);
      Optional<Instant> time = message.time(own);
      if (own == NONE || time.isPresent()) {
        message.take(Name.SENT_AT);
      }
      return time.or(() -> sharedSentAt).orElse(null);
    }

    private String hash(EventType type, int event, boolean hasTime) {
      String kind = type.wireName();
      // sentAt is no time of the event: it differs between two sendings and is not hashed.
      return TapeHash.of(kind, tape, event, hasTime ? null : facts.receivedAt());
    }
  }
}
