package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.embedded.FreePort;
import io.rivulet.event.EventJson;
import io.rivulet.event.Topics;
import io.rivulet.stores.TestKafka;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two collectors that are restarted one after the other, as an upgrade does, behind senders that
 * take the other one where nobody listens, as load balancers do, and repeat nothing.
 */
class RollingRestartIT {
  private static final int SENDERS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path directory;
  private TestKafka kafka;
  private List<Replica> replicas;

  RollingRestartIT(@TempDir Path directory) {
    this.directory = directory;
  }

  /** One of the collectors, always at the same address. */
  private final class Replica {
    private final String name;
    private final int port;
    private JavaProcess process;

    Replica(String name) throws IOException {
      this.name = name;
      this.port = FreePort.find();
      start();
    }

    void start() throws IOException {
      process = JavaProcess.startCollector(directory, name, port, kafka.bootstrapServers());
    }

    void awaitReady(HttpClient http) {
      URI readiness = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(
              () ->
                  assertThat(
                          http.send(
                                  HttpRequest.newBuilder(readiness).build(),
                                  HttpResponse.BodyHandlers.discarding())
                              .statusCode())
                      .as(process::state)
                      .isEqualTo(200));
    }
  }

  @BeforeEach
  void start() throws IOException {
    kafka = TestKafka.start(directory.resolve("kafka"));
    replicas = List.of(new Replica("one"), new Replica("two"));
  }

  @AfterEach
  void stop() {
    replicas.forEach(replica -> replica.process.kill());
    kafka.close();
  }

  @Test
  void nobodys_event_is_refused_and_every_answer_holds() throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    replicas.forEach(replica -> replica.awaitReady(http));

    Senders senders = new Senders(http);
    for (Replica replica : replicas) {
      senders.awaitMore(300);
      replica.process.terminate();
      senders.awaitMore(300);
      senders.isUnhurried = true;
      replica.start();
      replica.awaitReady(http);
      senders.isUnhurried = false;
    }
    senders.awaitMore(300);
    senders.stop();

    assertThat(senders.failures).isEmpty();
    assertThat(senders.turnedAway.get()).as("found nobody and took the other one").isPositive();
    // some may have gone to a spool, where Kafka took too long
    Set<String> missing = new HashSet<>(senders.acknowledged);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              missing.removeAll(inKafka());
              assertThat(missing).isEmpty();
            });
  }

  /** Post events one after the other, to the collectors by turns. */
  private final class Senders {
    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    final Map<String, Integer> failures = new ConcurrentHashMap<>();
    final AtomicInteger turnedAway = new AtomicInteger();
    private final HttpClient http;
    private final List<Thread> threads;
    private volatile boolean isEnding;

    /** They go on, and leave the processors to a collector that starts. */
    volatile boolean isUnhurried;

    Senders(HttpClient http) {
      this.http = http;
      threads = IntStream.range(0, SENDERS).mapToObj(n -> new Thread(() -> send(n))).toList();
      threads.forEach(Thread::start);
    }

    private void send(int sender) {
      for (int n = 0; !isEnding; n++) {
        String id = sender + "/" + n;
        try {
          int status = post(replicas.get(n % 2), id);
          if (status == 0) {
            turnedAway.incrementAndGet();
            status = post(replicas.get((n + 1) % 2), id);
          }
          if (status == 200) {
            acknowledged.add(id);
          } else {
            failures.merge("status " + status, 1, Integer::sum);
          }
          if (isUnhurried) {
            LockSupport.parkNanos(PAUSE.toNanos());
          }
        } catch (IOException | InterruptedException e) {
          failures.merge(e.toString(), 1, Integer::sum);
        }
      }
    }

    /** The answer's status; 0 where nobody listens. */
    private int post(Replica replica, String id) throws IOException, InterruptedException {
      String body = "{\"event\":\"Load\",\"anonymousId\":\"a\",\"messageId\":\"%s\"}".formatted(id);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port + "/v1/track"))
              .header("Authorization", Collector.basic("demo-write-key:"))
              .timeout(Duration.ofSeconds(30))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      try {
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      } catch (ConnectException e) {
        return 0;
      }
    }

    void awaitMore(int events) {
      int until = acknowledged.size() + events;
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> acknowledged.size() >= until);
    }

    void stop() throws InterruptedException {
      isEnding = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private Set<String> inKafka() {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.EVENTS).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      Set<String> ids = new HashSet<>();
      while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> ids.add(EventJson.readEvent(record.value()).eventId()));
      }
      return ids;
    }
  }
}
