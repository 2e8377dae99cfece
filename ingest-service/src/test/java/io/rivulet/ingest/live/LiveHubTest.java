package io.rivulet.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.decode.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveHubTest {
  private static final Verdict ACCEPTED =
      new Verdict.Accepted(
          new byte[0],
          """
          {"event_id":"m-1","project":"demo","type":"track","name":"Signed Up","user_id":"u-1",\
          "occurred_at":"2026-03-01T12:00:00.000Z","received_at":"2026-03-01T12:00:01.000Z",\
          "protocol":"segment","library":{"name":"analytics-go","version":"3.0.0"},\
          "ip":"203.0.113.0","properties":{"plan":"pro"}}"""
              .getBytes(StandardCharsets.UTF_8));

  private final AtomicLong now = new AtomicLong();
  private final LiveHub hub = new LiveHub(now::get);

  @Test
  void an_accepted_event_is_shown_without_what_it_carries() {
    LiveStream stream = open("demo");

    hub.tell("demo", List.of(ACCEPTED));

    assertThat(stream.read())
        .isEqualTo(
            """
            event: accepted
            data: {"event_id":"m-1","type":"track","name":"Signed Up","user_id":"u-1",\
            "protocol":"segment","library":{"name":"analytics-go","version":"3.0.0"},\
            "occurred_at":"2026-03-01T12:00:00.000Z","received_at":"2026-03-01T12:00:01.000Z"}

            """);
    assertThat(stream.read()).isEmpty();
  }

  @Test
  void a_refused_event_is_shown_with_its_reason_and_the_beginning_of_its_text() {
    LiveStream stream = open("demo");

    hub.tell("demo", List.of(rejected("{\"a\":\"\n" + "x".repeat(2_000))));

    assertThat(stream.read())
        .isEqualTo(
            "event: rejected\ndata: {\"reason\":\"missing_type\",\"message\":\"the event has no"
                + " type\",\"event_id\":\"m-2\",\"index\":3,\"raw\":\"{\\\"a\\\":\\\"\\n"
                + "x".repeat(1_024 - 7)
                + "...\"}\n\n");
  }

  @Test
  void a_cut_never_halves_a_character() {
    LiveStream stream = open("demo");

    hub.tell("demo", List.of(rejected("x" + "😀".repeat(1_000))));

    assertThat(stream.read()).contains("x" + "😀".repeat(511) + "...");
  }

  @Test
  void others_events_are_not_shown() {
    LiveStream stream = open("demo");

    hub.tell("shop", List.of(ACCEPTED));

    assertThat(stream.read()).isEmpty();
  }

  @Test
  void what_is_left_out_of_a_flood_is_told_and_refusals_are_seen_in_it() {
    LiveStream stream = open("demo");

    hub.tell("demo", Collections.nCopies(LiveStream.PER_SECOND + 7, ACCEPTED));
    hub.tell("demo", List.of(rejected("{}")));

    assertThat(stream.read().split("event: accepted", -1)).hasSize(LiveStream.PER_SECOND + 1);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(stream.read()).isEqualTo("event: skipped\ndata: {\"events\":7}\n\n");
    hub.tell("demo", List.of(ACCEPTED));
    assertThat(stream.read()).startsWith("event: accepted");
  }

  @Test
  void a_flood_of_accepted_events_does_not_hide_a_refusal() {
    LiveStream stream = open("demo");

    hub.tell("demo", Collections.nCopies(1_000, ACCEPTED));
    hub.tell("demo", List.of(rejected("{}")));

    assertThat(stream.read()).contains("event: rejected");
  }

  @Test
  void a_listener_who_does_not_read_takes_bounded_memory() {
    LiveStream stream = open("demo");

    for (int second = 0; second < 1_000; second++) {
      hub.tell("demo", Collections.nCopies(30, rejected("x".repeat(5_000))));
      now.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    String text = stream.read();
    assertThat(text).hasSizeBetween(LiveStream.MAX_WAITING, LiveStream.MAX_WAITING + 8_192);
    assertThat(stream.read()).startsWith("event: skipped\ndata: {\"events\":29");
  }

  @Test
  void a_silent_stream_beats_every_15_seconds() {
    LiveStream stream = open("demo");
    now.addAndGet(Duration.ofMillis(14_999).toNanos());
    assertThat(stream.read()).isEmpty();

    now.addAndGet(Duration.ofMillis(1).toNanos());

    assertThat(stream.read()).isEqualTo(": nothing new\n\n");
    assertThat(stream.read()).isEmpty();
  }

  @Test
  void a_stream_ends_after_an_hour_and_gives_its_place_to_another() {
    LiveStream stream = open("demo");
    for (int i = 1; i < LiveHub.PER_PROJECT; i++) {
      open("demo");
    }
    assertThat(stream.isOver()).isFalse();
    assertThat(hub.open("demo")).isEmpty();

    now.addAndGet(Duration.ofHours(1).toNanos());

    assertThat(stream.isOver()).isTrue();
    assertThat(hub.open("demo")).isPresent();
    assertThat(hub.size()).isEqualTo(1);
  }

  @Test
  void streams_are_bounded_in_all() {
    for (int i = 0; i < LiveHub.MOST; i++) {
      open("p-" + i);
    }

    assertThat(hub.open("one-more")).isEmpty();
  }

  @Test
  void a_stream_that_is_closed_makes_room_and_is_told_nothing() {
    LiveStream stream = open("demo");

    hub.close(stream);
    hub.close(stream);

    assertThat(hub.size()).isZero();
    hub.tell("demo", List.of(ACCEPTED));
    assertThat(stream.read()).isEmpty();
  }

  @Test
  void a_shutdown_ends_all_streams() {
    LiveStream stream = open("demo");

    hub.closeAll();

    assertThat(stream.isOver()).isTrue();
  }

  private LiveStream open(String project) {
    LiveStream stream = hub.open(project).orElseThrow();
    assertThat(stream.read()).isEqualTo(":\n\n");
    return stream;
  }

  private static Verdict rejected(String raw) {
    return new Verdict.Rejected(
        new RejectedEvent(
            "demo",
            Instant.EPOCH,
            RejectionReason.MISSING_TYPE,
            "the event has no type",
            "segment",
            "m-2",
            3,
            raw));
  }
}
