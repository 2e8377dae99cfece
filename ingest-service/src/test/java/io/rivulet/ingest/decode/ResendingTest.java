package io.rivulet.ingest.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectedEventBuilder;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.resend.Door;
import io.rivulet.event.resend.Resending;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.PacketReader;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An event is decoded as if it had been accepted at once, and as it is sent again hours later: both
 * must be the same event.
 */
class ResendingTest {
  private static final Instant THEN = Instant.parse("2026-03-01T10:59:00Z");
  private static final Instant NOW = Instant.parse("2026-03-05T15:20:00Z");
  private static final String AGENT = "Mozilla/5.0";
  private static final Project PROJECT = project("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"messageId\":\"m\",\"timestamp\":\"2026-02-01T10:00:00Z\"}",
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"timestamp\":\"2026-02-01T10:00:00Z\"}",
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\"}",
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":7,\"sentAt\":\"2026-03-01T10:58:00Z\"}",
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"originalTimestamp\":\"2026-02-01T10:00:00Z\"}",
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"timestamp\":1767225600000,\"messageId\":\" \"}",
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"timestamp\":\"2026-03-02T10:00:00Z\"}",
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"timestamp\":\"2026-03-01T09:00:00Z\",\"sentAt\":\"2026-03-01T09:01:00Z\"}",
        "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"sentAt\":\"2026-03-01T09:01:00Z\"}",
        "{\"type\":\"identify\",\"anonymousId\":\"a\",\"traits\":{\"n\":123456789012345678901234567890,\"d\":1.10}}",
        "{\"type\":\"page\",\"anonymousId\":\"a\",\"context\":{\"ip\":\"192.0.2.77\",\"userAgent\":\"Own\",\"app\":{\"name\":\"Own\"}}}",
        "{\"event\":\"E\",\"userId\":\"u\",\"x\":[1,{\"y\":null}],\"context\":\"odd\"}",
        "{\"event\":\"E\",\"userId\":\"u\",\"context\":{\"locale\":\"de\"},\"integrations\":{\"Own\":false}}",
      })
  void sent_again_it_is_the_event_that_it_would_have_been(String item) {
    String shared =
        "{\"context\":{\"app\":{\"name\":\"Shop\"},\"locale\":\"en\"},\"integrations\":{\"All\":true}}";
    String accepted =
        item.contains("\"type\"") ? item : item.replace("{\"event", "{\"type\":\"track\",\"event");

    Event then = segment(batch(accepted, shared), facts(THEN, AGENT, "203.0.113.77"), PROJECT);
    Event again =
        segment(resent(segmentLine(item, shared, "/v1/track"), PROJECT), replayed(), PROJECT);

    String id = item.contains("\"type\"") ? then.eventId() : again.eventId();
    assertThat(again.eventId()).isEqualTo(id);
    assertSame(again, then);
  }

  @Test
  void an_event_without_an_id_gets_the_one_of_its_content_and_hour() {
    String item = "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\"}";

    Event again = segment(resent(segmentLine(item, null, null), PROJECT), replayed(), PROJECT);
    Event sameHour =
        segment(batch(item, "{}"), facts(THEN.minusSeconds(3_000), AGENT, null), PROJECT);
    Event nextHour = segment(batch(item, "{}"), facts(THEN.plusSeconds(60), AGENT, null), PROJECT);

    assertThat(again.eventId()).isEqualTo(sameHour.eventId()).isNotEqualTo(nextHour.eventId());
  }

  @Test
  void a_retry_and_a_trusted_clock_are_not_corrected() {
    String item =
        "{\"type\":\"page\",\"userId\":\"u\",\"timestamp\":\"2026-03-01T09:00:00Z\",\"sentAt\":\"2026-03-01T09:01:00Z\"}";
    RejectedEvent retry =
        RejectedEventBuilder.builder(segmentLine(item, null, null)).isRetry(true).build();

    Event ofRetry = segment(resent(retry, PROJECT), replayed(), PROJECT);
    Event ofServer =
        segment(
            resent(segmentLine(item, null, null), project("trusted-clock: true")),
            replayed(),
            PROJECT);

    assertThat(ofRetry.occurredAt()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
    assertThat(ofServer.occurredAt()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
  }

  @Test
  void the_header_says_when_it_was_sent_where_nothing_else_does() {
    RejectedEvent line =
        RejectedEventBuilder.builder(
                segmentLine("{\"type\":\"page\",\"userId\":\"u\"}", null, null))
            .sentAt("2026-03-01T10:58:30Z")
            .build();

    assertThat(segment(resent(line, PROJECT), replayed(), PROJECT).occurredAt())
        .isEqualTo(Instant.parse("2026-03-01T10:58:30Z"));
  }

  @Test
  void an_old_line_does_not_get_the_address_of_whoever_replays_it() {
    RejectedEvent old =
        new RejectedEvent(
            "shop",
            THEN,
            RejectionReason.MISSING_ID,
            "m",
            "segment",
            null,
            0,
            "{\"type\":\"page\",\"userId\":\"u\"}");

    Event again = segment(resent(old, PROJECT), replayed(), PROJECT);

    assertThat(again.ip()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"meta\":{\"id\":\"r\",\"type\":\"t\",\"timestamp\":1767225600000},\"data\":{\"x\":1}}",
        "{\"meta\":{\"type\":\"t\",\"timestamp\":1767225600000}}",
        "{\"meta\":{\"type\":\"user.signedIn\"},\"data\":{\"appUserId\":\"u\"}}",
        "{\"meta\":{\"id\":\"r\",\"type\":\"t\",\"timestamp\":\"2026-03-01T11:30:00Z\"}}",
        "{\"meta\":{\"id\":\"r\",\"type\":\"t\",\"timestamp\":\"2030-03-01T11:30:00Z\"}}",
      })
  void a_revolt_event_sent_again_is_the_event_that_it_would_have_been(String item) {
    Event then = revolt("[" + item + "]", facts(THEN, AGENT, "203.0.113.77"));

    Resending.Sendable sendable = sendable(revoltLine(item, "inst/1"), PROJECT);

    assertThat(sendable.door()).isEqualTo(new Door("inst/1", AGENT, "203.0.113.0"));
    Event again =
        revolt(
            "[" + new String(sendable.events().get(0), UTF_8) + "]",
            facts(NOW, AGENT, "203.0.113.0"));
    assertThat(again.eventId()).isEqualTo(then.eventId());
    assertSame(again, then);
  }

  @Test
  void a_refused_request_is_taken_apart() {
    RejectedEvent request =
        RejectedEventBuilder.builder(segmentLine("", null, "/v1/batch"))
            .index(null)
            .reason(RejectionReason.ORIGIN_NOT_ALLOWED)
            .raw(
                "{\"context\":{\"locale\":\"en\"},\"batch\":[{\"type\":\"page\",\"userId\":\"u\"},{\"type\":\"page\",\"userId\":\"v\"}]}")
            .build();

    List<byte[]> events = sendable(request, PROJECT).events();

    assertThat(events).hasSize(2);
    assertThat(new String(events.get(1), UTF_8))
        .contains("\"userId\":\"v\"", "\"locale\":\"en\"", "messageId");
  }

  @Test
  void a_refused_request_of_one_event_gets_the_type_of_its_route() {
    RejectedEvent request =
        RejectedEventBuilder.builder(segmentLine("{\"userId\":\"u\"}", null, "/v1/identify"))
            .index(null)
            .build();

    Event again = segment(resent(request, PROJECT), replayed(), PROJECT);

    assertThat(again.type()).isEqualTo(EventType.IDENTIFY);
  }

  @ParameterizedTest
  @CsvSource({
    "segment, '{\"a\":', false, it is no JSON that can be read",
    "segment, base64:H4sI, false, it is no text",
    "segment, '{\"a\":1}', true, only its beginning was kept",
    "segment, '[1]', false, an event is no JSON object",
    "segment, '{\"batch\":[]}', false, it has no events",
    "revolt, '{}', false, its app instance is not known",
    ", , , nothing of it was kept",
  })
  void what_cannot_be_sent_says_why(
      @Nullable String protocol, @Nullable String raw, @Nullable Boolean isCut, String why) {
    RejectedEvent line =
        RejectedEventBuilder.builder(segmentLine("", null, null))
            .protocol(protocol == null ? "segment" : protocol)
            .index(null)
            .raw(raw)
            .isCut(isCut)
            .build();

    assertThat(new Resending(PROJECT).of(line)).isEqualTo(new Resending.Impossible(why));
  }

  @Test
  void old_lines_say_in_words_that_they_are_cut() {
    RejectedEvent old =
        new RejectedEvent(
            "shop",
            THEN,
            RejectionReason.EVENT_TOO_LARGE,
            "too large (the quarantine keeps its first 8192 bytes)",
            "segment",
            null,
            0,
            "{}");

    assertThat(new Resending(PROJECT).of(old))
        .isEqualTo(new Resending.Impossible("only its beginning was kept"));
  }

  /** The same but for what cannot be: when it was received, and that its time was corrected. */
  private static void assertSame(Event again, Event then) {
    assertThat(again.occurredAt()).isEqualTo(then.occurredAt());
    assertThat(again.type()).isEqualTo(then.type());
    assertThat(again.name()).isEqualTo(then.name());
    assertThat(again.userId()).isEqualTo(then.userId());
    assertThat(again.instanceId()).isEqualTo(then.instanceId());
    assertThat(again.properties()).isEqualTo(then.properties());
    assertThat(again.traits()).isEqualTo(then.traits());
    assertThat(again.integrations()).isEqualTo(then.integrations());
    assertThat(again.app()).isEqualTo(then.app());
    assertThat(again.locale()).isEqualTo(then.locale());
    assertThat(again.ip()).isEqualTo(then.ip());
    assertThat(again.userAgent()).isEqualTo(then.userAgent());
  }

  private static RejectedEvent segmentLine(
      String item, @Nullable String shared, @Nullable String route) {
    return RejectedEventBuilder.builder()
        .project("shop")
        .receivedAt(THEN)
        .reason(RejectionReason.PLAN_VIOLATION)
        .message("m")
        .protocol("segment")
        .index(0)
        .raw(item)
        .isCut(false)
        .shared(shared)
        .route(route)
        .isRetry(false)
        .ip("203.0.113.0")
        .userAgent(AGENT)
        .build();
  }

  private static RejectedEvent revoltLine(String item, String instance) {
    return RejectedEventBuilder.builder(segmentLine(item, null, "/api/v1/events"))
        .protocol("revolt")
        .appInstanceId(instance)
        .build();
  }

  private static Resending.Sendable sendable(RejectedEvent line, Project project) {
    return (Resending.Sendable) new Resending(project).of(line);
  }

  private static String resent(RejectedEvent line, Project project) {
    Resending.Sendable sendable = sendable(line, project);
    assertThat(sendable.door()).isEqualTo(Door.SEGMENT);
    return batch(new String(sendable.events().get(0), UTF_8), "{}");
  }

  private static String batch(String item, String shared) {
    return "{\"batch\":["
        + item
        + "]"
        + (shared.equals("{}") ? "" : "," + shared.substring(1, shared.length() - 1))
        + "}";
  }

  private static Event segment(String body, RequestFacts facts, Project project) {
    Packet.Batch batch =
        (Packet.Batch)
            new PacketReader(Limits.DEFAULT).read(body.getBytes(UTF_8), Packet.Shape.BATCH);
    return accepted(
        new SegmentDecoder(Limits.DEFAULT, ResendingTest::fail)
            .decode(batch, facts, project, null, SegmentDecoder.PROTOCOL)
            .get(0));
  }

  private static Event revolt(String body, RequestFacts facts) {
    Packet.Batch batch =
        (Packet.Batch)
            new PacketReader(Limits.DEFAULT).read(body.getBytes(UTF_8), Packet.Shape.ARRAY);
    return accepted(
        new RevoltDecoder(Limits.DEFAULT, ResendingTest::fail)
            .decode(batch, facts, PROJECT)
            .get(0));
  }

  private static Event accepted(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return ((Verdict.Accepted) verdict).event();
  }

  private static RequestFacts facts(
      Instant receivedAt, @Nullable String agent, @Nullable String ip) {
    return new RequestFacts(receivedAt, ip, agent, null, false, null, "inst/1");
  }

  /** The request of the replay itself. */
  private static RequestFacts replayed() {
    return facts(NOW, null, "127.0.0.1");
  }

  private static Project project(String more) {
    try {
      return ProjectsFile.parse(
              "p.yml",
              "projects:\n  - id: shop\n    write-keys: [k]\n    revolt-secret: s\n    "
                  + more
                  + "\n")
          .projects()
          .get(0);
    } catch (ProjectsFile.InvalidProjectsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void fail(RuntimeException fault) {
    throw new AssertionError("the decoder failed", fault);
  }
}
