package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartitionInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka that answers but cannot take events, since one of its two brokers is gone. */
class ReplicasIT {
  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private KafkaPair kafka;
  private Admin admin;

  ReplicasIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void start() throws IOException {
    kafka = KafkaPair.start(directory);
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> admin.describeCluster().nodes().get().size() == 2);
  }

  @AfterEach
  void stop() {
    admin.close(Duration.ZERO);
    kafka.close();
  }

  @Test
  void events_wait_in_the_spool_while_too_few_replicas_are_in_sync() throws Exception {
    create(
        topic ->
            new NewTopic(topic, PARTITIONS, (short) 2).configs(Map.of("min.insync.replicas", "2")));

    assertSpooledAndDrained(partition -> partition.isr().size() == 1);
  }

  @Test
  void events_wait_in_the_spool_while_partitions_have_no_leader() throws Exception {
    Map<Integer, List<Integer>> onSecond = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      onSecond.put(partition, List.of(KafkaPair.SECOND));
    }
    create(topic -> new NewTopic(topic, onSecond));

    assertSpooledAndDrained(partition -> partition.leader() == null);
  }

  private interface Making {
    NewTopic of(String topic);
  }

  private void create(Making making) throws Exception {
    admin
        .createTopics(
            Stream.of(Topics.EVENTS, Topics.EVENTS_SESSIONIZED, Topics.EVENTS_REJECTED)
                .map(making::of)
                .toList())
        .all()
        .get();
  }

  private interface Sick {
    boolean is(TopicPartitionInfo partition);
  }

  private void assertSpooledAndDrained(Sick sick) throws Exception {
    try (Collector collector =
        new Collector(kafka.bootstrapServers(), Collector.projectsFile(directory))) {
      collector.awaitReady();
      Awaitility.await().atMost(PATIENCE).until(() -> !isSpooling(collector));
      assertThat(post(collector, "before").statusCode()).isEqualTo(200);

      kafka.killSecond();
      assertThat(post(collector, "at once").statusCode()).isEqualTo(200);
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> partitions().stream().allMatch(sick::is));
      assertThat(post(collector, "later").statusCode()).isEqualTo(200);

      assertThat(isSpooling(collector)).isTrue();
      assertThat(collector.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      kafka.startSecond();
      Awaitility.await().atMost(PATIENCE).until(() -> !isSpooling(collector));
      assertThat(post(collector, "after").statusCode()).isEqualTo(200);
      // What was under way when the broker went away may be there twice.
      assertThat(collector.all(Topics.EVENTS).events().stream().map(Event::eventId).distinct())
          .containsExactly("before", "at once", "later", "after");
    }
  }

  private List<TopicPartitionInfo> partitions() throws Exception {
    return admin
        .describeTopics(List.of(Topics.EVENTS))
        .allTopicNames()
        .get()
        .values()
        .iterator()
        .next()
        .partitions();
  }

  private static boolean isSpooling(Collector collector) {
    return collector
        .get("/actuator/prometheus")
        .body()
        .lines()
        .anyMatch("rivulet_ingest_spool_active 1.0"::equals);
  }

  private static HttpResponse<String> post(Collector collector, String messageId) {
    return collector.post("/v1/page", "{\"userId\":\"u1\",\"messageId\":\"" + messageId + "\"}");
  }
}
