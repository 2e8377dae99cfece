package io.rivulet.etl.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.trigger.Arrivals.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(5);

  @Test
  void so_many_objects_start_a_run_at_once() {
    assertThat(look(Arrivals.NONE, 9, false, NOW).fires()).isFalse();
    assertThat(look(Arrivals.NONE, 10, false, NOW).fires()).isTrue();
  }

  @Test
  void fewer_start_one_when_the_window_is_over() {
    Look first = look(Arrivals.NONE, 1, false, NOW);

    assertThat(look(first.after(), 2, false, NOW.plusSeconds(299)).fires()).isFalse();
    assertThat(look(first.after(), 2, false, NOW.plusSeconds(300)).fires()).isTrue();
  }

  @Test
  void nothing_new_starts_nothing_however_long() {
    Look first = look(Arrivals.NONE, 0, false, NOW);

    assertThat(look(first.after(), 0, false, NOW.plusSeconds(3_600)).fires()).isFalse();
  }

  @Test
  void what_came_during_a_run_is_new_after_it() {
    Arrivals fired = look(Arrivals.NONE, 10, false, NOW).after();

    Look after = look(fired, 3, false, NOW.plusSeconds(60));

    assertThat(after.fires()).isFalse();
    assertThat(look(after.after(), 3, false, NOW.plusSeconds(360)).fires()).isTrue();
  }

  @Test
  void what_a_failed_run_left_starts_none_by_itself() {
    Arrivals fired = look(Arrivals.NONE, 10, false, NOW).after();

    Look after = look(fired, 10, true, NOW.plusSeconds(60));

    assertThat(after.fires()).isFalse();
    assertThat(look(after.after(), 10, true, NOW.plusSeconds(3_600)).fires()).isFalse();
    assertThat(look(after.after(), 20, true, NOW.plusSeconds(3_600)).fires()).isTrue();
  }

  @Test
  void what_another_run_read_meanwhile_is_not_left_over() {
    Arrivals left = new Arrivals(null, 10, false);

    Look read = look(left, 2, false, NOW);

    assertThat(read.after().leftOver()).isEqualTo(2);
    assertThat(look(read.after(), 12, false, NOW).fires()).isTrue();
  }

  @Property
  void all_is_read_at_the_latest_a_window_after_it_came(
      @ForAll List<@IntRange(min = 0, max = 4) Integer> arriving) {
    Arrivals arrivals = Arrivals.NONE;
    long unread = 0;
    Instant oldest = null;
    for (int i = 0; i < arriving.size(); i++) {
      Instant now = NOW.plusSeconds(60L * i);
      unread += arriving.get(i);
      oldest = unread == 0 ? null : oldest == null ? now : oldest;
      Look look = look(arrivals, unread, false, now);
      arrivals = look.after();
      if (look.fires()) {
        unread = 0;
        oldest = null;
      }
      assertThat(oldest == null || Duration.between(oldest, now).compareTo(WINDOW) < 0).isTrue();
      assertThat(unread).isLessThan(10);
    }
  }

  private static Look look(Arrivals arrivals, long unread, boolean failed, Instant now) {
    return arrivals.look(unread, failed, now, 10, WINDOW);
  }
}
