package io.rivulet.ingest.kafka;

import io.rivulet.ingest.decode.Verdict;
import java.util.List;

/** Where verdicts go before a request is answered. */
public interface EventStore {
  /**
   * Stores accepted and rejected events.
   *
   * @return true once every one of them is durable; false when that is not certain, in which case
   *     some may be stored nevertheless and the sender must send all again
   */
  boolean store(List<Verdict> verdicts);
}
