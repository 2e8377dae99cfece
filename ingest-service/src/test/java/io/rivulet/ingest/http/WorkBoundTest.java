package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkBoundTest {
  private static final int LEAST = WorkBound.LEAST_WEIGHT;

  @Test
  void small_requests_are_bounded_by_their_number() {
    WorkBound work = new WorkBound(2 * LEAST, Duration.ZERO);

    assertThat(work.tryEnter(0)).isTrue();
    assertThat(work.tryEnter(LEAST)).isTrue();
    assertThat(work.tryEnter(0)).isFalse();
    work.leave(0);
    assertThat(work.tryEnter(LEAST)).isTrue();
  }

  @Test
  void large_requests_are_bounded_by_their_bytes() {
    WorkBound work = new WorkBound(4 * LEAST, Duration.ZERO);

    assertThat(work.tryEnter(3 * LEAST + 1)).isTrue();
    assertThat(work.tryEnter(0)).isFalse();
    work.leave(3 * LEAST + 1);
    assertThat(work.tryEnter(0)).isTrue();
  }

  @Test
  void a_request_above_the_bound_is_worked_on_alone() {
    WorkBound work = new WorkBound(LEAST, Duration.ZERO);

    assertThat(work.tryEnter(5 * LEAST)).isTrue();
    assertThat(work.tryEnter(0)).isFalse();
    work.leave(5 * LEAST);
    assertThat(work.tryEnter(0)).isTrue();
  }
}
