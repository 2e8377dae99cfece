package io.rivulet.ingest.kafka;

import io.rivulet.ingest.decode.Verdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where verdicts go before a request is answered. */
public interface EventStore {

  /** What became of the verdicts of one request. */
  enum Outcome {
    /** Every one of them is durable. */
    DURABLE,
    /** That is not certain: some may be stored nevertheless, and the sender must send all again. */
    UNAVAILABLE
  }

  /**
   * Stores accepted and rejected events. Returns at once and never blocks its caller; the outcome
   * comes within seconds, on a thread that must not be blocked either.
   */
  CompletableFuture<Outcome> store(List<Verdict> verdicts);
}
