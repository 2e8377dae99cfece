package io.rivulet.sessionizer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.SessionRule;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.TestEvents;
import io.rivulet.sessionizer.enrich.Enrichment;
import io.rivulet.sessionizer.geoip.GeoDatabase;
import io.rivulet.sessionizer.kafka.LinePlace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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

  private static final Map<String, SessionRule> RULES =
      Map.of(
          "short",
          new SessionRule(Duration.ofMinutes(1), Duration.ofHours(1)),
          "slow",
          new SessionRule(Duration.ofHours(6), Duration.ofHours(24)),
          "vienna",
          new SessionRule(
              Duration.ofMinutes(30), Duration.ofHours(24), ZoneId.of("Europe/Vienna"), false),
          "campaigns",
          new SessionRule(Duration.ofMinutes(30), Duration.ofHours(24), null, true));

  private final List<String> messages = new ArrayList<>();
  private final List<String> begun = new ArrayList<>();
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
                project -> RULES.getOrDefault(project, SessionRule.DEFAULT),
                Enrichment.standard(() -> TestEvents.NO_RULES, new GeoDatabase(null), problems),
                problems,
                (event, beginsSession) -> {
                  if (beginsSession) {
                    begun.add(event.eventId());
                  }
                },
                new Commits()),
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
    assertThat(LinePlace.of(record.headers()))
        .isEqualTo(new LinePlace(event.project(), event.receivedAt()));
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
  void a_session_before_a_quiet_night_is_there_without_the_next_mornings_event() {
    Event evening = through(TestEvents.track("e-1", "a-1", TEN).build());
    events.advanceTime(Duration.ofHours(12));
    Event morning = through(TestEvents.track("e-2", "a-1", TEN.plusSeconds(43_200)).build());

    assertThat(evening.sessionStart()).isEqualTo(TEN);
    assertThat(morning.sessionStart()).isEqualTo(TEN.plusSeconds(43_200));
    assertThat(begun).containsExactly("e-1", "e-2");
  }

  @Test
  void thirty_minutes_to_the_microsecond_is_the_same_session_and_one_more_is_not() {
    Instant half = TEN.plus(Duration.ofMinutes(30));

    through(TestEvents.track("e-1", "a-1", TEN).build());
    Event at = through(TestEvents.track("e-2", "a-1", half).build());
    Event above =
        through(
            TestEvents.track("e-3", "a-1", half.plus(Duration.ofMinutes(30)).plusNanos(1_000))
                .build());

    assertThat(at.sessionStart()).isEqualTo(TEN);
    assertThat(above.sessionIndex()).isZero();
  }

  @Test
  void an_actor_who_is_active_for_months_is_cut_every_day_and_remembered() {
    Event last = TestEvents.plain();
    for (int i = 0; i < 4 * 60; i++) {
      events.advanceTime(Duration.ofHours(6));
      Instant at = TEN.plus(Duration.ofHours(6L * i));
      last = through(TestEvents.track("e-" + i, "a-1", at).project("slow").build());
    }

    assertThat(last.sessionStart()).isEqualTo(TEN.plus(Duration.ofDays(59)));
    assertThat(last.sessionIndex()).isEqualTo(3);
    assertThat(begun).hasSize(60);
  }

  @Test
  void a_clock_that_jumps_to_and_fro_leaves_the_sessions_of_today_as_they_are() {
    through(TestEvents.track("e-1", "a-1", TEN).build());
    through(TestEvents.track("e-2", "a-1", Instant.parse("1995-01-01T00:00:00Z")).build());
    through(TestEvents.track("e-3", "a-1", Instant.parse("2099-01-01T00:00:00Z")).build());

    Event today = through(TestEvents.track("e-4", "a-1", TEN.plusSeconds(60)).build());
    Event then =
        through(TestEvents.track("e-5", "a-1", Instant.parse("1995-01-01T00:10:00Z")).build());

    assertThat(today.sessionStart()).isEqualTo(TEN);
    assertThat(then.sessionStart()).isEqualTo("1995-01-01T00:00:00Z");
  }

  @Test
  void a_project_may_end_sessions_at_its_midnight() {
    Instant evening = Instant.parse("2026-03-28T22:50:00Z"); // 23:50 in Vienna
    through(TestEvents.track("e-1", "a-1", evening).project("vienna").build());

    Event next =
        through(TestEvents.track("e-2", "a-1", evening.plusSeconds(600)).project("vienna").build());

    assertThat(next.sessionStart()).isEqualTo("2026-03-28T23:00:00Z");
  }

  @Test
  void a_project_may_begin_sessions_with_a_campaign_found_in_the_address() {
    through(TestEvents.track("e-1", "a-1", TEN).project("campaigns").build());

    Event fromMail =
        through(
            TestEvents.track("e-2", "a-1", TEN.plusSeconds(60))
                .project("campaigns")
                .page(
                    new Event.Page("https://shop.example/?utm_source=mail", null, null, null, null))
                .build());
    Event next =
        through(TestEvents.track("e-3", "a-1", TEN.plusSeconds(90)).project("campaigns").build());

    assertThat(fromMail.sessionStart()).isEqualTo(TEN.plusSeconds(60));
    assertThat(next.sessionId()).isEqualTo(fromMail.sessionId());
    assertThat(next.sessionIndex()).isEqualTo(1);
  }

  @Test
  void a_revolt_event_gets_what_its_installation_said_before_and_not_what_its_user_agent_shows() {
    String userAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)";
    through(
        TestEvents.track("e-1", "a-1", TEN)
            .protocol("revolt")
            .name("system.appInstanceData")
            .userAgent(userAgent)
            .device(new Event.Device("d-1", "mobile", "Acme", "A1", null))
            .os(new Event.Os("android", "16"))
            .build());
    through(
        TestEvents.track("e-2", "a-1", TEN)
            .protocol("revolt")
            .type(EventType.IDENTIFY)
            .name(null)
            .userId("ann")
            .build());
    events.advanceTime(Duration.ofDays(7));

    Event later =
        through(
            TestEvents.track("e-3", "a-1", TEN.plusSeconds(60))
                .protocol("revolt")
                .userAgent(userAgent)
                .build());
    Event other =
        through(TestEvents.track("e-4", "a-2", TEN.plusSeconds(60)).protocol("revolt").build());

    assertThat(later.device()).isEqualTo(new Event.Device("d-1", "mobile", "Acme", "A1", null));
    assertThat(later.os()).isEqualTo(new Event.Os("android", "16"));
    assertThat(later.userId()).isEqualTo("ann");
    assertThat(later.sessionStart()).isEqualTo(TEN);
    assertThat(other.device()).isNull();
    assertThat(other.userId()).isNull();
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
    // an actor's key without a value is no mistake
    events.pipeInput("demo|x", (byte[]) null);

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

  @Test
  void a_key_without_a_value_has_the_actor_forgotten_in_this_week_and_the_last() {
    Event signIn =
        TestEvents.track("f-1", "a-1", TEN)
            .protocol("revolt")
            .type(EventType.IDENTIFY)
            .name(null)
            .userId("ann")
            .build();
    through(signIn);
    assertThat(through(revoltClick("f-2", 1)).userId()).isEqualTo("ann");

    events.pipeInput("demo|i:a-1", null, ARRIVAL.plus(Duration.ofDays(7)));

    assertThat(sessionized.isEmpty()).isTrue();
    assertThat(rejected.isEmpty()).isTrue();
    begun.clear();
    assertThat(through(revoltClick("f-3", 2)).userId()).isNull();
    assertThat(begun).containsExactly("f-3");
  }

  private static Event revoltClick(String id, int minute) {
    return TestEvents.track(id, "a-1", TEN.plus(Duration.ofMinutes(minute)))
        .protocol("revolt")
        .build();
  }
}
