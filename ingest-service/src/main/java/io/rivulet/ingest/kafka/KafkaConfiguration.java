package io.rivulet.ingest.kafka;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** The producer and the watch over Kafka and its topics. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {
  // With max.block.ms and delivery.timeout.ms the producer gives up by itself after 8.5 s;
  // Revolt's SDKs give up after 10 s.
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  @Bean
  EventStore eventStore(ProducerFactory<String, byte[]> producers) {
    return new KafkaEventStore(producers, PATIENCE);
  }

  @Bean
  KafkaWatch kafkaWatch(KafkaAdmin admin, @Value("${rivulet.kafka.partitions}") int partitions) {
    return new KafkaWatch(admin.getConfigurationProperties(), partitions);
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
