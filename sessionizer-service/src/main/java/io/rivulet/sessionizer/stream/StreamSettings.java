package io.rivulet.sessionizer.stream;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the stream runs.
 *
 * @param stateDirectory local folder for what is remembered of actors; a copy of Kafka's changelog,
 *     so losing it costs only the time to restore it. Of this process alone
 * @param threads how many partitions are worked on at the same time
 */
@ConfigurationProperties("rivulet.sessionizer")
public record StreamSettings(Path stateDirectory, int threads) {

  /** Names the stream's consumer group, its transactions and its changelog: must never change. */
  public static final String APPLICATION_ID = "rivulet-sessionizer";

  public StreamSettings {
    Objects.requireNonNull(stateDirectory, "rivulet.sessionizer.state-directory");
    if (threads < 1) {
      throw new IllegalArgumentException(
          "rivulet.sessionizer.threads must be at least 1, not " + threads);
    }
  }

  /**
   * The configuration of Kafka Streams.
   *
   * @param connection how to reach Kafka
   */
  public Properties kafkaStreams(Map<String, Object> connection) {
    Properties config = new Properties();
    config.putAll(connection);
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toAbsolutePath().toString());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
    // Where there is a second process it keeps a copy of the first one's memory; alone there is
    // none.
    config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
    // A new process takes its share when its copy is complete: how often that is looked for.
    config.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000);
    // A transaction each: an event is under way as long, and each costs some milliseconds.
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 150);
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    config.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 16 * 1024 * 1024);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // Kafka's own 16 KiB hold some fifteen events: compression, requests and the broker's work are
    // paid by the batch.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
    // The first batch of a transaction waits in the broker until its partition is added to the
    // transaction; a second one in flight could overtake it and would be refused and sent again
    // (OUT_OF_ORDER_SEQUENCE_NUMBER in the broker's log, seen with Kafka 4.2.2).
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    // A process that comes back within the session timeout keeps its partitions, without a
    // rebalance.
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        InstanceName.of(stateDirectory));
    // How long a killed or stopped process keeps its partitions from the others.
    config.putIfAbsent(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    config.putIfAbsent(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
    return config;
  }
}
