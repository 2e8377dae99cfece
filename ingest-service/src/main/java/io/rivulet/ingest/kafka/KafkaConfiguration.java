package io.rivulet.ingest.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** The producer and the watch over Kafka and its topics. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {
  @Bean
  HotActors hotActors(MeterRegistry registry) {
    HotActors hot = new HotActors(System::nanoTime);
    Gauge.builder("rivulet.ingest.hot.actors", hot, HotActors::size)
        .description("Actors that send so much that they have their own lane")
        .register(registry);
    FunctionCounter.builder("rivulet.ingest.lane.events", hot, HotActors::laneEvents)
        .description("Events of hot actors")
        .register(registry);
    return hot;
  }

  @Bean
  DefaultKafkaProducerFactoryCustomizer lane(HotActors hot) {
    return producers ->
        producers.updateConfigs(
            Map.of(
                ProducerConfig.PARTITIONER_CLASS_CONFIG,
                LanePartitioner.class,
                LanePartitioner.HOT_ACTORS,
                hot));
  }

  @Bean
  EventStore eventStore(ProducerFactory<byte[], byte[]> producers, KafkaWatch watch) {
    return new KafkaEventStore(producers.createProducer(), watch::isUp);
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
