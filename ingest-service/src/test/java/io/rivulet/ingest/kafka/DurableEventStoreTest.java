package io.rivulet.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.event.Topics;
import io.rivulet.ingest.decode.Verdict;
import io.rivulet.ingest.kafka.EventStore.Outcome;
import io.rivulet.ingest.spool.Spool;
import io.rivulet.ingest.spool.SpoolSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class DurableEventStoreTest {
  private final Path directory;
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
  private final Kafka kafka = new Kafka();
  private final Spool spool;
  private final DurableEventStore store;

  /** What the watch would say, and whether producers acknowledge by themselves. */
  private static final class Kafka implements DurableEventStore.KafkaState {
    private volatile boolean isUp = true;
    private volatile boolean acknowledges = true;
    private volatile boolean dies;

    @Override
    public boolean isUp() {
      return isUp;
    }

    @Override
    public boolean isDown() {
      return !isUp;
    }
  }

  DurableEventStoreTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    spool =
        Spool.open(
            new SpoolSettings(directory.resolve("spool"), DataSize.parse("16MB"), 1), registry);
    store =
        new DurableEventStore(
            this::producer, kafka, spool, new HotActors(System::nanoTime), registry);
    awaitDirect();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void what_kafka_acknowledges_is_durable_and_the_spool_stays_empty() {
    assertThat(store.store(events("a", "b"))).isCompletedWithValue(Outcome.DURABLE);
    assertThat(sent(0)).containsExactly("a", "b");
    assertThat(spool.bytes()).isLessThan(100);
  }

  @Test
  void a_request_without_acknowledgement_goes_to_the_spool_within_seconds() {
    kafka.acknowledges = false;
    restartProducers();
    long start = System.nanoTime();

    assertThat(store.store(events("a")).join()).isEqualTo(Outcome.DURABLE);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(spool.records()).isEqualTo(1);
    assertThat(
            registry
                .counter("rivulet.ingest.producer.errors", "exception", "NoAcknowledgement")
                .count())
        .isEqualTo(1);
  }

  @Test
  void while_kafka_is_known_to_be_away_nothing_waits_for_it() {
    kafka.isUp = false;
    Awaitility.await().until(() -> !store.isDirect());
    long start = System.nanoTime();

    assertThat(store.store(events("a")).join()).isEqualTo(Outcome.DURABLE);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(store.isReady()).isTrue();
    assertThat(spool.records()).isEqualTo(1);
  }

  @Test
  void a_record_that_fails_takes_its_request_and_all_after_it_to_the_spool_in_order() {
    MockProducer<byte[], byte[]> failing = restartProducers();
    kafka.acknowledges = true;
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    outcomes.add(store.store(events("a", "b")));
    outcomes.add(store.store(events("c")));
    failing.errorNext(new NotEnoughReplicasException("two of three are away"));
    outcomes.add(store.store(events("d")));

    outcomes.forEach(o -> assertThat(o.join()).isEqualTo(Outcome.DURABLE));
    awaitDirect();
    assertThat(failing.closed()).isTrue();
    assertThat(sent(producers.size() - 1)).containsExactly("a", "b", "c", "d");
  }

  @Test
  void as_long_as_the_spool_holds_records_later_ones_do_not_overtake_them() {
    kafka.isUp = false;
    Awaitility.await().until(() -> !store.isDirect());
    IntStream.range(0, 50).forEach(i -> store.store(events("s" + i)).join());

    kafka.isUp = true;
    int next = 50;
    while (!store.isDirect()) {
      assertThat(store.store(events("s" + next++)).join()).isEqualTo(Outcome.DURABLE);
    }
    assertThat(store.store(events("s" + next++)).join()).isEqualTo(Outcome.DURABLE);

    assertThat(sent(producers.size() - 1))
        .isEqualTo(IntStream.range(0, next).mapToObj(i -> "s" + i).toList());
    assertThat(spool.isDrained()).isTrue();
  }

  @Test
  void direct_sending_resumes_under_load_from_many_threads() throws Exception {
    kafka.isUp = false;
    Awaitility.await().until(() -> !store.isDirect());
    List<Thread> threads = new ArrayList<>();
    List<CompletableFuture<Outcome>> outcomes = new CopyOnWriteArrayList<>();
    for (int t = 0; t < 4; t++) {
      int thread = t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 3000; i++) {
                  CompletableFuture<Outcome> outcome = store.store(events(thread + "-" + i));
                  if (i % 100 == 99) {
                    outcomes.add(outcome);
                    outcome.join();
                  }
                  if (thread == 0 && i == 500) {
                    kafka.isUp = true;
                  }
                }
              }));
    }

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    awaitDirect();
    outcomes.forEach(o -> assertThat(o).isCompletedWithValue(Outcome.DURABLE));
    List<String> all = sent(producers.size() - 1);
    for (int t = 0; t < 4; t++) {
      String prefix = t + "-";
      assertThat(all.stream().filter(v -> v.startsWith(prefix)))
          .isEqualTo(IntStream.range(0, 3000).mapToObj(i -> prefix + i).toList());
    }
  }

  @Test
  void an_error_of_the_machine_does_not_end_the_watch_over_kafka() {
    kafka.isUp = false;
    Awaitility.await().until(() -> !store.isDirect());
    assertThat(store.store(events("a")).join()).isEqualTo(Outcome.DURABLE);
    kafka.dies = true;
    kafka.isUp = true;
    int before = producers.size();
    Awaitility.await().until(() -> producers.size() > before + 1);
    kafka.dies = false;

    awaitDirect();
    assertThat(sent(producers.size() - 1)).containsExactly("a");
  }

  @Test
  void the_end_finds_an_outcome_for_every_request() throws IOException {
    kafka.acknowledges = false;
    restartProducers();
    CompletableFuture<Outcome> outcome = store.store(events("a"));

    store.close();

    assertThat(outcome.join()).isEqualTo(Outcome.DURABLE);
    try (Spool next =
        Spool.open(
            new SpoolSettings(directory.resolve("spool"), DataSize.parse("16MB"), 1),
            new SimpleMeterRegistry())) {
      assertThat(next.records()).isEqualTo(1);
    }
  }

  /** Goes once through the spool, so that a producer of the present kind is in use. */
  private MockProducer<byte[], byte[]> restartProducers() {
    boolean acknowledges = kafka.acknowledges;
    kafka.acknowledges = false;
    kafka.isUp = false;
    Awaitility.await().until(() -> !store.isDirect());
    kafka.isUp = true;
    awaitDirect();
    MockProducer<byte[], byte[]> silent = producers.get(producers.size() - 1);
    kafka.acknowledges = acknowledges;
    return silent;
  }

  private void awaitDirect() {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(store::isDirect);
  }

  private Producer<byte[], byte[]> producer() {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(
            new Cluster(
                "test",
                List.of(new Node(1, "localhost", 9092)),
                Stream.of(Topics.EVENTS, Topics.EVENTS_REJECTED)
                    .map(t -> new PartitionInfo(t, 0, null, null, null))
                    .toList(),
                java.util.Set.of(),
                java.util.Set.of()),
            kafka.acknowledges,
            null,
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producers.add(producer);
    if (kafka.dies) {
      throw new OutOfMemoryError("a test's");
    }
    return producer;
  }

  private List<String> sent(int producer) {
    return producers.get(producer).history().stream()
        .map(r -> new String(r.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static List<Verdict> events(String... lines) {
    return Stream.of(lines)
        .map(
            line ->
                (Verdict)
                    new Verdict.Accepted(
                        "demo|u:u1".getBytes(StandardCharsets.UTF_8),
                        line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
