package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Topics;
import io.rivulet.stores.TestKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsIT {

  @Test
  void missing_topics_are_created_and_existing_ones_left_alone(@TempDir Path directory)
      throws Exception {
    try (TestKafka kafka = TestKafka.start(directory.resolve("kafka"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(Topics.EVENTS, Optional.of(2), Optional.empty())))
          .all()
          .get();

      try (Collector collector =
          new Collector(
              kafka.bootstrapServers(),
              Collector.projectsFile(directory),
              "--RIVULET_KAFKA_PARTITIONS=4")) {
        collector.awaitReady();
      }

      assertThat(partitions(admin))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(Topics.EVENTS, 2, Topics.EVENTS_SESSIONIZED, 4, Topics.EVENTS_REJECTED, 4));
      assertThat(timestampType(admin, Topics.EVENTS)).isEqualTo("CreateTime");
      assertThat(timestampType(admin, Topics.EVENTS_REJECTED)).isEqualTo("LogAppendTime");
    }
  }

  private static Map<String, Integer> partitions(Admin admin) throws Exception {
    return admin
        .describeTopics(admin.listTopics().names().get())
        .allTopicNames()
        .get()
        .values()
        .stream()
        .collect(Collectors.toMap(t -> t.name(), t -> t.partitions().size()));
  }

  private static String timestampType(Admin admin, String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin
        .describeConfigs(List.of(resource))
        .all()
        .get()
        .values()
        .iterator()
        .next()
        .get("message.timestamp.type")
        .value();
  }
}
