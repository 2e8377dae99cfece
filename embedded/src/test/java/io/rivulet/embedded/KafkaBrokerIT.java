package io.rivulet.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {
  @Test
  void recordsOfATransactionSurviveARestartOnAnotherPort(@TempDir Path folder) throws Exception {
    try (var broker = KafkaBroker.start(folder.resolve("with blank"), 0)) {
      createTopic(broker, "events");
      try (var producer =
          new KafkaProducer<>(
              Map.<String, Object>of(
                  "bootstrap.servers", broker.bootstrapServers(), "transactional.id", "test"),
              new StringSerializer(),
              new StringSerializer())) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("events", "key", "first")).get();
        producer.commitTransaction();
      }
    }

    try (var broker = KafkaBroker.start(folder.resolve("with blank"), 0)) {
      assertThat(read(broker, "events")).containsExactly("first");
    }
  }

  @Test
  void aTakenPortIsAnExceptionAndNotTheEndOfTheProcess(@TempDir Path folder) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> KafkaBroker.start(folder, port))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Kafka did not start: port " + port + " is taken");
    }
  }

  @Test
  void eventsAndPlacesOfReadersOutliveALongPause(@TempDir Path folder) throws Exception {
    try (var broker = KafkaBroker.start(folder, 0)) {
      createTopic(broker, "events");

      assertThat(setting(broker, ConfigResource.Type.TOPIC, "events", "retention.ms"))
          .isEqualTo("-1");
      assertThat(setting(broker, ConfigResource.Type.TOPIC, "events", "retention.bytes"))
          .isEqualTo(Integer.toString(1 << 30));
      assertThat(setting(broker, ConfigResource.Type.BROKER, "1", "offsets.retention.minutes"))
          .isEqualTo(Long.toString(Duration.ofDays(365).toMinutes()));
    }
  }

  @Test
  void aBrokerThatGivesUpTellsIt(@TempDir Path folder) throws Exception {
    var data = folder.resolve("data");
    try (var broker = KafkaBroker.start(data, 0)) {
      assertThat(broker.failure()).isNotDone();

      loseDisk(data);
      var unused = CompletableFuture.runAsync(() -> createTopicUnchecked(broker, "events"));

      assertThat(broker.failure())
          .succeedsWithin(Duration.ofSeconds(20), InstanceOfAssertFactories.STRING)
          .startsWith("Kafka gave up with status 1");
    }
  }

  /** From now on the broker cannot make a file. */
  private static void loseDisk(Path data) throws IOException {
    Files.move(data, data.resolveSibling("lost"));
    Files.createFile(data);
  }

  private static String setting(
      KafkaBroker broker, ConfigResource.Type type, String name, String setting) throws Exception {
    var resource = new ConfigResource(type, name);
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      var configs = admin.describeConfigs(List.of(resource)).all().get();
      return requireNonNull(configs.get(resource)).get(setting).value();
    }
  }

  private static void createTopicUnchecked(KafkaBroker broker, String topic) {
    try {
      createTopic(broker, topic);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void createTopic(KafkaBroker broker, String topic) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
  }

  private static List<String> read(KafkaBroker broker, String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var records = consumer.poll(Duration.ofSeconds(20));
      return records.records(partition).stream().map(record -> record.value()).toList();
    }
  }
}
