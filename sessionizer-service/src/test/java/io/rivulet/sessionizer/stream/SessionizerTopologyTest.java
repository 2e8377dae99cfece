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

class SessionizerTopologyTest {
  private static final Instant ARRIVAL = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private final List<String> undecodable = new ArrayList<>();
  private final SessionizerTopology.Problems problems =
      new SessionizerTopology.Problems() {
        @Override
        public void undecodable(String topic, int partition, long offset, String reason) {
          undecodable.add(topic + '-' + partition + '@' + offset);
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
                Enrichment.standard(problems),
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
    assertThat(undecodable).containsExactly("events-0@0", "events-0@1", "events-0@2", "events-0@3");
    assertThat(through(TestEvents.plain()).sessionIndex()).isZero();
  }
}
