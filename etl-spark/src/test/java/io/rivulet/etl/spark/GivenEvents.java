package io.rivulet.etl.spark;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.RejectedEventBuilder;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whatever the transforms tell apart, by chance: anonymous and signed-in events of both protocols,
 * sign-outs, descriptions, aliases in chains and rings, campaigns, bots, copies, different events
 * with one id, late ones, over a change of the clocks; and lines that nobody can read.
 */
@NullUnmarked // null is one of the chances
final class GivenEvents {
  private static final Instant FIRST = Instant.parse("2026-03-26T20:00:00Z");
  private static final int EVENTS = 400;

  /** The first is an event, though not as the archiver writes it; the others nobody can read. */
  private static final List<String> ODD_LINES =
      List.of(
          """
          {"event_id":"BATCH","type":"track","name":"Order Completed","instance_id":"i1",\
          "occurred_at":"2026-03-29T00:59:59.999999Z","received_at":"2026-03-29T01:00:00Z",\
          "protocol":"segment","unknown":{"a":[1]},"properties":{"n":1}}""",
          """
          {"event_id":"cut","type":"track","instance_id":"i1","occurred_at":"2026-03-29T01:00:00Z",\
          "received_at":"2026-03-29T01:00:00Z","properties":{"n""",
          "{\"event_id\": \"half a li",
          "{\"event_id\": \"no moment\", \"occurred_at\": \"yesterday\"}",
          "[]",
          "null",
          "{}",
          "text");

  private final Random random;
  private final List<Event> before = new ArrayList<>();
  private int batch;
  private int next;

  GivenEvents(long seed) {
    this.random = new Random(seed);
  }

  /** Writes what the archiver would of one more hour, into each of the lakes the same. */
  void archive(String project, List<Path> lakes) throws IOException {
    batch++;
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(event(project));
    }
    before.stream()
        .filter(e -> e.project().equals(project) && random.nextInt(20) == 0)
        .forEach(events::add);
    before.addAll(events);
    Collections.shuffle(events, random);
    List<byte[]> lines = new ArrayList<>();
    events.forEach(e -> lines.add(EventJson.write(e)));
    for (String line : ODD_LINES) {
      lines.add(line.replace("BATCH", project + batch).getBytes(StandardCharsets.UTF_8));
    }
    int half = lines.size() / 2;
    put(lakes, Area.RAW, project, lines.subList(0, half), 0);
    put(lakes, Area.RAW, project, lines.subList(half, lines.size()), half);
    put(lakes, Area.QUARANTINE, project, refused(project), 0);
  }

  private Event event(String project) {
    String id = "e" + (next++ % 700 == 699 ? next / 2 : next);
    Instant at =
        FIRST.plusMillis(1_000L * 60 * random.nextInt(8 * 24 * 60) + 250L * random.nextInt(4));
    String instance = "i" + random.nextInt(9);
    EventBuilder event =
        EventBuilder.builder()
            .eventId(id)
            .project(project)
            .type(EventType.TRACK)
            .name(one("Clicked", "Order Completed", "Viewed \"it\", twice\n", null))
            .instanceId(instance)
            .occurredAt(at)
            .receivedAt(at.plusSeconds(one(1, 90, 5_000, 100_000, 900_000)))
            .protocol("segment")
            .isBot(one(null, null, null, false, true))
            .country(one(null, "AT", "Österreich"))
            .language(one(null, "de", "en-GB"))
            .timezone(one(null, "Europe/Vienna"))
            .device(one(null, null, new Event.Device("d", "mobile", null, "M " + instance, null)))
            .os(one(null, new Event.Os("iOS", "17"), new Event.Os(null, "1")))
            .browser(one(null, null, new Event.Browser("Firefox", "130")))
            .library(
                one(
                    null,
                    new Event.Library("analytics-node", "2"),
                    new Event.Library("curl", null)))
            .screen(one(null, new Event.Screen(390, 844, 2.5)))
            .app(one(null, new Event.App("Shop", "1." + batch, null, null)))
            .campaign(
                one(
                    null,
                    null,
                    null,
                    new Event.Campaign(one("spring", "late"), "mail", null, null, null)))
            .properties(
                json(
                    one(
                        """
                        {"price":12.50,"n":3,"list":[1,null,{"a":"ü"}],"big":1234567890123456789012,
                        "it's":"\\"q\\" \\\\ \\n","ö":"😀","none":null}""",
                        """
                        {"price":"12.50","n":12345678.50,"big":0.1e-3,"":{"deep":[[{}]]},"ö":"a\\u0000b"}""",
                        "{}",
                        null)));
    return switch (random.nextInt(12)) {
      case 0, 1 -> event.userId("u" + random.nextInt(5)).build();
      case 2 -> event.instanceId(null).userId("u" + random.nextInt(5)).build();
      case 3 ->
          event
              .type(EventType.IDENTIFY)
              .name(null)
              .userId("u" + random.nextInt(5))
              .traits(json("{\"plan\":\"p" + random.nextInt(9) + "\",\"age\":1.5}"))
              .build();
      case 4 ->
          event
              .type(EventType.ALIAS)
              .name(null)
              .previousId(one("u", "i") + random.nextInt(6))
              .userId("u" + random.nextInt(6))
              .build();
      case 5, 6 ->
          event
              .type(one(EventType.PAGE, EventType.SCREEN))
              .page(one(null, page("/news"), page("/" + id), page("/über uns")))
              .build();
      case 7 ->
          event.protocol("revolt").name("user.signedIn").userId("u" + random.nextInt(5)).build();
      case 8 -> event.protocol("revolt").name("user.signedOut").userId(null).build();
      case 9 -> event.protocol("revolt").name("system.appInstanceData").build();
      case 10 -> event.protocol("revolt").userId(one(null, "u1")).build();
      default -> event.build();
    };
  }

  private static Event.Page page(String path) {
    return new Event.Page("https://x" + path, path, null, "T", null);
  }

  private List<byte[]> refused(String project) {
    List<byte[]> lines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lines.add(
          EventJson.write(
              RejectedEventBuilder.builder()
                  .project(project)
                  .receivedAt(FIRST.plusSeconds(i / 2))
                  .reason(one(RejectionReason.values()))
                  .message("refused, \"for\" a reason " + i)
                  .protocol("segment")
                  .eventId(one(null, "r" + i))
                  .index(one(null, i))
                  .raw("a\u0000b\n" + i)
                  .isCut(false)
                  .build()));
    }
    return lines;
  }

  private void put(List<Path> lakes, Area area, String project, List<byte[]> lines, int offset)
      throws IOException {
    String topic = area == Area.RAW ? Topics.EVENTS_SESSIONIZED : Topics.EVENTS_REJECTED;
    Instant received = FIRST.plusSeconds(86_400L * (20 + batch));
    for (Path lake : lakes) {
      Path file =
          lake.resolve(
              LakeObject.of(area, project, received, topic, 0, 10_000L * batch + offset).key());
      Files.createDirectories(file.getParent());
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        for (byte[] line : lines) {
          out.write(line);
          out.write('\n');
        }
      }
    }
  }

  private static @Nullable JsonNode json(@Nullable String text) {
    return text == null ? null : EventJson.mapper().readTree(text);
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }
}
