package io.rivulet.sessionizer.kafka;

import io.rivulet.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * How far the stream, in whatever processes it runs, is behind what the collectors wrote. Asks
 * Kafka and not the stream, so that the answer is right when the stream stands still. Used by one
 * thread at a time.
 */
public final class StreamLag implements AutoCloseable {

  /**
   * The lag of all partitions together.
   *
   * @param events how many are not worked on yet
   * @param age how long the oldest of them has waited since it arrived; zero where there is none
   */
  public record Lag(long events, Duration age) {}

  /** The longest that a question to Kafka takes. */
  private static final int ANSWER_WITHIN_MILLIS = 5_000;

  /** The longest that the oldest records are waited for. */
  private static final Duration READ_WITHIN = Duration.ofSeconds(2);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

  private final Map<String, Object> config;
  private @Nullable Consumer<byte[], byte[]> connected;

  /**
   * @param connection how to reach Kafka
   * @param group of the stream; this reads its offsets and is no member of it
   */
  public StreamLag(Map<String, Object> connection, String group) {
    this.config = new HashMap<>(connection);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, group + "-lag");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
    // One record is wanted: Kafka sends the one batch that it is in.
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
  }

  // Made at the first question: while Kafka's name has no address none can be made.
  private Consumer<byte[], byte[]> consumer() {
    Consumer<byte[], byte[]> present = connected;
    if (present == null) {
      present =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      connected = present;
    }
    return present;
  }

  /**
   * The lag at {@code now}.
   *
   * @throws KafkaException when Kafka does not answer
   */
  public synchronized Lag at(Instant now) {
    Consumer<byte[], byte[]> consumer = consumer();
    Map<TopicPartition, Long> unread = firstUnread(consumer);
    long events = 0;
    for (Map.Entry<TopicPartition, Long> end : consumer.endOffsets(unread.keySet()).entrySet()) {
      long ofPartition = end.getValue() - unread.getOrDefault(end.getKey(), end.getValue());
      events += ofPartition;
      if (ofPartition <= 0) {
        unread.remove(end.getKey());
      }
    }
    long nowMillis = now.toEpochMilli();
    return new Lag(
        events, Duration.ofMillis(Math.max(0, nowMillis - oldest(consumer, unread, nowMillis))));
  }

  private static Map<TopicPartition, Long> firstUnread(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> partitions =
        consumer.partitionsFor(Topics.EVENTS).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .collect(Collectors.toSet());
    Map<TopicPartition, Long> unread = new HashMap<>(consumer.beginningOffsets(partitions));
    for (Map.Entry<TopicPartition, OffsetAndMetadata> e :
        consumer.committed(partitions).entrySet()) {
      if (e.getValue() != null) {
        unread.merge(e.getKey(), e.getValue().offset(), Math::max);
      }
    }
    return unread;
  }

  /** Arrival of the oldest of the first unread records, in milliseconds. */
  private static long oldest(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> unread, long now) {
    consumer.assign(unread.keySet()); // of none, it is as if unsubscribed
    unread.forEach(consumer::seek);
    long oldest = now;
    long giveUpAt = System.nanoTime() + READ_WITHIN.toNanos();
    int read = 0;
    while (read < unread.size() && System.nanoTime() < giveUpAt) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        oldest = Math.min(oldest, record.timestamp());
        consumer.pause(List.of(new TopicPartition(record.topic(), record.partition())));
        read++;
      }
    }
    consumer.unsubscribe();
    return oldest;
  }

  @Override
  public synchronized void close() {
    Consumer<byte[], byte[]> present = connected;
    if (present != null) {
      present.close(CloseOptions.timeout(CLOSE_WITHIN));
    }
  }
}
