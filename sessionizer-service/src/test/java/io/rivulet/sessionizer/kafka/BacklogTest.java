package io.rivulet.sessionizer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

  @Test
  void where_nothing_waits_nothing_is_used() {
    assertThat(Backlog.NONE.used(1_000)).isZero();
    assertThat(Backlog.NONE.ageMillis(1_000)).isZero();
  }

  @Test
  void the_larger_of_age_and_bytes_counts() {
    assertThat(new Backlog(5, 1_000, 10_000, 0.25).used(3_000)).isEqualTo(0.25);
    assertThat(new Backlog(5, 1_000, 10_000, 0.25).used(6_000)).isEqualTo(0.5);
  }

  @Test
  void without_retention_by_time_age_does_not_count() {
    assertThat(new Backlog(5, 1_000, -1, 0).used(1_000_000)).isZero();
  }

  @Test
  void a_clock_behind_that_of_kafka_makes_no_negative_age() {
    assertThat(new Backlog(5, 9_000, 10_000, 0).ageMillis(3_000)).isZero();
  }
}
