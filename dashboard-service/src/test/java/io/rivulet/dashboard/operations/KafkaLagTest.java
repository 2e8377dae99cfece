package io.rivulet.dashboard.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KafkaLagTest {

  private static final String METRICS =
      """
      rivulet_archive_lag{application="sessionizer",topic="events-rejected"} 3.0
      rivulet_archive_lag{application="sessionizer",topic="events-sessionized"} 1.2E7
      rivulet_archive_lag_seconds{topic="events-sessionized"} 41.25
      rivulet_archive_retention_used{topic="events-sessionized"} 0.62
      rivulet_sessionizer_input_lag{topic="events"} 310.0
      rivulet_sessionizer_input_lag_seconds{topic="events"} 1.5
      rivulet_sessionizer_lag_age_seconds 9.0
      rivulet_sessionizer_lag_events 290.0
      """;

  @Test
  void eachReaderIsToldOfEachOfItsTopics() {
    assertThat(KafkaLag.of(METRICS).orElseThrow())
        .containsExactly(
            new KafkaLag("sessions", "events", 310, 1.5, 0),
            new KafkaLag("lake", "events-sessionized", 12_000_000, 41.25, 0.62),
            new KafkaLag("lake", "events-rejected", 3, 0, 0));
  }

  @Test
  void whatWasMeasuredBeforeKafkaWentAwayIsNotTold() {
    assertThat(KafkaLag.of(METRICS.replace("lag_events 290.0", "lag_events NaN"))).isEmpty();
  }

  @Test
  void whoIsNoSessionizerDoesNotKnow() {
    assertThat(KafkaLag.of("jvm_info{vendor=\"any\"} 1.0\n")).isEmpty();
  }
}
