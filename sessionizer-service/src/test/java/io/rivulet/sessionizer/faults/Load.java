package io.rivulet.sessionizer.faults;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.TestEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Events for the topic {@code events}, some hundred a second: of two projects, received over many
 * hours, each actor's in order. Each 500th is no event, but text that belongs into the quarantine.
 */
final class Load {
  private static final int PER_SECOND = 300;
  private static final int PER_HOUR = 4_000;
  private static final int ACTORS = 60;
  private static final int BROKEN_EACH = 500;
  private static final Duration BATCH_EVERY = Duration.ofMillis(50);

  private final KafkaProducer<String, byte[]> producer;
  private final Random random;
  private final Map<String, Instant> nowOf = new HashMap<>();
  private final ConcurrentSkipListSet<Integer> acknowledged = new ConcurrentSkipListSet<>();
  private final AtomicInteger acknowledgedCount = new AtomicInteger();
  private final CopyOnWriteArrayList<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean paused;
  private volatile boolean closed;
  private int sent;

  Load(String bootstrapServers, Random random) {
    this.random = random;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "max.block.ms",
                300_000,
                "delivery.timeout.ms",
                300_000),
            new StringSerializer(),
            new ByteArraySerializer());
    thread.start();
  }

  static boolean isBroken(int number) {
    return number % BROKEN_EACH == 0;
  }

  /** Numbers of the records that Kafka has acknowledged. */
  List<Integer> acknowledged() {
    return List.copyOf(acknowledged);
  }

  int acknowledgedCount() {
    return acknowledgedCount.get();
  }

  /** What Kafka did not take; nothing, as it is tried for five minutes. */
  List<String> failures() {
    return failures;
  }

  /** Sends nothing more until {@link #goOn}; returns when all that was sent has its answer. */
  synchronized void pause() {
    paused = true;
    producer.flush();
  }

  synchronized void goOn() {
    paused = false;
  }

  private void run() {
    while (!closed) {
      synchronized (this) {
        for (int i = 0; !paused && i < PER_SECOND * BATCH_EVERY.toMillis() / 1_000; i++) {
          send(sent++);
        }
      }
      LockSupport.parkNanos(BATCH_EVERY.toNanos());
    }
  }

  private void send(int number) {
    String actor = "a-" + random.nextInt(ACTORS);
    Instant now =
        nowOf.merge(
            actor,
            Instant.parse("2026-01-01T00:00:00Z"),
            (last, first) -> last.plusMillis(1 + random.nextInt(1_000_000)));
    Event event =
        TestEvents.track("e-" + number, actor, now)
            .project(actor.endsWith("7") ? "other" : "demo")
            .receivedAt(TestEvents.RECEIVED_AT.plus(Duration.ofHours(number / PER_HOUR)))
            .build();
    byte[] value =
        isBroken(number)
            ? ("broken e-" + number).getBytes(StandardCharsets.UTF_8)
            : EventJson.write(event);
    Future<?> unused =
        producer.send(
            new ProducerRecord<>(Topics.EVENTS, event.actor().recordKey(), value),
            (metadata, failure) -> {
              if (failure == null) {
                acknowledged.add(number);
                acknowledgedCount.incrementAndGet();
              } else {
                failures.add("e-" + number + ": " + failure);
              }
            });
  }

  void close() throws InterruptedException {
    closed = true;
    thread.join();
    producer.close(Duration.ofSeconds(5));
  }
}
