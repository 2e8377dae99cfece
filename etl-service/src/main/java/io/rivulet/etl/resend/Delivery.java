package io.rivulet.etl.resend;

import io.rivulet.event.resend.Answer;
import io.rivulet.event.resend.Collector;
import io.rivulet.event.resend.Door;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Sends requests with events, each until it is answered for good.
 *
 * @param outcome where the answers are counted
 */
record Delivery(Collector collector, Outcome outcome) {
  /** How long one request is tried while the collector is away or has too much to do. */
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /**
   * Sends events through a door, again until they are taken or refused.
   *
   * @throws IOException when the collector cannot be reached in time, or refuses the request itself
   */
  void send(Door door, List<byte[]> events) throws IOException, InterruptedException {
    long startedNanos = System.nanoTime();
    Duration wait = FIRST_WAIT;
    Answer answer = collector.post(door, events);
    while (answer instanceof Answer.TryAgain again) {
      if (Duration.ofNanos(System.nanoTime() - startedNanos).plus(wait).compareTo(GIVE_UP_AFTER)
          > 0) {
        throw new IOException(
            "the collector cannot take them: %s; what was sent so far is not counted twice when it is sent again"
                .formatted(again.why()));
      }
      Thread.sleep(wait.toMillis());
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
      answer = collector.post(door, events);
    }
    count(answer, events.size());
  }

  private void count(Answer answer, int events) throws IOException {
    if (answer instanceof Answer.Stored stored) {
      outcome.accepted(stored.accepted());
      stored.rejected().forEach(rejection -> outcome.refused(rejection.reason()));
    } else if (answer instanceof Answer.Taken taken) {
      outcome.taken(taken.events());
    } else if (answer instanceof Answer.Refused refused) {
      for (int i = 0; i < events; i++) {
        outcome.refused(refused.reason());
      }
    } else if (answer instanceof Answer.Hopeless hopeless) {
      throw new IOException(hopeless.why());
    }
  }
}
