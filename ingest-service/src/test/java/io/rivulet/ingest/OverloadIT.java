package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.Topics;
import io.rivulet.stores.TestKafka;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More clients than there is room for, on a Kafka that takes its time. */
class OverloadIT {
  private static final int MAX_IN_WORK = 128 << 10;
  private static final Duration LINGER = Duration.ofMillis(300);

  /** Each has a request of some 18 KB under way all the time: five times what may be in work. */
  private static final int CLIENTS = 36;

  private static final Duration FLOOD = Duration.ofSeconds(5);
  private static final int EVENTS = 20;

  private record Answered(String request, HttpResponse<String> answer, long nanos) {}

  @Test
  void at_five_times_the_bound_nothing_accepted_is_lost_and_nobody_waits_long(
      @TempDir Path directory) throws InterruptedException {
    try (TestKafka kafka = TestKafka.start(directory.resolve("kafka"));
        Collector collector =
            new Collector(
                kafka.bootstrapServers(),
                Collector.projectsFile(directory),
                "--rivulet.ingest.max-in-work=" + MAX_IN_WORK + "B",
                "--spring.kafka.producer.batch-size=1MB",
                "--spring.kafka.producer.properties.linger.ms=" + LINGER.toMillis())) {
      collector.awaitReady();
      collector.post("/v1/page", "{\"userId\":\"u\",\"messageId\":\"first\"}");
      Collector.Tail events = collector.tail(Topics.EVENTS);
      Queue<Answered> answers = new ConcurrentLinkedQueue<>();
      Queue<Double> inWork = new ConcurrentLinkedQueue<>();

      flood(collector, answers, inWork);

      List<Answered> accepted = answers.stream().filter(a -> status(a) == 200).toList();
      List<Answered> refused = answers.stream().filter(a -> status(a) != 200).toList();
      assertThat(accepted).hasSizeGreaterThan(20);
      assertThat(refused).hasSizeGreaterThan(answers.size() / 3);
      assertThat(refused)
          .allSatisfy(
              a -> {
                assertThat(status(a)).isIn(429, 503);
                assertThat(Integer.parseInt(header(a, "Retry-After"))).isBetween(1, 300);
              });

      List<String> promised = accepted.stream().flatMap(a -> ids(a.request()).stream()).toList();
      Awaitility.await() // some may have gone by way of the spool
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                Set<String> stored =
                    events.events().stream().map(Event::eventId).collect(Collectors.toSet());
                assertThat(stored).containsAll(promised);
              });

      assertThat(accepted.stream().mapToLong(Answered::nanos).max().orElseThrow())
          .as("slowest accepted request, ns")
          .isLessThan(Duration.ofSeconds(8).toNanos());
      // Lines are longer than what was sent, and the last request that finds room may need more.
      assertThat(inWork).isNotEmpty().allSatisfy(b -> assertThat(b).isLessThan(3.0 * MAX_IN_WORK));
      assertThat(metric(collector, "rivulet_ingest_overloaded_total"))
          .isEqualTo((double) refused.stream().filter(a -> status(a) == 429).count());
      assertThat(metric(collector, "rivulet_ingest_in_work_bytes")).isZero();
    }
  }

  private static void flood(Collector collector, Queue<Answered> answers, Queue<Double> inWork)
      throws InterruptedException {
    long start = System.nanoTime();
    CountDownLatch done = new CountDownLatch(CLIENTS);
    AtomicBoolean isOver = new AtomicBoolean();
    List<Thread> clients =
        IntStream.range(0, CLIENTS)
            .mapToObj(
                client ->
                    new Thread(
                        () -> {
                          for (int r = 0; System.nanoTime() - start < FLOOD.toNanos(); r++) {
                            answers.add(timed(collector, client + "-" + r));
                          }
                          done.countDown();
                        }))
            .toList();
    Thread watcher =
        new Thread(
            () -> {
              while (!isOver.get()) {
                inWork.add(metric(collector, "rivulet_ingest_in_work_bytes"));
              }
            });
    clients.forEach(Thread::start);
    watcher.start();
    done.await();
    isOver.set(true);
    watcher.join();
  }

  private static Answered timed(Collector collector, String request) {
    long start = System.nanoTime();
    HttpResponse<String> answer = collector.post("/v1/batch", batch(request));
    return new Answered(request, answer, System.nanoTime() - start);
  }

  private static String batch(String request) {
    return ids(request).stream()
        .map(
            id ->
                "{\"type\":\"page\",\"userId\":\"u\",\"messageId\":\""
                    + id
                    + "\",\"properties\":{\"text\":\""
                    + "x".repeat(800)
                    + "\"}}")
        .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
  }

  private static List<String> ids(String request) {
    return IntStream.range(0, EVENTS).mapToObj(i -> request + "-" + i).toList();
  }

  private static int status(Answered answered) {
    return answered.answer().statusCode();
  }

  private static String header(Answered answered, String name) {
    return answered.answer().headers().firstValue(name).orElse("none");
  }

  private static double metric(Collector collector, String name) {
    return collector
        .get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ", 2)[1]))
        .findFirst()
        .orElse(-1);
  }
}
