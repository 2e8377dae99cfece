package io.rivulet.ingest.kafka;

import io.rivulet.ingest.kafka.EventStore.Outcome;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds back answers while a backlog is drained, so that senders who wait for them send more slowly
 * than Kafka takes events: a disk is faster than Kafka, and the spool would never become empty. For
 * 2 records drained, 1 new one is answered. None waits longer than {@link #LONGEST}.
 */
final class PacedAnswers {
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** New records for each that is drained. */
  private static final double SHARE = 0.5;

  private static final double MOST_CREDIT = 10_000; // of a quiet time

  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean isPacing;
  private double credit; // used by the draining thread only

  private record Waiting(
      CompletableFuture<Outcome> answer, Outcome outcome, int records, long sinceNanos) {}

  /** An answer for a request of so many records, completed now or in its turn. */
  CompletableFuture<Outcome> answer(Outcome outcome, int records) {
    if (!isPacing || outcome != Outcome.DURABLE) {
      return CompletableFuture.completedFuture(outcome);
    }
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    waiting.add(new Waiting(answer, outcome, records, System.nanoTime()));
    if (!isPacing) {
      releaseAll(); // it ended in between
    }
    return answer;
  }

  /**
   * Releases whose turn it is.
   *
   * @param drained records drained since the last call
   */
  void pace(long drained) {
    isPacing = true;
    credit = Math.min(MOST_CREDIT, credit + SHARE * (double) drained);
    long now = System.nanoTime();
    for (Waiting first = waiting.peek(); first != null; first = waiting.peek()) {
      if (credit <= 0 && now - first.sinceNanos < LONGEST.toNanos()) {
        return;
      }
      // Unless a caller has released it meanwhile: then the next one stays.
      if (waiting.remove(first)) {
        credit = Math.max(0, credit - first.records);
        first.answer.complete(first.outcome);
      }
    }
  }

  /** Answers are given at once from now on. */
  void end() {
    isPacing = false;
    releaseAll();
  }

  private void releaseAll() {
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      next.answer.complete(next.outcome);
    }
  }
}
