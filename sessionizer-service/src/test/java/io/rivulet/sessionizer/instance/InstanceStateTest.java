package io.rivulet.sessionizer.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import io.rivulet.sessionizer.TestEvents;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InstanceStateTest {
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private InstanceState state = InstanceState.NONE;

  private static EventBuilder revolt(String type, int minute) {
    return TestEvents.track(type + minute, "i-1", TEN.plusSeconds(60L * minute))
        .protocol("revolt")
        .name(type);
  }

  static EventBuilder signedIn(String user, int minute) {
    return revolt("user.signedIn", minute).type(EventType.IDENTIFY).name(null).userId(user);
  }

  static EventBuilder signedOut(String user, int minute) {
    return revolt("user.signedOut", minute).userId(user);
  }

  static EventBuilder described(String model, int minute) {
    return revolt("system.appInstanceData", minute)
        .library(new Event.Library("revolt", "2.1"))
        .app(new Event.App("shop", "1.0", null, null))
        .device(new Event.Device("d-1", "mobile", "Acme", model, null))
        .os(new Event.Os("android", "16"))
        .screen(new Event.Screen(1080, 2400, null))
        .locale("de_AT")
        .language("de")
        .timezone("UTC+02:00");
  }

  private Event through(EventBuilder event) {
    Event filled = state.fill(event.build());
    state = state.after(event.build());
    ByteBuffer bytes = ByteBuffer.allocate(InstanceState.MAX_BYTES);
    state.write(bytes);
    assertThat(InstanceState.read(bytes.flip())).isEqualTo(state);
    return filled;
  }

  @Test
  void a_later_event_has_what_the_installation_said_of_itself() {
    through(described("A1", 0));

    Event later = through(revolt("Clicked", 1));

    assertThat(later)
        .isEqualTo(described("A1", 1).eventId(later.eventId()).name("Clicked").build());
  }

  @Test
  void what_an_event_says_itself_stands() {
    through(described("A1", 0));

    Event later =
        through(revolt("Clicked", 1).device(new Event.Device("d-2", null, null, null, null)));

    assertThat(later.device()).isEqualTo(new Event.Device("d-2", null, null, null, null));
    assertThat(later.os()).isEqualTo(new Event.Os("android", "16"));
  }

  @Test
  void an_older_description_that_comes_late_changes_nothing() {
    through(described("new", 10));
    through(described("old", 5));

    assertThat(through(revolt("Clicked", 11)).device()).isEqualTo(described("new", 0).device());
  }

  @Test
  void an_event_that_happened_before_what_is_known_stays_as_it_is() {
    through(described("A1", 10));
    through(signedIn("ann", 10));

    Event before = through(revolt("Clicked", 9));

    assertThat(before).isEqualTo(revolt("Clicked", 9).build());
  }

  @Test
  void a_user_stays_from_signing_in_to_signing_out() {
    Event before = through(revolt("Clicked", 0));
    through(signedIn("ann", 1));
    Event during = through(revolt("Clicked", 2));
    Event leaving = through(revolt("user.signedOut", 3));
    Event after = through(revolt("Clicked", 4));
    through(signedIn("bob", 5));
    Event next = through(revolt("Clicked", 6));

    assertThat(before.userId()).isNull();
    assertThat(during.userId()).isEqualTo("ann");
    assertThat(leaving.userId()).isEqualTo("ann");
    assertThat(after.userId()).isNull();
    assertThat(next.userId()).isEqualTo("bob");
  }

  @Test
  void a_profile_says_who_is_there_too() {
    through(revolt("x", 0).type(EventType.IDENTIFY).name(null).userId("ann"));

    assertThat(through(revolt("Clicked", 1)).userId()).isEqualTo("ann");
  }

  @Test
  void a_sign_out_that_comes_late_does_not_end_the_stay_of_the_next() {
    through(signedIn("bob", 5));
    through(signedOut("ann", 4));

    assertThat(through(revolt("Clicked", 6)).userId()).isEqualTo("bob");
  }

  @Test
  void who_signs_in_when_another_signs_out_is_there() {
    through(signedIn("bob", 5));
    through(signedOut("ann", 5));

    assertThat(through(revolt("Clicked", 5)).userId()).isEqualTo("bob");
  }

  @Test
  void of_segments_events_nothing_is_kept_and_nothing_added() {
    through(described("A1", 0).protocol("segment"));
    through(signedIn("ann", 0).protocol("segment"));

    assertThat(state).isEqualTo(InstanceState.NONE);

    through(signedIn("ann", 1));
    assertThat(through(revolt("Clicked", 2).protocol("segment")).userId()).isNull();
  }

  @Test
  void a_text_of_254_bytes_is_kept_and_a_longer_one_is_not() {
    through(described("ä".repeat(127), 0).locale("x".repeat(255)));

    Event later = through(revolt("Clicked", 1));

    assertThat(later.device()).isEqualTo(described("ä".repeat(127), 0).device());
    assertThat(later.locale()).isNull();
  }

  @Test
  void the_longest_state_takes_no_more_than_its_bound() {
    String longest = "x".repeat(Description.MAX_TEXT_BYTES);
    through(
        described(longest, 0)
            .library(new Event.Library(longest, longest))
            .app(new Event.App(longest, longest, longest, longest))
            .device(new Event.Device(longest, longest, longest, longest, longest))
            .os(new Event.Os(longest, longest))
            .locale(longest)
            .language(longest)
            .timezone(longest));
    through(signedIn("\u20ac".repeat(512), 1));

    ByteBuffer bytes = ByteBuffer.allocate(InstanceState.MAX_BYTES);
    state.write(bytes);

    assertThat(bytes.hasRemaining()).isFalse();
    assertThat(InstanceState.MAX_BYTES).isEqualTo(4_878);
  }
}
