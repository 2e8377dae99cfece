package io.rivulet.ingest.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.event.Topics;
import io.rivulet.ingest.decode.Verdict;
import io.rivulet.ingest.spool.Spool;
import io.rivulet.ingest.spool.SpoolRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes verdicts durable in Kafka or, while Kafka cannot take them, in the spool.
 *
 * <pre>
 *            Kafka answers and the spool is empty
 *         ┌────────────────── HOLD ◀───────────────┐
 *         ▼                    │ not soon          │ little left to drain
 *       DIRECT ────────────────┴──────────────▶ SPOOL
 *               no acknowledgement within PATIENCE, a failure, or Kafka does not answer
 * </pre>
 *
 * <p>Order: records of one actor that come one after the other are never overtaken. As long as the
 * spool holds anything, all go through it; when direct sending fails, all requests without an
 * acknowledgement move to the spool in the order in which they came, and their producer is closed
 * at once, so that of what it still had Kafka gets a beginning and no later part. In {@code HOLD}
 * requests wait for the rest of the spool, some milliseconds, and are then sent.
 *
 * <p>A caller waits for no disk and no network. It can wait for the lock while a change of state
 * hands on what the others sent, some milliseconds, on a machine that is overloaded up to 160; the
 * producer's {@code max.block.ms} must be 0.
 */
