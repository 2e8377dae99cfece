package io.rivulet.ingest.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.ingest.spool.Spool;
import io.rivulet.ingest.spool.SpoolSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
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

/** The store for events, and the watch over Kafka and its topics. */
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
  DurableEventStore eventStore(
      ProducerFactory<byte[], byte[]> producers,
      KafkaWatch watch,
      SpoolSettings spool,
      HotActors hotActors,
      MeterRegistry registry)
      throws IOException {
    Map<String, Object> settings = producerSettings(producers.getConfigurationProperties());
    return new DurableEventStore(
        () -> new KafkaProducer<>(settings),
        watch,
        Spool.open(spool, registry),
        hotActors,
        registry);
  }

  /** What the store relies on, whatever the settings say. */
  private static Map<String, Object> producerSettings(Map<String, Object> configured) {
    Map<String, Object> settings = new HashMap<>(configured);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Its callers are threads that must not wait.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    // A record that the producer gave up would be overtaken by the next ones; the store's own
    // patience is shorter, and then nothing more of the producer is sent.
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    return settings;
  }

  @Bean
  KafkaWatch kafkaWatch(KafkaAdmin admin, @Value("${rivulet.kafka.partitions}") int partitions) {
    return new KafkaWatch(admin.getConfigurationProperties(), partitions);
  }

  /** For people. It is no part of readiness: while Kafka is away the spool takes its place. */
  @Bean
  HealthIndicator kafkaHealthIndicator(KafkaWatch watch) {
    return () -> (watch.isUp() ? Health.up() : Health.down()).build();
  }

  /** Shows in readiness: down when an event could be stored nowhere. */
  @Bean
  HealthIndicator storeHealthIndicator(DurableEventStore store) {
    return () ->
        (store.isReady() ? Health.up() : Health.outOfService())
            .withDetail("way", store.isDirect() ? "kafka" : "spool")
            .build();
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
