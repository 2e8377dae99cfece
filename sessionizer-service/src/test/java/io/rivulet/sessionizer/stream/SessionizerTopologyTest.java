package io.rivulet.sessionizer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.SessionRule;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.TestEvents;
import io.rivulet.sessionizer.enrich.Enrichment;
import io.rivulet.sessionizer.geoip.GeoDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionizerTopologyTest {
  private static final Instant ARRIVAL = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private final List<String> messages = new ArrayList<>();
  private final SessionizerTopology.Problems problems =
      new SessionizerTopology.Problems() {
        @Override
        public void refused(String message) {
          messages.add(message);
        }

        @Override
        public void stepFailed(String step, Event event, Throwable cause) {}
      };

  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> events;
  private TestOutputTopic<String, byte[]> sessionized;
  private TestOutputTopic<String, byte[]> rejected;

  @BeforeEach
  void start(@TempDir Path state) {
    driver =
        new TopologyTestDriver(
            SessionizerTopology.build(
                project ->
                    project.equals("short")
                        ? new SessionRule(Duration.ofMinutes(1), Duration.ofHours(1))
                        : SessionRule.DEFAULT,
                Enrichment.standard(() -> TestEvents.NO_RULES, new GeoDatabase(null), problems),
                problems),
            new StreamSettings(state, 1)
                .kafkaStreams(Map.of("bootstrap.servers", "no.broker.here:1")));
    events =
        driver.createInputTopic(
            Topics.EVENTS,
            new StringSerializer(),
            new ByteArraySerializer(),
            ARRIVAL,
            Duration.ZERO);
    sessionized =
        driver.createOutputTopic(
            Topics.EVENTS_SESSIONIZED, new StringDeserializer(), new ByteArrayDeserializer());
    rejected =
        driver.createOutputTopic(
            Topics.EVENTS_REJECTED, new StringDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private Event through(Event event) {
    events.pipeInput(event.actor().recordKey(), EventJson.write(event));
    return EventJson.readEvent(sessionized.readValue());
  }

  @Test
  void an_event_goes_on_enriched_and_with_its_session() {
    Event event = TestEvents.track("e-1", "a-1", TEN).locale("de-AT").build();

    events.pipeInput("demo|i:a-1", EventJson.write(event));

    var record = sessionized.readRecord();
    Event out = EventJson.readEvent(record.value());
    assertThat(record.key()).isEqualTo("demo|i:a-1");
    assertThat(out.language()).isEqualTo("de");
    assertThat(out.sessionStart()).isEqualTo(TEN);
    assertThat(out.sessionIndex()).isZero();
    assertThat(out.sessionId()).isEqualTo("f1b5004f6f85c36a34c02f2d16b446ed");
  }

  @Test
  void actors_have_sessions_of_their_own() {
    through(TestEvents.track("e-1", "a-1", TEN).build());

    Event other = through(TestEvents.track("e-2", "a-2", TEN.plusSeconds(60)).build());
    Event same = through(TestEvents.track("e-3", "a-1", TEN.plusSeconds(120)).build());

    assertThat(other.sessionStart()).isEqualTo(TEN.plusSeconds(60));
    assertThat(same.sessionStart()).isEqualTo(TEN);
    assertThat(same.sessionIndex()).isEqualTo(1);
  }

  @Test
  void each_project_has_its_rule() {
    through(TestEvents.track("e-1", "a-1", TEN).project("short").build());

    Event second =
        through(TestEvents.track("e-2", "a-1", TEN.plusSeconds(61)).project("short").build());

    assertThat(second.sessionIndex()).isZero();
  }

  @Test
  void history_in_any_order_is_not_dropped() {
    for (int year = 2026; year >= 1996; year--) {
      Instant then = Instant.parse(year + "-01-01T00:00:00Z");

      assertThat(through(TestEvents.track("e-" + year, "a-" + year, then).build()).sessionStart())
          .isEqualTo(then);
    }
  }

  @Test
  void an_actor_is_remembered_over_a_quiet_week() {
    through(TestEvents.track("e-1", "a-1", TEN).build());
    events.advanceTime(Duration.ofDays(7));

    Event late = through(TestEvents.track("e-2", "a-1", TEN.plusSeconds(60)).build());

    assertThat(late.sessionStart()).isEqualTo(TEN);
  }

  @Test
  void an_actor_is_forgotten_after_two_weeks_of_silence() {
    through(TestEvents.track("e-1", "a-1", TEN).build());
    events.advanceTime(Duration.ofDays(14));

    Event late = through(TestEvents.track("e-2", "a-1", TEN.plusSeconds(60)).build());

    assertThat(late.sessionStart()).isEqualTo(TEN.plusSeconds(60));
  }

  @Test
  void what_is_no_event_goes_to_the_quarantine_and_the_stream_goes_on() {
    events.pipeInput("demo|i:a-1", "{\"event_id\":".getBytes(StandardCharsets.UTF_8));
    events.pipeInput("demo|i:a-1", "null".getBytes(StandardCharsets.UTF_8));
    events.pipeInput(null, "{}".getBytes(StandardCharsets.UTF_8));
    events.pipeInput("demo|i:a-1", (byte[]) null);

    List<RejectedEvent> refused =
        rejected.readValuesToList().stream().map(EventJson::readRejected).toList();
    assertThat(refused)
        .extracting(RejectedEvent::reason)
        .containsOnly(RejectionReason.INVALID_JSON);
    assertThat(refused)
        .extracting(RejectedEvent::project)
        .containsExactly("demo", "demo", "_unknown", "demo");
    assertThat(refused).extracting(RejectedEvent::receivedAt).containsOnly(ARRIVAL);
    assertThat(refused.get(0).raw()).isEqualTo("{\"event_id\":");
    assertThat(messages)
        .containsExactlyElementsOf(refused.stream().map(RejectedEvent::message).toList());
    assertThat(messages.get(3))
        .isEqualTo("the record at events-0 offset 3 was refused: the value is null");
    assertThat(through(TestEvents.plain()).sessionIndex()).isZero();
  }

  private RejectedEvent refusedOf(String key, String json) {
    events.pipeInput(key, json.getBytes(StandardCharsets.UTF_8));
    assertThat(sessionized.isEmpty()).isTrue();
    assertThat(messages).hasSize(1);
    return EventJson.readRejected(rejected.readValue());
  }

  private static String plainJson() {
    return new String(EventJson.write(TestEvents.plain()), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1000000000-01-01T00:00:00Z",
        "0000-12-31T23:59:59.999999Z",
        "+10000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59Z"
      })
  void a_time_outside_the_years_1_to_9999_is_refused_and_the_stream_goes_on(String time) {
    String json = plainJson().replace("2026-03-01T10:00:00.000Z", time);

    RejectedEvent refused = refusedOf("demo|i:a-1", json);

    assertThat(refused.project()).isEqualTo("demo");
    assertThat(refused.message())
        .startsWith("the record at events-0 offset 0 was refused: occurred_at ")
        .endsWith(" lies outside the years 1 to 9999");
    assertThat(refused.raw()).isEqualTo(json);
    assertThat(through(TestEvents.plain()).sessionIndex()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"})
  void the_first_and_the_last_time_have_sessions(String time) {
    through(TestEvents.plain());

    Event event = through(TestEvents.track("e-2", "a-1", Instant.parse(time)).build());

    assertThat(event.sessionStart()).isEqualTo(Instant.parse(time));
  }

  @Test
  void an_event_too_long_for_Kafka_is_refused_and_leaves_no_trace_in_the_session() {
    RejectedEvent refused =
        refusedOf("demo|i:a-1", plainJson().replace("Clicked", "c".repeat(1_000_000)));

    assertThat(refused.message()).contains("more than the 1000000 that a record may have");
    assertThat(refused.raw()).hasSize(65_536);
    assertThat(through(TestEvents.plain()).sessionIndex()).isZero();
  }

  @Test
  void a_message_that_quotes_half_a_character_has_a_question_mark_for_it() {
    RejectedEvent refused =
        refusedOf(
            "demo|i:a-1",
            plainJson().replace("e-1", "e-\\ud800").replace("instance_id", "no_instance_id"));

    assertThat(refused.message()).contains("event e-? of project demo has neither");
  }

  @Test
  void a_long_text_is_not_cut_within_a_character() {
    RejectedEvent refused = refusedOf("demo|i:a-1", "x".repeat(65_535) + "\uD83D\uDE00");

    assertThat(refused.raw()).isEqualTo("x".repeat(65_535) + '?');
  }
}
