package io.rivulet.sessionizer.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.embedded.S3Server;
import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.faults.FaultyS3.Fault;
import io.rivulet.sessionizer.faults.FaultyS3.Stage;
import io.rivulet.sessionizer.kafka.KafkaTopics;
import io.rivulet.sessionizer.session.ReferenceSessions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The real sessionizer, a real broker and a real S3 server, in processes of their own, under load
 * while one of them fails. After each fault the load pauses, and everything that Kafka has
 * acknowledged so far must be in the lake once, also what the faults before concerned.
 *
 * <p>{@code -Drivulet.faults.kills=30} kills more often than in every build, {@code
 * -Drivulet.faults.seed=...} in another order, which is printed.
 */
class ExactlyOnceIT {
  private static final int KILLS = Integer.getInteger("rivulet.faults.kills", 4);
  private static final long SEED = Long.getLong("rivulet.faults.seed", 1);
  private static final int PARTITIONS = 3;
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Path LOGS = Path.of("target", "faults");

  private static final Random RANDOM = new Random(SEED);
  private static BrokerProcess broker;
  private static S3Server s3Server;
  private static S3Client s3;
  private static FaultyS3 faultyS3;
  private static LakeWatcher lake;
  private static SessionizerProcess sessionizer;
  private static Load load;
  private static Path directory;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    System.out.println("faults: seed " + SEED + ", " + KILLS + " kills");
    directory = temporary;
    broker = new BrokerProcess(directory.resolve("kafka"), LOGS.resolve("broker.log"));
    s3Server = S3Server.start(directory.resolve("s3"), 0);
    s3Server.setSystemProperties();
    s3 =
        S3Client.builder()
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    faultyS3 = new FaultyS3(s3Server.endpoint());
    lake = new LakeWatcher(s3);
    new KafkaTopics(Map.of("bootstrap.servers", broker.bootstrapServers()), PARTITIONS)
        .await(new CountDownLatch(1));
    sessionizer = sessionizer("first");
    load = new Load(broker.bootstrapServers(), new Random(SEED));
    awaitProgress();
  }

  private static SessionizerProcess sessionizer(String name) throws Exception {
    return new SessionizerProcess(
        directory.resolve(name),
        LOGS.resolve(name + ".log"),
        broker.bootstrapServers(),
        faultyS3.endpoint(),
        List.of());
  }

  @AfterAll
  static void stop() throws Exception {
    sessionizer.kill();
    load.close();
    lake.close();
    s3.close();
    faultyS3.close();
    s3Server.close();
    broker.kill();
  }

  @BeforeEach
  void goOn() {
    load.goOn();
  }

  /** An event that Kafka takes after this is called reaches the lake. */
  private static void awaitProgress() {
    int before = load.acknowledgedCount();
    await().atMost(SOON).until(() -> lake.highest() > before);
  }

  @Test
  void killed_at_any_moment() throws Exception {
    List<Long> recoveries = new ArrayList<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      String moment = killAtRandomMoment();
      long killedAt = System.nanoTime();
      sessionizer.start();
      awaitProgress();
      recoveries.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedAt));
      System.out.printf(
          "faults: kill %d %s, %d ms to recover%n",
          kill, moment, recoveries.get(recoveries.size() - 1));
    }
    List<Long> sorted = recoveries.stream().sorted().toList();
    System.out.printf(
        "faults: %d kills, %d ms to recover in the median, %d ms at most%n",
        KILLS, sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
  }

  /** Returns what was going on. */
  private String killAtRandomMoment() throws Exception {
    int wait = RANDOM.nextInt(12);
    switch (RANDOM.nextInt(5)) {
      case 0 -> {
        return "when an upload was received: " + killAtPut(Stage.RECEIVED, wait);
      }
      case 1 -> {
        return "when an upload was stored: " + killAtPut(Stage.STORED, wait);
      }
      case 2 -> {
        int until = load.acknowledgedCount() + RANDOM.nextInt(1_500);
        await()
            .atMost(SOON)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> load.acknowledgedCount() >= until);
        sessionizer.kill();
        return "after so many events";
      }
      case 3 -> {
        // The end of a flush is committed some milliseconds after its last upload.
        CountDownLatch stored = new CountDownLatch(1);
        faultyS3.onPut((stage, key) -> stored.countDown());
        assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
        faultyS3.onPut((stage, key) -> {});
        TimeUnit.MILLISECONDS.sleep(RANDOM.nextInt(60));
        sessionizer.kill();
        return "shortly after an upload";
      }
      default -> {
        sessionizer.kill();
        sessionizer.start();
        TimeUnit.MILLISECONDS.sleep(2_000 + RANDOM.nextInt(10_000));
        sessionizer.kill();
        return "while it started";
      }
    }
  }

  private String killAtPut(Stage when, int skipped) throws Exception {
    AtomicInteger left = new AtomicInteger(skipped);
    CountDownLatch killed = new CountDownLatch(1);
    AtomicReference<String> what = new AtomicReference<>("");
    faultyS3.onPut(
        (stage, key) -> {
          if (stage == when && left.getAndDecrement() == 0) {
            try {
              sessionizer.kill();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            what.set(key);
            killed.countDown();
          }
        });
    assertThat(killed.await(60, TimeUnit.SECONDS)).isTrue();
    faultyS3.onPut((stage, key) -> {});
    return what.get();
  }

  @Test
  void broker_killed_and_frozen() throws Exception {
    broker.kill();
    broker.start();
    awaitProgress();

    broker.freeze();
    TimeUnit.SECONDS.sleep(8); // longer than the sessions of its consumers
    broker.goOn();
    awaitProgress();
  }

  @Test
  void store_refuses_and_fails() throws Exception {
    assertThat(sessionizer.get("/actuator/health/readiness")).contains("\"UP\"");
    faultyS3.refuse();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(sessionizer.get("/actuator/health/readiness"))
                    .contains("\"lakeReachable\":false", "cannot be", "\"status\":\"DOWN\""));
    faultyS3.accept();
    awaitProgress();

    faultyS3.plan(method -> Fault.SLOW_DOWN);
    await().atMost(SOON).until(() -> failures("busy") > 0);
    faultyS3.plan(method -> Fault.FORBIDDEN);
    await().atMost(SOON).until(() -> failures("refused") > 0);
    faultyS3.plan(method -> method.equals("HEAD") ? Fault.HANG : Fault.NONE);
    await().atMost(SOON).until(() -> failures("timeout") > 0);
    faultyS3.plan(method -> Fault.NONE);
    awaitProgress();
    await().atMost(SOON).until(() -> sessionizer.isReady());

    for (Fault fault :
        List.of(
            Fault.SLOW, Fault.SLOW_DOWN, Fault.ANSWER_LOST, Fault.BODY_CUT, Fault.NO_CONDITIONS)) {
      faultyS3.plan(half(fault));
      awaitProgress();
    }
    faultyS3.plan(half(Fault.SLOW_DOWN, Fault.ANSWER_LOST, Fault.BODY_CUT, Fault.FORBIDDEN));
    awaitProgress();
    faultyS3.plan(method -> Fault.NONE);
    awaitProgress();
  }

  /** Each second upload fails, in one of these ways. */
  private static Function<String, Fault> half(Fault... faults) {
    Random random = new Random(RANDOM.nextLong());
    return method -> {
      synchronized (random) {
        return method.equals("PUT") && random.nextBoolean()
            ? faults[random.nextInt(faults.length)]
            : Fault.NONE;
      }
    };
  }

  @Test
  @EnabledIfSystemProperty(named = "rivulet.faults.kills", matches = ".*") // it takes its time
  void store_hangs() throws Exception {
    faultyS3.plan(method -> Fault.HANG);
    await().atMost(SOON).until(() -> failures("timeout") > 0);
    faultyS3.plan(method -> Fault.NONE);
    awaitProgress();
  }

  private static double failures(String kind) {
    return sessionizer
        .get("/actuator/prometheus")
        .lines()
        .filter(l -> l.startsWith("rivulet_archive_failures_total{kind=\"" + kind + "\"}"))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.indexOf(' '))))
        .sum();
  }

  @Test
  void a_second_sessionizer_comes_and_goes() throws Exception {
    SessionizerProcess second = sessionizer("second");
    try {
      await().atMost(SOON).until(second::isReady);
      second.kill();
      second.start();
      awaitProgress();
      await().atMost(SOON).until(second::isReady);
      sessionizer.stop();
      assertThat(sessionizer.spooled()).isEmpty();
      awaitProgress();
      sessionizer.start();
      await().atMost(SOON).until(() -> sessionizer.isReady());
      awaitProgress();
    } finally {
      second.stop();
    }
    assertThat(second.spooled()).isEmpty();
  }

  @AfterEach
  void everything_is_in_the_lake_once() throws Exception {
    load.pause();
    List<Integer> acknowledged = load.acknowledged();
    assertThat(load.failures()).isEmpty();
    await().atMost(SOON).until(() -> lake.lines() >= acknowledged.size());
    Map<String, List<String>> raw = lake.readAgain(Area.RAW);
    Map<String, List<String>> quarantine = lake.readAgain(Area.QUARANTINE);
    List<String> events = raw.values().stream().flatMap(List::stream).toList();
    List<String> refused = quarantine.values().stream().flatMap(List::stream).toList();
    Set<Integer> inLake = new HashSet<>();
    List<Integer> twice = new ArrayList<>();
    for (List<String> lines : List.of(events, refused)) {
      for (String line : lines) {
        int number = LakeWatcher.numberIn(line);
        if (!inLake.add(number)) {
          twice.add(number);
        }
      }
    }
    Set<Integer> missing = new HashSet<>(acknowledged);
    missing.removeAll(inLake);
    System.out.printf(
        "faults: %d records acknowledged, %d lines in %d objects, %d missing, %d twice%n",
        acknowledged.size(),
        events.size() + refused.size(),
        raw.size() + quarantine.size(),
        missing.size(),
        twice.size());

    assertThat(lake.violations()).isEmpty();
    assertThat(twice).as("twice").isEmpty();
    assertThat(missing).as("missing").isEmpty();
    assertThat(inLake).hasSameSizeAs(acknowledged);
    assertThat(refused)
        .allMatch(line -> Load.isBroken(LakeWatcher.numberIn(line)))
        .hasSameSizeAs(acknowledged.stream().filter(Load::isBroken).toList());
    assertThatObjectsHoldWhatKafkaHas(raw, Topics.EVENTS_SESSIONIZED);
    assertThatObjectsHoldWhatKafkaHas(quarantine, Topics.EVENTS_REJECTED);
    ReferenceSessions.assertThatEachIsIn(events.stream().map(ExactlyOnceIT::event).toList());
    assertThat(faultyS3.writes())
        .as("no upload in parts, which could be left half done")
        .allMatch(w -> w.matches("PUT /rivulet(/[^?]*)?"));
  }

  private static Event event(String line) {
    return EventJson.readEvent(line.getBytes(StandardCharsets.UTF_8));
  }

  /** Line for line and offset for offset, by partition. */
  private static void assertThatObjectsHoldWhatKafkaHas(
      Map<String, List<String>> objects, String topic) {
    Map<Integer, List<String>> expected = new HashMap<>();
    Map<String, String> lineAt = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : readTopic(topic)) {
      String line = new String(record.value(), StandardCharsets.UTF_8);
      expected.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(line);
      lineAt.put(record.partition() + "@" + record.offset(), line);
    }
    Map<Integer, List<String>> found = new HashMap<>();
    objects.forEach(
        (key, lines) -> {
          LakeObject object = LakeObject.parse(key).orElseThrow();
          assertThat(lines.get(0))
              .as(key)
              .isEqualTo(lineAt.get(object.partition() + "@" + object.firstOffset()));
          found.computeIfAbsent(object.partition(), p -> new ArrayList<>()).addAll(lines);
        });
    assertThat(sorted(found)).isEqualTo(sorted(expected));
  }

  private static Map<Integer, List<String>> sorted(Map<Integer, List<String>> lines) {
    return lines.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().stream().sorted().toList()));
  }

  private static List<ConsumerRecord<String, byte[]>> readTopic(String topic) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
