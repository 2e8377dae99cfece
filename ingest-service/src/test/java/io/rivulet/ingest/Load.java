package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Actors that each post batches to a collector, one after the other, and send again what is not
 * answered with 200, as SDKs do.
 */
final class Load implements AutoCloseable {
  private static final int BATCH = 10;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration LONG_PAUSE = Duration.ofMillis(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
  private final Map<String, List<String>> acknowledged = new ConcurrentHashMap<>();
  private final AtomicLong longestNanos = new AtomicLong();
  private volatile int port;
  private volatile boolean isEnding;
  private volatile boolean isUnhurried;

  Load(int port, int actors) {
    this.port = port;
    for (int a = 0; a < actors; a++) {
      String actor = "actor-" + a;
      acknowledged.put(actor, new ArrayList<>());
      threads.add(new Thread(() -> act(actor)));
    }
    threads.forEach(Thread::start);
  }

  /** Where the collector listens from now on. */
  void moveTo(int newPort) {
    port = newPort;
  }

  /** They go on, and leave the processors to who starts or catches up. */
  void takeTime() {
    isUnhurried = true;
  }

  private void act(String actor) {
    for (int sent = 0; !isEnding; sent += BATCH) {
      List<String> ids =
          IntStream.range(sent, sent + BATCH).mapToObj(i -> actor + "/" + i).toList();
      String body =
          ids.stream()
              .map(
                  id ->
                      """
                      {"type":"track","event":"Load","anonymousId":"%s","messageId":"%s","properties":{"filling":"%s"}}"""
                          .formatted(actor, id, "x".repeat(400)))
              .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
      boolean isTaken = isTaken(body);
      while (!isTaken && !isEnding) {
        LockSupport.parkNanos((isUnhurried ? LONG_PAUSE : PAUSE).toNanos());
        isTaken = isTaken(body);
      }
      if (isTaken) {
        synchronized (this) {
          Objects.requireNonNull(acknowledged.get(actor)).addAll(ids);
        }
      }
      if (isUnhurried) {
        LockSupport.parkNanos(LONG_PAUSE.toNanos());
      }
    }
  }

  private boolean isTaken(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/batch"))
            .header("X-Write-Key", "demo-write-key")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    long start = System.nanoTime();
    int status;
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      status = answer.statusCode();
      if (status != 200) {
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
    } catch (IOException e) {
      status = 0; // no collector there
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
    statuses.merge(status, 1, Integer::sum);
    return status == 200;
  }

  /** Number of events answered with 200. */
  synchronized int acknowledged() {
    return acknowledged.values().stream().mapToInt(List::size).sum();
  }

  /** Answers by status; 0 for none. */
  Map<Integer, Integer> statuses() {
    return Map.copyOf(statuses);
  }

  Duration longestAnswer() {
    return Duration.ofNanos(longestNanos.get());
  }

  @Override
  public void close() {
    stop();
  }

  /** Lets every actor end with an answer. */
  void stop() {
    isEnding = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Every event answered with 200 is in Kafka, and each actor's in order, repetitions aside. These
   * actors send much, so some move to the lane of hot actors: the order is that of each partition.
   *
   * @return records in Kafka for each of them on average, 1 where none is repeated
   */
  double assertAllArrived(String bootstrapServers, Duration within) {
    Set<String> missing = new HashSet<>();
    acknowledged.values().forEach(missing::addAll);
    int expected = missing.size();
    long records = 0;
    Map<String, Set<String>> arrived = new HashMap<>();
    long until = System.nanoTime() + within.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.EVENTS, Duration.ofSeconds(20)).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!missing.isEmpty() && System.nanoTime() < until) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          Event event = EventJson.readEvent(record.value());
          String actor = String.valueOf(event.instanceId());
          arrived
              .computeIfAbsent(actor + "@" + record.partition(), a -> new LinkedHashSet<>())
              .add(event.eventId());
          missing.remove(event.eventId());
          records++;
        }
      }
    }
    assertThat(missing).as("acknowledged but not in Kafka").isEmpty();
    arrived.forEach(
        (place, events) -> {
          List<String> ids = acknowledged.getOrDefault(place.split("@", 2)[0], List.of());
          List<String> inOrder = new ArrayList<>(events);
          inOrder.retainAll(new HashSet<>(ids));
          assertThat(inOrder)
              .as("order of " + place)
              .isEqualTo(ids.stream().filter(new HashSet<>(inOrder)::contains).toList());
        });
    return (double) records / expected;
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("enable.auto.commit", "false");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
