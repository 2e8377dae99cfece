package io.rivulet.ingest.decode;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.PacketReader;
import io.rivulet.ingest.clean.Ids;
import io.rivulet.ingest.clean.IpAddress;
import io.rivulet.ingest.plan.Plans;
import io.rivulet.ingest.time.EventClock;
import io.rivulet.ingest.time.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

  /**
   * One verdict for each event of the batch, in its order; one rejection for an empty batch.
   *
   * @param appInstanceId the installation, as the path names it
   */
  public List<Verdict> decode(
      Packet.Batch batch, RequestFacts facts, Project project, String appInstanceId) {
    Refusals refusals = Refusals.of(project, facts, PROTOCOL);
    long skew = project.trustedClock() ? 0 : skewMillis(batch, facts.receivedAt());
    return batches.decode(
        batch, project, refusals, new One(facts, project, Ids.of(appInstanceId), skew, refusals));
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
            .flatMap(item -> Stream.ofNullable(PacketReader.tree(item)))
            .flatMap(event -> timestamp(event).stream())
            .filter(time -> time.isBefore(receivedAt.plus(CREDIBLE_SKEW)))
            .max(Instant::compareTo);
    return newest
        .filter(time -> time.isAfter(receivedAt))
        .map(time -> EventClock.skewMillis(time, receivedAt))
        .orElse(0L);
  }

  private static Optional<Instant> timestamp(JsonNode event) {
    JsonNode timestamp = event.path("meta").get("timestamp");
    return timestamp == null ? Optional.empty() : Timestamps.parse(timestamp);
  }

  /** The decoding of the events of one request. */
  private record One(
      RequestFacts facts,
      Project project,
      @Nullable String instanceId,
      long skewMillis,
      Refusals refusals)
      implements BatchDecoder.EventDecoder {

    @Override
    public @Nullable String eventId(JsonNode event) {
      return Ids.of(event.path("meta").get("id"));
    }

    @Override
    public Verdict decode(ObjectNode sent, String item, int index) {
      Members message = new Members(sent);
      Members meta = message.object("meta");
      JsonNode data = message.filledObject("data");
      Instant receivedAt = facts.receivedAt();
      String sentId = meta.id("id");

      String revoltType = meta.text("type");
      if (revoltType == null) {
        return refusals.event(
            RejectionReason.MISSING_TYPE, "the event has no meta.type", sentId, index, item);
      }
      if (instanceId == null) {
        return refusals.event(
            RejectionReason.MISSING_ID, "the path names no app instance", sentId, index, item);
      }
      Members known = new Members(data);
      EventType type = typeOf(revoltType);
      String name =
          switch (type) {
            case SCREEN -> known.text("activity");
            case IDENTIFY -> null;
            default -> revoltType;
          };
      String userId = revoltType.startsWith("user.") ? known.id("appUserId") : null;
      if (Stream.of(sentId, name, instanceId, userId)
          .anyMatch(id -> id != null && id.length() > Ids.MAX_LENGTH)) {
        return refusals.event(
            RejectionReason.INVALID_EVENT,
            "an id or the type has more than " + Ids.MAX_LENGTH + " characters",
            sentId,
            index,
            item);
      }

      JsonNode claimed = meta.take("timestamp");
      Optional<Instant> claimedAt = claimed == null ? Optional.empty() : Timestamps.parse(claimed);
      Optional<EventClock.Decided> time =
          EventClock.decide(
              claimedAt.orElse(receivedAt), claimedAt.isPresent() ? skewMillis : 0, receivedAt);
      if (time.isEmpty() || (claimed != null && claimedAt.isEmpty())) {
        return refusals.event(
            RejectionReason.INVALID_TIMESTAMP,
            "meta.timestamp " + Refusals.quote(claimed) + " is no time from 1995 on",
            sentId,
            index,
            item);
      }

      EventBuilder event =
          EventBuilder.builder()
              .eventId(sentId != null ? sentId : hash(sent, claimed != null))
              .project(project.id())
              .type(type)
              .name(name)
              .instanceId(instanceId)
              .userId(userId)
              .occurredAt(time.get().occurredAt())
              .receivedAt(receivedAt)
              .originalTimestamp(claimedAt.orElse(null))
              .clockCorrectionMs(time.get().correctionMillis())
              .clockCorrectionReason(time.get().correctionReason())
              .protocol(PROTOCOL)
              .ip(IpAddress.keep(project.ipPolicy(), facts.ip()))
              .userAgent(facts.userAgent());
      if (type == EventType.IDENTIFY) {
        event.traits(known.rest());
      } else {
        event.properties(data);
      }
      if (revoltType.equals("system.appInstanceData")) {
        describeInstance(known, event);
      }
      if (type != EventType.TRACK) {
        meta.put("type", sent.path("meta").get("type"));
      }
      message.putBack("meta", meta);
      Members context = new Members(null);
      context.put(SegmentDecoder.LEFT_OVER, message.rest());
      return Verdict.Accepted.of(event.context(context.rest()).build());
    }

    private static EventType typeOf(String revoltType) {
      return switch (revoltType) {
        case "user.signedIn", "user.profile" -> EventType.IDENTIFY;
        case "ui.activity.resumed" -> EventType.SCREEN;
        default -> EventType.TRACK;
      };
    }

    private String hash(ObjectNode sent, boolean hasTime) {
      return hasTime
          ? EventHash.of(PROTOCOL + '|' + instanceId, sent)
          : EventHash.of(PROTOCOL + '|' + instanceId, sent, facts.receivedAt());
    }

    private static void describeInstance(Members data, EventBuilder event) {
      boolean isMobile = data.peek("mobileDevice") != null;
      Members app = data.object("app");
      Members device = data.object("device");
      Members mobileDevice = data.object("mobileDevice");
      event
          .library(new Event.Library("revolt", app.text("sdkVersion")))
          .app(new Event.App(app.text("code"), app.text("version"), null, null))
          .device(
              new Event.Device(
                  mobileDevice.text("deviceId"),
                  isMobile || "mobile".equals(app.text("type")) ? "mobile" : null,
                  device.text("brand"),
                  device.text("model"),
                  null))
          .os(new Event.Os(device.text("os"), device.text("osVersion")))
          .screen(
              new Event.Screen(
                  device.integer("screenResWidthPx"), device.integer("screenResHeightPx"), null))
          .timezone(timeZone(device.integer("zoneOffset")));
      String locale = device.text("language");
      if (locale != null) {
        event.locale(locale).language(locale.split("[-_]", 2)[0].toLowerCase(Locale.ROOT));
      }
    }

    /**
     * The zone of an offset in minutes, such as {@code UTC+02:00}. The Python SDK counts west of
     * Greenwich from the other side: 1140 means -300.
     */
    private static @Nullable String timeZone(@Nullable Integer offsetMinutes) {
      if (offsetMinutes == null) {
        return null;
      }
      int minutes = offsetMinutes > 840 ? offsetMinutes - 1440 : offsetMinutes;
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
