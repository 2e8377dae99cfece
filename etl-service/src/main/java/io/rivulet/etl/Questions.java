package io.rivulet.etl;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.run.Refusal;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;

/**
 * What readers ask of the curated files and wait for: one question at a time, since each is an
 * engine of its own with the memory of a run, and each within a time. {@code
 * rivulet_etl_questions_total} counts them by outcome: answered, busy, too_slow, refused, failed.
 */
public final class Questions {

  private static final int AT_ONCE = 1;

  /** How long one waits for its turn. */
  private static final Duration TURN_LIMIT = Duration.ofSeconds(5);

  /** How long one may take; who asks waits for half a minute. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final Workbenches workbenches;
  private final MeterRegistry metrics;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  public Questions(Workbenches workbenches, MeterRegistry metrics) {
    this.workbenches = workbenches;
    this.metrics = metrics;
  }

  /** Finds an answer in a workbench. */
  @FunctionalInterface
  public interface Question<T> {
    T answer(Workbench workbench) throws SQLException, IOException;
  }

  /**
   * The answer.
   *
   * @throws Refusal when others are being answered, or it takes too long
   */
  public <T> T ask(String project, Question<T> question) throws InterruptedException {
    if (!turns.tryAcquire(TURN_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      count("busy");
      throw new Refusal(
          HttpStatus.TOO_MANY_REQUESTS,
          "too_many_questions",
          "another question is being answered; try again in a moment");
    }
    try (Workbench workbench = workbenches.open(0, project)) {
      return answer(workbench, question);
    } finally {
      turns.release();
    }
  }

  private <T> T answer(Workbench workbench, Question<T> question) {
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            workbench::cancel,
            CompletableFuture.delayedExecutor(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS));
    try {
      T answer = question.answer(workbench);
      count("answered");
      return answer;
    } catch (Refusal e) {
      count("refused");
      throw e;
    } catch (SQLException | IOException | RuntimeException e) {
      if (workbench.isCancelled()) {
        count("too_slow");
        throw new Refusal(
            HttpStatus.SERVICE_UNAVAILABLE,
            "report_too_slow",
            "the answer took longer than " + ANSWER_LIMIT.toSeconds() + " seconds");
      }
      count("failed");
      throw new IllegalStateException("a question could not be answered", e);
    } finally {
      end.cancel(false);
    }
  }

  private void count(String outcome) {
    metrics.counter("rivulet.etl.questions", "outcome", outcome).increment();
  }
}
