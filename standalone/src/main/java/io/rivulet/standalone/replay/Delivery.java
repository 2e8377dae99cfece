package io.rivulet.standalone.replay;

import io.rivulet.event.resend.Answer;
import io.rivulet.event.resend.Collector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends all batches, a few at a time, each until it is stored or refused. The waiting time between
 * two tries of a batch is what the collector asks for, else doubles from 0.2 s to 5 s. When one
 * batch has been tried for longer than {@code giveUpAfter}, all stop.
 */
final class Delivery {
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** How it ended. */
  enum Outcome {
    /** Every batch was answered. */
    DONE,
    /** A batch could not be delivered in time. */
    GAVE_UP,
    /** The collector does not know the key, or is none. */
    HOPELESS
  }

  /**
   * @param why empty where all is well
   */
  record Result(Outcome outcome, String why) {}

  private final Batches batches;
  private final Collector collector;
  private final Tally tally;
  private final int inFlight;
  private final Duration giveUpAfter;
  private final AtomicReference<@Nullable Result> end = new AtomicReference<>();

  Delivery(Batches batches, Collector collector, Tally tally, int inFlight, Duration giveUpAfter) {
    this.batches = batches;
    this.collector = collector;
    this.tally = tally;
    this.inFlight = inFlight;
    this.giveUpAfter = giveUpAfter;
  }

  /**
   * Returns when nothing is under way any more.
   *
   * @throws IOException when the lines cannot be read to their end
   */
  Result run() throws IOException, InterruptedException {
    ExecutorService senders = Executors.newFixedThreadPool(inFlight);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < inFlight; i++) {
        running.add(
            senders.submit(
                () -> {
                  deliverAll();
                  return null;
                }));
      }
      for (Future<?> sender : running) {
        await(sender);
      }
    } finally {
      senders.shutdownNow();
    }
    return Objects.requireNonNullElse(end.get(), new Result(Outcome.DONE, ""));
  }

  private void deliverAll() throws IOException, InterruptedException {
    while (!ended()) {
      Optional<Batch> batch = batches.next();
      if (batch.isEmpty()) {
        return;
      }
      deliver(batch.get());
    }
  }

  private void deliver(Batch batch) throws InterruptedException {
    long startedNanos = System.nanoTime();
    Duration wait = FIRST_WAIT;
    while (!ended()) {
      Answer answer = collector.post(batch.door(), batch.events());
      if (answer instanceof Answer.TryAgain again) {
        Duration pause = again.after().orElse(jittered(wait));
        Duration tried = Duration.ofNanos(System.nanoTime() - startedNanos);
        if (tried.plus(pause).compareTo(giveUpAfter) > 0) {
          end(Outcome.GAVE_UP, again.why() + ", tried for " + tried.toSeconds() + " s");
          return;
        }
        tally.retry();
        pause(pause);
        wait =
            wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        continue;
      }
      book(batch, answer);
      return;
    }
  }

  private void book(Batch batch, Answer answer) {
    if (answer instanceof Answer.Stored stored) {
      tally.accepted(stored.accepted());
      stored
          .rejected()
          .forEach(r -> tally.rejected(batch.lines().get(r.index()), r.reason(), r.message()));
    } else if (answer instanceof Answer.Taken taken) {
      tally.taken(taken.events());
    } else if (answer instanceof Answer.Refused refused) {
      batch.lines().forEach(line -> tally.rejected(line, refused.reason(), refused.message()));
    } else if (answer instanceof Answer.Hopeless hopeless) {
      end(Outcome.HOPELESS, hopeless.why());
    }
  }

  /** Waits in small steps, so that all stop soon after one has given up. */
  private void pause(Duration pause) throws InterruptedException {
    long until = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); left > 0 && !ended(); left = until - System.nanoTime()) {
      Thread.sleep(Math.min(left / 1_000_000 + 1, 100));
    }
  }

  private boolean ended() {
    return end.get() != null;
  }

  private void end(Outcome outcome, String why) {
    end.compareAndSet(null, new Result(outcome, why));
  }

  private static Duration jittered(Duration wait) {
    return Duration.ofMillis(
        wait.toMillis() / 2 + ThreadLocalRandom.current().nextLong(wait.toMillis() / 2 + 1));
  }

  private static void await(Future<?> sender) throws IOException, InterruptedException {
    try {
      sender.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("a sender failed", e.getCause());
    }
  }
}
