package io.rivulet.sessionizer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.RealParts;
import io.rivulet.sessionizer.TestEvents;
import io.rivulet.sessionizer.session.ReferenceSessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two processes that share the partitions, come and go, while events come all the time. */
class TwoStreamsIT {
  private static final Logger LOG = LoggerFactory.getLogger(TwoStreamsIT.class);
  private static final int PARTITIONS = 4;

  /** So many events are under way: enough that there is always one, whoever goes. */
  private static final int UNDER_WAY = 100;

  private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(90).toNanos();

  private final Map<String, Process> processes = new HashMap<>();
  private final List<Event> events = TestEvents.history(40, 2_000);
  private final List<Event> sessionized = new ArrayList<>();
  private final Map<Integer, Long> latestOfPartition = new HashMap<>();
  private int sent;

  private Path directory;
  private RealParts parts;
  private KafkaProducer<String, byte[]> producer;
  private KafkaConsumer<String, byte[]> consumer;
  private Admin admin;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    parts = new RealParts(directory);
    parts.createTopics(PARTITIONS);
    Map<String, Object> kafka = Map.of("bootstrap.servers", parts.bootstrapServers());
    producer = parts.producer(Map.of("acks", "all"));
    admin = Admin.create(kafka);
    consumer = parts.consumer(Topics.EVENTS_SESSIONIZED, PARTITIONS);
  }

  @AfterEach
  void stop() {
    processes.values().forEach(Process::destroyForcibly);
    producer.close();
    consumer.close();
    admin.close();
    parts.close();
  }

  @Test
  void no_session_is_torn_when_processes_come_and_go() throws Exception {
    run("a");
    loadUntil(() -> sessionized.size() > 500);

    run("b");
    loadUntil(() -> partitionsOf("a").size() == 2 && partitionsOf("b").size() == 2);
    loadUntil(everyPartitionGoesOn());

    process("b").destroy(); // in good order
    process("b").waitFor();
    long stoppedAt = System.nanoTime();
    run("b");
    loadUntil(everyPartitionGoesOn());
    LOG.info("restarted in {} ms", (System.nanoTime() - stoppedAt) / 1_000_000);

    Set<Integer> orphans = partitionsOf("a");
    process("a").destroyForcibly().waitFor();
    long killedAt = System.nanoTime();
    loadUntil(goOn(orphans));
    LOG.info(
        "taken over after {} ms: partitions {}",
        (System.nanoTime() - killedAt) / 1_000_000,
        orphans);

    run("a");
    loadUntil(() -> partitionsOf("a").size() == 2 && partitionsOf("b").size() == 2);
    loadUntil(everyPartitionGoesOn());

    List<Event> all = events.subList(0, sent);
    until(() -> sessionized.size() >= all.size(), false);
    assertThat(sessionized)
        .extracting(Event::eventId)
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Event::eventId).toList());
    ReferenceSessions.assertThatEachIsIn(sessionized);
  }

  private void run(String name) throws IOException {
    processes.put(name, StreamProcess.start(parts, directory.resolve(name)));
  }

  private Process process(String name) {
    return Objects.requireNonNull(processes.get(name));
  }

  /** Whether each partition has got events that arrived from now on. */
  private Callable<Boolean> everyPartitionGoesOn() {
    return goOn(Set.of(0, 1, 2, 3));
  }

  private Callable<Boolean> goOn(Set<Integer> partitions) {
    assertThat(partitions).isNotEmpty();
    long from = System.currentTimeMillis();
    return () -> partitions.stream().allMatch(p -> latestOfPartition.getOrDefault(p, 0L) > from);
  }

  /** The partitions of the topic events that a process works on. */
  private Set<Integer> partitionsOf(String name) throws Exception {
    String member = InstanceName.of(directory.resolve(name));
    ConsumerGroupDescription group =
        Objects.requireNonNull(
                admin
                    .describeConsumerGroups(List.of(StreamSettings.APPLICATION_ID))
                    .describedGroups()
                    .get(StreamSettings.APPLICATION_ID))
            .get();
    return group.members().stream()
        .filter(m -> m.groupInstanceId().orElse("").startsWith(member))
        .map(MemberDescription::assignment)
        .flatMap(a -> a.topicPartitions().stream())
        .map(TopicPartition::partition)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private void loadUntil(Callable<Boolean> condition) throws Exception {
    until(condition, true);
  }

  private void until(Callable<Boolean> condition, boolean load) throws Exception {
    long giveUpAt = System.nanoTime() + LONGEST_WAIT_NANOS;
    do {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(giveUpAt);
      Collection<Future<?>> acknowledged = new ArrayList<>();
      while (load && sent < sessionized.size() + UNDER_WAY) {
        Event event = events.get(sent++);
        acknowledged.add(
            producer.send(
                new ProducerRecord<>(
                    Topics.EVENTS, event.actor().recordKey(), EventJson.write(event))));
      }
      for (Future<?> one : acknowledged) {
        one.get();
      }
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        sessionized.add(EventJson.readEvent(record.value()));
        latestOfPartition.put(record.partition(), record.timestamp());
      }
    } while (!condition.call());
  }
}
