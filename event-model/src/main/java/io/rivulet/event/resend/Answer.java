package io.rivulet.event.resend;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came back for one request with events. */
public sealed interface Answer {

  /** The collector has the batch: durable, but for the events it rejected. */
  record Stored(int accepted, List<Rejection> rejected) implements Answer {
    public Stored {
      rejected = List.copyOf(rejected);
    }
  }

  /** The collector has the batch, but does not tell which of its events it rejected. */
  record Taken(int events) implements Answer {}

  /** One event that the collector put into quarantine. */
  record Rejection(int index, String reason, String message) {}

  /** The collector refused the whole batch and will refuse it again. */
  record Refused(String reason, String message) implements Answer {}

  /**
   * The same batch may pass later.
   *
   * @param after how long the collector asks to wait
   */
  record TryAgain(Optional<Duration> after, String why) implements Answer {}

  /** No batch will pass: the key or the address is wrong, or something else answers there. */
  record Hopeless(String why) implements Answer {}
}
