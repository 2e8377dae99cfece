package io.rivulet.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.ingest.kafka.EventStore.Outcome;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PacedAnswersTest {
  private final PacedAnswers answers = new PacedAnswers();

  @Test
  void without_a_drain_answers_are_given_at_once() {
    assertThat(answers.answer(Outcome.DURABLE, 10)).isCompletedWithValue(Outcome.DURABLE);
  }

  @Test
  void for_two_records_drained_one_new_one_is_answered() {
    answers.pace(0);
    CompletableFuture<Outcome> first = answers.answer(Outcome.DURABLE, 10);
    CompletableFuture<Outcome> second = answers.answer(Outcome.DURABLE, 10);
    answers.pace(20);
    answers.pace(0);

    assertThat(first).isCompletedWithValue(Outcome.DURABLE);
    assertThat(second).isNotDone();
    answers.pace(20);
    assertThat(second).isCompletedWithValue(Outcome.DURABLE);
  }

  @Test
  void who_must_send_again_is_told_at_once() {
    answers.pace(0);

    assertThat(answers.answer(Outcome.UNAVAILABLE, 10)).isCompletedWithValue(Outcome.UNAVAILABLE);
  }

  @Test
  void nobody_waits_much_longer_than_a_second() {
    answers.pace(0);
    CompletableFuture<Outcome> answer = answers.answer(Outcome.DURABLE, 10);

    Awaitility.await()
        .until(
            () -> {
              answers.pace(0);
              return answer.isDone();
            });
  }

  @Test
  void the_end_of_the_drain_answers_all() {
    answers.pace(0);
    CompletableFuture<Outcome> answer = answers.answer(Outcome.DURABLE, 10);
    answers.end();

    assertThat(answer).isCompletedWithValue(Outcome.DURABLE);
  }
}