public final class DurableEventStore implements EventStore, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DurableEventStore.class);

  /** A request without Kafka's acknowledgement for so long goes to the spool. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A disk that takes longer than this counts as away, so that the client has its answer. */
  private static final Duration DISK_PATIENCE = Duration.ofSeconds(4);

  /** Requests are held back no longer than this for the rest of the spool. */
  private static final Duration HOLD = Duration.ofMillis(500);

  /** A drain without progress for so long, though Kafka answers, begins again. */
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(30);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration METADATA_PATIENCE = Duration.ofSeconds(3);
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration DRAIN_TICK = Duration.ofMillis(1);
  private static final List<String> TOPICS = List.of(Topics.EVENTS, Topics.EVENTS_REJECTED);

  private static final String NO_ACKNOWLEDGEMENT = "NoAcknowledgement";

  private enum Mode {
    DIRECT,
    HOLD,
    SPOOL
  }

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final KafkaState kafka;
  private final Spool spool;
  private final HotActors hotActors;
  private final MeterRegistry registry;
  private final Thread thread;

  private final ReadWriteLock modeLock = new ReentrantReadWriteLock();
  private volatile Mode mode = Mode.SPOOL; // changed under the write lock
  private @Nullable Producer<byte[], byte[]> producer; // of DIRECT; guarded by modeLock
  private volatile @Nullable Exception failure; // of a record sent in DIRECT
  private volatile boolean isSettled;
  private volatile boolean isClosing;

  private final AtomicLong numbers = new AtomicLong();
  private final Set<Request> inFlight = ConcurrentHashMap.newKeySet();
  private final PacedAnswers answers = new PacedAnswers();
  private final Queue<Request> held = new ConcurrentLinkedQueue<>();

  /** What is known of Kafka. */
  interface KafkaState {
    /** Whether it answered lately and had our topics. */
    boolean isUp();

    /** Whether it did not answer lately; neither of both before the first look at it. */
    boolean isDown();
  }

  /**
   * @param producers makes producers that never block and never give up a record by themselves
   * @param spool is closed with the store
   * @param hotActors told of every event that comes
   */
  DurableEventStore(
      Supplier<Producer<byte[], byte[]>> producers,
      KafkaState kafka,
      Spool spool,
      HotActors hotActors,
      MeterRegistry registry) {
    this.producers = producers;
    this.kafka = kafka;
    this.spool = spool;
    this.hotActors = hotActors;
    this.registry = registry;
    Gauge.builder("rivulet.ingest.spool.active", this, store -> store.mode == Mode.DIRECT ? 0 : 1)
        .description("1 while events go through the spool, 0 while they go to Kafka directly")
        .register(registry);
    this.thread = new Thread(this::run, "event-store");
    thread.start();
  }

  @Override
  public CompletableFuture<Outcome> store(List<Verdict> verdicts) {
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Verdict.Accepted accepted) {
        var unused = hotActors.count(accepted.key());
      }
    }
    modeLock.readLock().lock();
    try {
      if (mode == Mode.SPOOL) {
        return spooled(Request.records(verdicts));
      }
      Request request = new Request(numbers.getAndIncrement(), verdicts, this::settled);
      inFlight.add(request);
      Producer<byte[], byte[]> direct = producer;
      if (mode == Mode.DIRECT && direct != null && failure == null) {
        request.send(direct);
      } else {
        held.add(request);
      }
      return request.outcome;
    } finally {
      modeLock.readLock().unlock();
    }
  }

  private CompletableFuture<Outcome> spooled(List<SpoolRecord> records) {
    return spool
        .append(records)
        .completeOnTimeout(false, DISK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(
            isDurable ->
                answers.answer(isDurable ? Outcome.DURABLE : Outcome.UNAVAILABLE, records.size()));
  }

  private void settled(Request request, @Nullable Exception e) {
    if (e == null) {
      inFlight.remove(request);
      request.outcome.complete(Outcome.DURABLE);
    } else if (inFlight.contains(request)) { // and not moved to the spool already
      count(e.getClass().getSimpleName());
      if (failure == null) {
        failure = e;
        LockSupport.unpark(thread);
      }
    }
  }

  private void count(String exception) {
    registry.counter("rivulet.ingest.producer.errors", "exception", exception).increment();
  }

  /** Whether requests are answered with 200: Kafka takes them, or the spool has room. */
  public boolean isReady() {
    return thread.isAlive() && (mode == Mode.DIRECT || (isSettled && spool.hasRoom()));
  }

  /** Whether requests go to Kafka directly. */
  public boolean isDirect() {
    return mode == Mode.DIRECT;
  }

  // From here on: the store's own thread.

  private void run() {
    while (!isClosing) {
      try {
        if (mode == Mode.DIRECT) {
          watchDirect();
        } else {
          settleFirst();
          drain();
        }
      } catch (IOException | RuntimeException | Error e) {
        // Without this thread nobody would notice that Kafka does not answer.
        tell(e);
        pause(PAUSE_AFTER_FAILURE);
      }
    }
  }

  private static void tell(Throwable e) {
    try {
      log.error("the spool cannot be drained, it is tried again", e);
    } catch (RuntimeException | Error again) {
      // Where memory is short even saying so may fail.
    }
  }

  // Before the first look at Kafka we are not ready: most likely it is there in a moment.
  private void settleFirst() {
    if (kafka.isDown() || !spool.isDrained()) {
      isSettled = true;
    }
  }

  private void watchDirect() {
    Producer<byte[], byte[]> direct = producer;
    if (direct == null) {
      throw new IllegalStateException("no producer");
    }
    String reason = null;
    Exception failed = failure;
    if (failed != null) {
      reason = failed.toString();
    } else if (!kafka.isUp()) {
      reason = "it does not answer";
    } else if (isOverdue()) {
      count(NO_ACKNOWLEDGEMENT);
      reason = "no acknowledgement within " + PATIENCE.toSeconds() + " s";
    }
    if (reason == null) {
      keepMetadata(direct);
      pause(TICK);
    } else {
      log.warn("events go to the spool, Kafka does not take them: {}", reason);
      moveToSpool();
      direct.close(Duration.ZERO);
    }
  }

  private boolean isOverdue() {
    long now = System.nanoTime();
    return inFlight.stream().anyMatch(r -> now - r.sinceNanos > PATIENCE.toNanos());
  }

  /** From now on all goes to the spool, and first what Kafka has not acknowledged, in order. */
  private void moveToSpool() {
    modeLock.writeLock().lock();
    try {
      mode = Mode.SPOOL;
      producer = null;
      failure = null;
      held.clear();
      List<Request> waiting =
          inFlight.stream().sorted(Comparator.comparingLong(r -> r.number)).toList();
      inFlight.clear();
      for (Request request : waiting) {
        try {
          var unused = spooled(request.records()).thenAccept(request.outcome::complete);
        } catch (RuntimeException | Error e) {
          log.error("a request cannot be handed to the spool, it is answered with 503", e);
          request.outcome.complete(Outcome.UNAVAILABLE); // nobody else would
        }
      }
    } finally {
      modeLock.writeLock().unlock();
    }
  }

  /** One attempt; returns when all is drained and requests go directly, or when it is given up. */
  private void drain() throws IOException {
    if (!kafka.isUp()) {
      pause(TICK);
      return;
    }
    Producer<byte[], byte[]> fresh = producers.get();
    try (SpoolDrain drain = new SpoolDrain(spool, fresh)) {
      if (awaitMetadata(fresh)) {
        drain(drain, fresh);
      }
    } finally {
      if (mode != Mode.DIRECT) {
        fresh.close(Duration.ZERO);
      }
    }
  }

  private void drain(SpoolDrain drain, Producer<byte[], byte[]> fresh) throws IOException {
    long holdUntil = 0;
    long noHoldBefore = System.nanoTime();
    try {
      while (!isClosing) {
        long drained = drain.advance();
        if (mode == Mode.SPOOL) {
          answers.pace(drained);
        }
        Exception failed = drain.failure();
        if (failed != null || (drain.isStalled(DRAIN_PATIENCE) && kafka.isUp())) {
          String reason = failed == null ? NO_ACKNOWLEDGEMENT : failed.getClass().getSimpleName();
          count(reason);
          log.warn("Kafka does not take the events of the spool, it is tried again: {}", reason);
          answers.end();
          pause(PAUSE_AFTER_FAILURE);
          return;
        }
        long now = System.nanoTime();
        if (mode == Mode.HOLD && drain.isDone() && spool.isDrained()) {
          direct(fresh);
          return;
        }
        if (mode == Mode.HOLD && now - holdUntil > 0) {
          moveToSpool();
          noHoldBefore = now + PAUSE_AFTER_FAILURE.toNanos();
        } else if (mode == Mode.SPOOL
            && kafka.isUp()
            && drain.isNearlyDone()
            && now - noHoldBefore >= 0) {
          holdUntil = now + HOLD.toNanos();
          hold();
          answers.end();
        } else {
          pause(DRAIN_TICK);
        }
      }
      drain.finish(PAUSE_AFTER_FAILURE);
    } finally {
      answers.end();
      if (mode == Mode.HOLD) {
        moveToSpool();
      }
    }
  }

  private void hold() {
    modeLock.writeLock().lock();
    try {
      mode = Mode.HOLD;
    } finally {
      modeLock.writeLock().unlock();
    }
  }

  /** Sends what was held back, in order, and lets requests go directly from then on. */
  private void direct(Producer<byte[], byte[]> fresh) {
    // Most of it without the lock, which callers would wait for.
    for (int round = 0; round < 3; round++) {
      sendHeld(fresh);
    }
    modeLock.writeLock().lock();
    try {
      sendHeld(fresh);
      producer = fresh;
      mode = Mode.DIRECT;
    } finally {
      modeLock.writeLock().unlock();
    }
    isSettled = true;
    log.info("events go to Kafka directly");
  }

  private void sendHeld(Producer<byte[], byte[]> fresh) {
    for (Request request = held.poll(); request != null && failure == null; ) {
      request.send(fresh);
      request = held.poll();
    }
  }

  /**
   * Waits until the producer knows the partitions: it would refuse records else.
   *
   * @return whether it does
   */
  private boolean awaitMetadata(Producer<byte[], byte[]> fresh) {
    long until = System.nanoTime() + METADATA_PATIENCE.toNanos();
    while (!isClosing && System.nanoTime() - until < 0) {
      if (keepMetadata(fresh)) {
        return true;
      }
      pause(TICK);
    }
    return false;
  }

  /** A producer forgets topics that it did not use for some minutes; asking is using. */
  private static boolean keepMetadata(Producer<byte[], byte[]> of) {
    try {
      return TOPICS.stream().noneMatch(topic -> of.partitionsFor(topic).isEmpty());
    } catch (KafkaException e) {
      return false;
    }
  }

  private static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }

  /**
   * Sees to it that all requests have their outcome: Kafka's acknowledgement if it comes soon, else
   * the spool's. What is in the spool is sent after the next start.
   */
  @Override
  public void close() throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!inFlight.isEmpty() && System.nanoTime() - until < 0) {
      pause(TICK);
    }
    isClosing = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Producer<byte[], byte[]> direct = producer;
    moveToSpool();
    if (direct != null) {
      direct.close(Duration.ZERO);
    }
    spool.close();
  }
}
