package io.rivulet.ingest.decode;

import static io.rivulet.ingest.body.JsonTape.NONE;

import io.rivulet.event.Actor;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.clean.Ids;
import io.rivulet.event.project.Project;
import io.rivulet.event.time.EventClock;
import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Name;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.clean.IpAddress;
import io.rivulet.ingest.plan.Plans;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes events of the Revolt protocol, {@code {"meta":{"id","type","timestamp"},"data":{...}}}.
 * The type becomes the name of a track, except that {@code user.signedIn} and {@code user.profile}
 * are identifies and {@code ui.activity.resumed} is a screen: the one of an activity's six life
 * events that says it is looked at, so that one visit is one screen. Members it does not know are
 * kept under {@code context._message}.
 */
public final class RevoltDecoder {
  /** Name of the protocol in events and rejections. */
  public static final String PROTOCOL = "revolt";

  // A timestamp farther ahead than this is no evidence of how wrong the clock is.
  private static final Duration CREDIBLE_SKEW = Duration.ofDays(1);

  private static final Pattern META = Pattern.compile("\"meta\"\\s*+:");

  private final BatchDecoder batches;

  /**
   * @param onFault told of each fault of the decoder itself
   */
  public RevoltDecoder(Limits limits, Consumer<RuntimeException> onFault) {
    this(limits, onFault, Plans.NONE);
  }

  /**
   * @param onFault told of each fault of the decoder itself
   * @param plans that decoded events are held against
   */
  public RevoltDecoder(Limits limits, Consumer<RuntimeException> onFault, Plans plans) {
    this.batches = new BatchDecoder(limits, onFault, plans);
  }

  /** One verdict for each event of the batch, in its order; one rejection for an empty batch. */
  public List<Verdict> decode(Packet.Batch batch, RequestFacts facts, Project project) {
    Refusals refusals = Refusals.of(project, facts, PROTOCOL);
    long skew = project.trustedClock() ? 0 : skewMillis(batch, facts.receivedAt());
    return batches.decode(
        batch, project, refusals, new OneByOne(batch.tape(), facts, project, skew));
  }

  /** About how many events a text carries that cannot be taken apart; at least 1. */
  public static int eventsIn(String broken) {
    return Math.max(1, (int) META.matcher(broken).results().count());
  }

  /**
   * Revolt does not say when it sent. A batch whose newest event lies ahead of us shows a fast
   * clock, and by how much at least. One that lies behind shows nothing: the device may have been
   * offline.
   */
  private static long skewMillis(Packet.Batch batch, Instant receivedAt) {
    Optional<Instant> newest =
        batch.items().stream()
            .flatMap(event -> timestamp(batch.tape(), event).stream())
            .filter(time -> time.isBefore(receivedAt.plus(CREDIBLE_SKEW)))
            .max(Instant::compareTo);
    return newest
        .filter(time -> time.isAfter(receivedAt))
        .map(time -> EventClock.skewMillis(time, receivedAt))
        .orElse(0L);
  }

  private static Optional<Instant> timestamp(JsonTape tape, int event) {
    Members meta = new Members(tape, tape.member(event, Name.META));
    return meta.time(meta.peek(Name.TIMESTAMP));
  }

  /** The decoding of the events of one request. */
  private static final class OneByOne implements BatchDecoder.EventDecoder {
    private final JsonTape tape;
    private final RequestFacts facts;
    private final Project project;
    private final @Nullable String instanceId;
    private final long skewMillis;
    private final @Nullable String requestIp;
    private final LineWriter line = new LineWriter();

    OneByOne(JsonTape tape, RequestFacts facts, Project project, long skewMillis) {
      this.tape = tape;
      this.facts = facts;
      this.project = project;
      this.instanceId = Ids.of(facts.appInstanceId());
      this.skewMillis = skewMillis;
      this.requestIp = IpAddress.keep(project.ipPolicy(), facts.ip());
    }

    @Override
    public @Nullable String eventId(int event) {
      Members meta = new Members(tape, tape.member(event, Name.META));
      return Ids.of(meta.string(meta.id(Name.ID)));
    }

