package io.rivulet.ingest.kafka;

import io.rivulet.event.Topics;
import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** The topics, the producer and the watch over Kafka. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {
  // With max.block.ms and delivery.timeout.ms the producer gives up by itself after 8.5 s;
  // Revolt's SDKs give up after 10 s.
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  @Bean
  KafkaAdmin.NewTopics topics(@Value("${rivulet.kafka.partitions}") int partitions) {
    return new KafkaAdmin.NewTopics(
        topic(Topics.EVENTS, partitions),
        topic(Topics.EVENTS_SESSIONIZED, partitions),
        topic(Topics.EVENTS_REJECTED, partitions));
  }

  // Time of arrival as record time: with the event's own, an old event would expire at once.
  private static NewTopic topic(String name, int partitions) {
    return TopicBuilder.name(name)
        .partitions(partitions)
        .replicas(-1)
        .config(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")
        .build();
  }

  @Bean
  EventStore eventStore(ProducerFactory<String, byte[]> producers) {
    return new KafkaEventStore(producers, PATIENCE);
  }

  @Bean
  KafkaWatch kafkaWatch(KafkaAdmin admin) {
    return new KafkaWatch(admin);
  }

  /** Shows in readiness, not in liveness: restarting the collector does not heal Kafka. */
  @Bean
  HealthIndicator kafkaHealthIndicator(KafkaWatch watch) {
    return () -> (watch.isUp() ? Health.up() : Health.down()).build();
  }

  @Bean
  Watching watching(KafkaWatch watch) {
    return new Watching(watch);
  }

  /** Looks at Kafka every few seconds. */
  record Watching(KafkaWatch watch) {
    @Scheduled(fixedDelayString = "2s")
    void look() {
      watch.look();
    }
  }
}
