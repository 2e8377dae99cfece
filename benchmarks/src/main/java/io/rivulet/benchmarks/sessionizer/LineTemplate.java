package io.rivulet.benchmarks.sessionizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.project.Project;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.PacketReader;
import io.rivulet.ingest.decode.RequestFacts;
import io.rivulet.ingest.decode.SegmentDecoder;
import io.rivulet.ingest.decode.Verdict;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A line of topic {@code events} as the collector wrote it, in which ids and times are put anew for
 * each event: so the form is the collector's own, and a line costs less than a microsecond.
 */
public final class LineTemplate {
  /** Between events of one template no id may be found by its text: this time stands for it. */
  public static final Instant OCCURRED_AT = Instant.parse("2026-01-02T03:04:05.678Z");

  /** Another time, that of the request. */
  public static final Instant RECEIVED_AT = Instant.parse("2026-01-02T03:04:06.789Z");

  private static final PacketReader PACKETS = new PacketReader(Limits.DEFAULT);
  private static final SegmentDecoder DECODER =
      new SegmentDecoder(
          Limits.DEFAULT,
          fault -> {
            throw fault;
          });

  private final byte[] key;
  private final byte[] line;
  private final List<Integer> keyInstances;
  private final List<Integer> eventIds;
  private final List<Integer> instances;
  private final List<Integer> occurred;
  private final List<Integer> received;

  private LineTemplate(Verdict.Accepted accepted) {
    this.key = accepted.key();
    this.line = accepted.line();
    Event event = EventJson.readEvent(line);
    String instance = Objects.requireNonNull(event.instanceId());
    this.keyInstances = places(key, instance);
    this.eventIds = places(line, event.eventId());
    this.instances = places(line, instance);
    this.occurred = places(line, OCCURRED_AT.toString());
    this.received = places(line, RECEIVED_AT.toString());
    if (eventIds.size() != 1 || instances.size() != 1 || occurred.isEmpty() || received.isEmpty()) {
      throw new IllegalArgumentException("no template: " + new String(line, UTF_8));
    }
  }

  /**
   * What the collector makes of an event.
   *
   * @param sent as an SDK sends it, with a messageId and an anonymousId of 36 characters and {@link
   *     #OCCURRED_AT} as its timestamp
   */
  public static LineTemplate of(String sent, Project project) {
    var facts = new RequestFacts(RECEIVED_AT, "192.0.2.7", null, null, false, null, null);
    Packet packet = PACKETS.read(sent.getBytes(UTF_8), Packet.Shape.SINGLE);
    Verdict verdict =
        DECODER.decode((Packet.Batch) packet, facts, project, null, SegmentDecoder.PROTOCOL).get(0);
    return new LineTemplate((Verdict.Accepted) verdict);
  }

  /** Puts another event in place of the one before. */
  void fill(byte[] eventId, byte[] instance, long occurredAtMillis, byte[] receivedAt) {
    put(instance, key, keyInstances);
    put(eventId, line, eventIds);
    put(instance, line, instances);
    put(time(occurredAtMillis), line, occurred);
    put(receivedAt, line, received);
  }

  /** The record's key; changes with the next event. */
  byte[] key() {
    return key;
  }

  /** The line; changes with the next event. */
  public byte[] line() {
    return line;
  }

  /** RFC 3339 with milliseconds. */
  public static byte[] time(long millis) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1_000L), 0, ZoneOffset.UTC);
    byte[] text = "0000-00-00T00:00:00.000Z".getBytes(UTF_8);
    digits(text, 3, time.getYear());
    digits(text, 6, time.getMonthValue());
    digits(text, 9, time.getDayOfMonth());
    digits(text, 12, time.getHour());
    digits(text, 15, time.getMinute());
    digits(text, 18, time.getSecond());
    digits(text, 22, (int) Math.floorMod(millis, 1_000L));
    return text;
  }

  private static void digits(byte[] text, int last, int number) {
    for (int place = last, rest = number; rest > 0; place--, rest /= 10) {
      text[place] = (byte) ('0' + rest % 10);
    }
  }

  private static void put(byte[] what, byte[] where, List<Integer> places) {
    for (int place : places) {
      System.arraycopy(what, 0, where, place, what.length);
    }
  }

  private static List<Integer> places(byte[] where, String what) {
    String text = new String(where, UTF_8);
    List<Integer> places = new ArrayList<>();
    for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) {
      places.add(at);
    }
    return List.copyOf(places);
  }
}