    @Override
    public Verdict decode(int event, BatchDecoder.Refusal refusal) {
      Members message = new Members(tape, event);
      Members meta = message.object(Name.META);
      int properties = message.filledObject(Name.DATA);
      Members data = new Members(tape, properties);
      Instant receivedAt = facts.receivedAt();
      int messageId = meta.id(Name.ID);

      int revoltTypeName = meta.peekText(Name.TYPE);
      String revoltType = meta.string(revoltTypeName);
      if (revoltType == null) {
        return refusal.of(RejectionReason.MISSING_TYPE, "the event has no meta.type");
      }
      if (instanceId == null) {
        return refusal.of(RejectionReason.MISSING_ID, "the path names no app instance");
      }
      EventType type = typeOf(revoltType);
      int name =
          switch (type) {
            case SCREEN -> data.text(Name.ACTIVITY);
            case IDENTIFY -> NONE;
            default -> meta.text(Name.TYPE);
          };
      int userId = revoltType.startsWith("user.") ? data.id(Name.APP_USER_ID) : NONE;
      if (meta.isTooLong(messageId)
          || meta.isTooLong(name)
          || meta.isTooLong(userId)
          || instanceId.length() > Ids.MAX_LENGTH) {
        return refusal.of(
            RejectionReason.INVALID_EVENT,
            "an id or the type has more than " + Ids.MAX_LENGTH + " characters");
      }

      int claimed = meta.take(Name.TIMESTAMP);
      Optional<Instant> claimedAt = meta.time(claimed);
      Optional<EventClock.Decided> time =
          EventClock.decide(
              claimedAt.orElse(receivedAt), claimedAt.isPresent() ? skewMillis : 0, receivedAt);
      if (time.isEmpty() || (claimed != NONE && claimedAt.isEmpty())) {
        return refusal.of(
            RejectionReason.INVALID_TIMESTAMP,
            "meta.timestamp " + Refusals.quote(tape.text(claimed)) + " is no time from 1995 on");
      }

      line.begin();
      if (messageId != NONE) {
        line.text(Name.LINE_EVENT_ID, tape, messageId);
      } else {
        line.text(Name.LINE_EVENT_ID, hash(event, claimed != NONE));
      }
      line.text(Name.LINE_PROJECT, project.id());
      line.text(Name.TYPE, type.wireName());
      line.text(Name.NAME, tape, name);
      line.text(Name.LINE_INSTANCE_ID, instanceId);
      line.text(Name.LINE_USER_ID, tape, userId);
      line.time(Name.LINE_OCCURRED_AT, time.get().occurredAt());
      line.time(Name.LINE_RECEIVED_AT, receivedAt);
      line.time(Name.LINE_ORIGINAL_TIMESTAMP, claimedAt.orElse(null));
      line.number(Name.LINE_CLOCK_CORRECTION_MS, time.get().correctionMillis());
      line.text(Name.LINE_CLOCK_CORRECTION_REASON, time.get().correctionReason());
      line.text(Name.LINE_PROTOCOL, PROTOCOL);
      line.text(Name.IP, requestIp);
      line.text(Name.LINE_USER_AGENT, facts.userAgent());
      if (revoltType.equals("system.appInstanceData")) {
        describeInstance(data);
      }
      line.open(Name.CONTEXT);
      line.open(Name.LINE_LEFT_OVER);
      line.rest(message);
      line.close();
      line.close();
      if (type == EventType.IDENTIFY) {
        line.open(Name.TRAITS);
        line.rest(data);
        line.close();
      } else {
        line.value(Name.PROPERTIES, tape, properties);
      }
      Actor actor = new Actor(project.id(), Actor.Kind.INSTANCE, instanceId);
      return new Verdict.Accepted(actor.recordKey().getBytes(StandardCharsets.UTF_8), line.end());
    }

    private static EventType typeOf(String revoltType) {
      return switch (revoltType) {
        case "user.signedIn", "user.profile" -> EventType.IDENTIFY;
        case "ui.activity.resumed" -> EventType.SCREEN;
        default -> EventType.TRACK;
      };
    }

    private String hash(int event, boolean hasTime) {
      String kind = PROTOCOL + '|' + instanceId;
      return TapeHash.of(kind, tape, event, hasTime ? null : facts.receivedAt());
    }

    /** Writes what the event says of the installation; the properties keep all of it. */
    private void describeInstance(Members data) {
      boolean isMobile = data.peek(Name.MOBILE_DEVICE) != NONE;
      Members app = data.object(Name.APP);
      Members device = data.object(Name.DEVICE);
      Members mobileDevice = data.object(Name.MOBILE_DEVICE);
      line.open(Name.LIBRARY);
      line.text(Name.NAME, PROTOCOL);
      line.text(Name.VERSION, tape, app.text(Name.SDK_VERSION));
      line.close();
      line.open(Name.APP);
      line.text(Name.NAME, tape, app.text(Name.CODE));
      line.text(Name.VERSION, tape, app.text(Name.VERSION));
      line.close();
      line.open(Name.DEVICE);
      line.text(Name.ID, tape, mobileDevice.text(Name.DEVICE_ID));
      String appType = app.string(app.text(Name.TYPE));
      if ("backend".equals(appType)) {
        line.text(Name.TYPE, "server");
      } else if (isMobile || "mobile".equals(appType)) {
        line.text(Name.TYPE, "mobile");
      } else if ("desktop".equals(appType)) {
        line.text(Name.TYPE, "desktop");
      }
      line.text(Name.MANUFACTURER, tape, device.text(Name.BRAND));
      line.text(Name.MODEL, tape, device.text(Name.MODEL));
      line.close();
      line.open(Name.OS);
      line.text(Name.NAME, tape, device.text(Name.OS));
      line.text(Name.VERSION, tape, device.text(Name.OS_VERSION));
      line.close();
      line.open(Name.SCREEN);
      line.value(Name.WIDTH, tape, device.integer(Name.SCREEN_RES_WIDTH_PX));
      line.value(Name.HEIGHT, tape, device.integer(Name.SCREEN_RES_HEIGHT_PX));
      line.close();
      line.text(Name.TIMEZONE, timeZone(device.integer(Name.ZONE_OFFSET)));
      String locale = device.string(device.text(Name.LANGUAGE));
      if (locale != null) {
        line.text(Name.LOCALE, locale);
        line.text(Name.LANGUAGE, locale.split("[-_]", 2)[0].toLowerCase(Locale.ROOT));
      }
    }

    /**
     * The zone of an offset in minutes, such as {@code UTC+02:00}. The Python SDK counts west of
     * Greenwich from the other side: 1140 means -300.
     */
    private @Nullable String timeZone(int offset) {
      if (offset == NONE) {
        return null;
      }
      int sent = new BigDecimal(tape.source(offset)).intValueExact();
      int minutes = sent > 840 ? sent - 1440 : sent;
      if (minutes < -720 || minutes > 840) {
        return null;
      }
      return minutes == 0
          ? "UTC"
          : String.format(
              Locale.ROOT,
              "UTC%s%02d:%02d",
              minutes < 0 ? "-" : "+",
              Math.abs(minutes) / 60,
              Math.abs(minutes) % 60);
    }
  }
}
