package io.rivulet.standalone.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Sessions UNCUT = new Sessions(Duration.ofMinutes(30), null, false);
  private static final Sessions EVERY_DAY =
      new Sessions(Duration.ofMinutes(30), Duration.ofHours(24), false);

  @Test
  void thirty_minutes_of_silence_do_not_end_a_session() {
    assertThat(spans(UNCUT, "2026-03-01T10:00:00Z", "2026-03-01T10:30:00Z"))
        .containsExactly("10:00:00-10:30:00 x2");
  }

  @Test
  void one_microsecond_more_does() {
    assertThat(spans(UNCUT, "2026-03-01T10:00:00Z", "2026-03-01T10:30:00.000001Z"))
        .containsExactly("10:00:00-10:00:00 x1", "10:30:00.000001-10:30:00.000001 x1");
  }

  @Test
  void thirty_minutes_end_it_where_an_equal_gap_breaks() {
    Sessions rule = new Sessions(Duration.ofMinutes(30), null, true);

    assertThat(spans(rule, "2026-03-01T10:00:00Z", "2026-03-01T10:30:00Z")).hasSize(2);
  }

  @Test
  void the_order_of_the_file_means_nothing() {
    assertThat(spans(UNCUT, "2026-03-01T10:40:00Z", "2026-03-01T10:00:00Z", "2026-03-01T10:20:00Z"))
        .containsExactly("10:00:00-10:40:00 x3");
  }

  @Test
  void a_chain_is_cut_on_a_grid_from_its_start_as_the_example_says() {
    Sessions everyTwoHours = new Sessions(Duration.ofMinutes(30), Duration.ofHours(2), false);

    assertThat(
            spans(
                everyTwoHours,
                "2026-03-01T10:00:00Z",
                "2026-03-01T10:20:00Z",
                "2026-03-01T10:40:00Z",
                "2026-03-01T11:00:00Z",
                "2026-03-01T11:20:00Z",
                "2026-03-01T11:40:00Z",
                "2026-03-01T12:00:00Z",
                "2026-03-01T12:30:00Z"))
        .containsExactly("10:00:00-11:40:00 x6", "12:00:00-12:30:00 x2");
  }

  @Test
  void the_second_cut_counts_from_the_chains_start_not_from_the_first_event_after_the_cut() {
    // Every 20 minutes from Sunday 10:10 to Tuesday 10:30. The cuts are Monday and Tuesday 10:10;
    // 24 hours hold 72 events.
    List<String> times = new ArrayList<>();
    Instant start = Instant.parse("2026-03-01T10:10:00Z");
    for (int i = 0; i <= 145; i++) {
      times.add(start.plus(Duration.ofMinutes(20L * i)).toString());
    }

    assertThat(spans(EVERY_DAY, times.toArray(String[]::new)))
        .containsExactly("10:10:00-09:50:00 x72", "10:10:00-09:50:00 x72", "10:10:00-10:30:00 x2");
  }

  @Test
  void a_new_chain_has_a_grid_of_its_own() {
    Sessions everyHour = new Sessions(Duration.ofMinutes(30), Duration.ofHours(1), false);

    assertThat(
            spans(
                everyHour,
                "2026-03-01T10:00:00Z",
                "2026-03-01T10:45:00Z",
                "2026-03-01T11:10:00Z",
                "2026-03-01T11:40:00Z",
                "2026-03-01T11:45:00Z"))
        .containsExactly("10:00:00-10:00:00 x1", "10:45:00-11:40:00 x3", "11:45:00-11:45:00 x1");
  }

  @Test
  void a_user_and_an_instance_of_the_same_name_are_two_actors() {
    List<Session> sessions =
        UNCUT.of(
            List.of(
                event("1", "ann", null, "2026-03-01T10:00:00Z"),
                event("2", null, "ann", "2026-03-01T10:01:00Z")));

    assertThat(sessions)
        .extracting(s -> s.actor().toString())
        .containsExactly("instance ann", "user ann");
  }

  @Test
  void an_event_with_both_ids_belongs_to_the_instance() {
    List<Session> sessions =
        UNCUT.of(
            List.of(
                event("1", "phone", null, "2026-03-01T10:00:00Z"),
                event("2", "phone", "ann", "2026-03-01T10:01:00Z")));

    assertThat(sessions).extracting(Session::events).containsExactly(2L);
  }

  static EventRow event(
      String id, @Nullable String anonymousId, @Nullable String userId, String time) {
    return new EventRow(id, anonymousId, userId, "x", Instant.parse(time));
  }

  private static List<String> spans(Sessions rule, String... times) {
    List<EventRow> rows = new ArrayList<>();
    for (String time : times) {
      rows.add(event("m" + rows.size(), null, "ann", time));
    }
    Collections.reverse(rows);
    return rule.of(rows).stream()
        .map(s -> clock(s.startedAt()) + "-" + clock(s.endedAt()) + " x" + s.events())
        .toList();
  }

  private static String clock(Instant time) {
    String text = time.toString();
    return text.substring(11, text.length() - 1);
  }
}
