package io.rivulet.ingest.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.clean.CleanText;
import io.rivulet.ingest.body.Body;
import io.rivulet.ingest.body.BodyReader;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.PacketReader;
import io.rivulet.ingest.body.RawText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import tools.jackson.databind.json.JsonMapper;

class DecoderProperties {
  private static final Limits LIMITS = new Limits(4_000, 400, 5);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> NAMES =
      List.of(
          "type",
          "event",
          "name",
          "userId",
          "anonymousId",
          "messageId",
          "groupId",
          "previousId",
          "timestamp",
          "originalTimestamp",
          "sentAt",
          "properties",
          "traits",
          "context",
          "integrations",
          "meta",
          "data",
          "id",
          "app",
          "device",
          "os",
          "screen",
          "page",
          "width",
          "density",
          "ip",
          "locale",
          "library",
          "version",
          "zoneOffset",
          "appUserId",
          "mobileDevice",
          "\0",
          "\uD800",
          "é");
  private static final List<String> VALUES =
      List.of(
          "track",
          "identify",
          "page",
          "screen",
          "alias",
          "u1",
          "",
          " ",
          "null",
          "\0x",
          "\uDC00",
          "2026-03-01T10:00:00Z",
          "1767225600000",
          "yesterday",
          "user.signedIn",
          "system.appInstanceData",
          "ui.activity.resumed",
          "192.0.2.7",
          "::1%x",
          "😀");

  @Property(tries = 300)
  void any_bytes_end_in_a_value(@ForAll byte[] bytes, @ForAll Packet.Shape shape) {
    Body body = new BodyReader(LIMITS).read(bytes, null);
    RawText raw = RawText.of(bytes, Given.PROJECT.ipPolicy());

    assertThat(raw.text().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(RawText.MAX_BYTES + 7);
    if (body instanceof Body.Text text) {
      new PacketReader(LIMITS).read(text.utf8(), shape);
    }
  }

  @Property(tries = 300)
  void any_events_are_accepted_or_rejected_and_none_is_lost(@ForAll("events") List<String> events) {
    String array = "[" + String.join(",", events) + "]";
    Packet segment =
        new PacketReader(LIMITS)
            .read(("{\"batch\":" + array + "}").getBytes(UTF_8), Packet.Shape.BATCH);
    Packet revolt = new PacketReader(LIMITS).read(array.getBytes(UTF_8), Packet.Shape.ARRAY);

    List<Verdict> verdicts = new ArrayList<>();
    verdicts.addAll(
        new SegmentDecoder(LIMITS, Given::fail)
            .decode(
                (Packet.Batch) segment, Given.FACTS, Given.PROJECT, null, SegmentDecoder.PROTOCOL));
    verdicts.addAll(
        new RevoltDecoder(LIMITS, Given::fail)
            .decode((Packet.Batch) revolt, Given.FACTS, Given.PROJECT));

    assertThat(verdicts).hasSize(2 * Math.max(1, events.size()));
    assertThat(verdicts).allSatisfy(DecoderProperties::isWrittenAndReadAgain);
  }

  /** What is written is one clean line that every later stage can read. */
  private static void isWrittenAndReadAgain(Verdict verdict) {
    if (verdict instanceof Verdict.Accepted accepted) {
      byte[] line = accepted.line();
      Event event = accepted.event();
      assertThat(EventJson.readEvent(EventJson.write(event))).isEqualTo(event);
      assertThat(new String(accepted.key(), UTF_8)).isEqualTo(event.actor().recordKey());
      assertThat(new String(line, UTF_8)).doesNotContain("\n").doesNotContain("\\u0000");
      assertThat(CleanText.clean(EventJson.mapper().readTree(line)))
          .isEqualTo(EventJson.mapper().readTree(line));
    } else {
      RejectedEvent rejected = ((Verdict.Rejected) verdict).rejected();
      byte[] line = EventJson.write(rejected);
      assertThat(EventJson.write(EventJson.readRejected(line))).isEqualTo(line);
    }
  }

  @Provide
  Arbitrary<List<String>> events() {
    return json(4).list().ofMaxSize(8);
  }

  static Arbitrary<String> json(int depth) {
    return depth == 0
        ? scalar()
        : Arbitraries.frequencyOf(
            Tuple.of(2, scalar()),
            Tuple.of(
                1, json(depth - 1).list().ofMaxSize(3).map(l -> "[" + String.join(",", l) + "]")),
            Tuple.of(4, object(depth)));
  }

  private static Arbitrary<String> scalar() {
    return Arbitraries.oneOf(
        Arbitraries.of(VALUES).map(DecoderProperties::quote),
        Arbitraries.strings().ofMaxLength(12).map(DecoderProperties::quote),
        Arbitraries.of(
            "true",
            "false",
            "null",
            "NaN",
            "-Infinity",
            "0",
            "-1",
            "1.50",
            "1767225600000",
            "1e400",
            "-1E-999999999",
            "1e9999999999",
            "123456789012345678901234567890",
            "1140",
            "9".repeat(1200)));
  }

  private static Arbitrary<String> object(int depth) {
    Arbitrary<String> member =
        Combinators.combine(Arbitraries.of(NAMES), json(depth - 1))
            .as((n, v) -> quote(n) + ":" + v);
    return member
        .list()
        .ofMaxSize(6)
        .map(m -> m.stream().collect(Collectors.joining(",", "{", "}")));
  }

  // Escapes half characters, which JSON can carry but UTF-8 cannot.
  private static String quote(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                Character.isBmpCodePoint(c) && (c < 0x20 || Character.isSurrogate((char) c))
                    ? "\\u%04x".formatted(c)
                    : JSON.writeValueAsString(Character.toString(c)).replaceAll("^\"|\"$", ""))
        .map(c -> c.equals("\\") ? "\\\"" : c)
        .collect(Collectors.joining("", "\"", "\""));
  }
}
