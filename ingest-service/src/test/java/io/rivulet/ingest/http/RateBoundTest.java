package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateBoundTest {

  @Test
  void so_many_pass_in_each_second() {
    AtomicLong now = new AtomicLong();
    RateBound bound = new RateBound(2, now::get);

    assertThat(bound.tryTake()).isTrue();
    assertThat(bound.tryTake()).isTrue();
    assertThat(bound.tryTake()).isFalse();
    now.set(999_999_999L);
    assertThat(bound.tryTake()).isFalse();
    now.set(1_000_000_000L);
    assertThat(bound.tryTake()).isTrue();
  }
}
