package io.rivulet.sessionizer.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how far a consumer group is behind, and says so well before Kafka deletes what the group
 * has not read. It looks at all partitions of the topics, whichever process has them, and at the
 * committed offsets, so what is read and not yet done counts as waiting.
 *
 * <p>Metrics, by {@code topic}: {@code .lag} (records that wait, Kafka's own marks among them),
 * {@code .lag.seconds} (age of the oldest by Kafka's clock; 0 when none waits), and {@code
 * .retention.used} (share of the topic's retention that the oldest has used up, by age or by bytes,
 * whichever is more: from 1 on it may be gone).
 */
public final class RetentionWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final double WARN_AT = 0.5;
  private static final double ERROR_AT = 0.8;

  private final Map<String, Object> kafka;
  private final KafkaTopics kafkaTopics;
  private final String group;
  private final List<String> topics;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final Map<String, Backlog> backlogs = new ConcurrentHashMap<>();
  private final Map<String, Double> reported = new HashMap<>();

  /**
   * Prepares a watch; {@link #start} starts it.
   *
   * @param kafka how to reach Kafka, as the admin client takes it
   * @param metricsPrefix what the names of its metrics begin with, such as {@code rivulet.archive}
   */
  public RetentionWatch(
      Map<String, Object> kafka,
      KafkaTopics kafkaTopics,
      String group,
      List<String> topics,
      String metricsPrefix,
      MeterRegistry metrics) {
    this.kafka = Map.copyOf(kafka);
    this.kafkaTopics = kafkaTopics;
    this.group = group;
    this.topics = List.copyOf(topics);
    this.thread = new Thread(this::run, "retention-" + group);
    thread.setDaemon(true);
    for (String topic : topics) {
      Tags tags = Tags.of(Tag.of("topic", topic));
      Gauge.builder(metricsPrefix + ".lag", () -> backlog(topic).records())
          .description("Records that wait, whichever process has their partitions")
          .tags(tags)
          .register(metrics);
      Gauge.builder(metricsPrefix + ".lag.seconds", () -> backlog(topic).ageMillis(now()) / 1e3)
          .description("Age of the oldest record that waits")
          .tags(tags)
          .register(metrics);
      Gauge.builder(metricsPrefix + ".retention.used", () -> backlog(topic).used(now()))
          .description("Share of the topic's retention that the oldest record has used up")
          .tags(tags)
          .register(metrics);
    }
  }

  /** Returns at once; watching begins when Kafka can be reached. */
  public void start() {
    thread.start();
  }

  /** Share of the retention that the oldest record that waits has used up, by topic. */
  public Map<String, Double> used() {
    return topics.stream().collect(Collectors.toMap(t -> t, t -> backlog(t).used(now())));
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(ANSWER_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private Backlog backlog(String topic) {
    return backlogs.getOrDefault(topic, Backlog.NONE);
  }

  private void run() {
    boolean failedBefore = false;
    try {
      if (!kafkaTopics.await(closing)) {
        return;
      }
      do {
        try (Admin admin = Admin.create(kafka);
            Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerConfig())) {
          do {
            for (String topic : topics) {
              backlogs.put(topic, look(topic, admin, consumer));
              report(topic, backlog(topic).used(now()));
            }
            failedBefore = false;
          } while (!closing.await(EVERY.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException | RuntimeException e) {
          if (!failedBefore) {
            LOG.warn("how much of Kafka's retention is used cannot be told: {}", e.toString());
          }
          failedBefore = true;
        }
      } while (!closing.await(EVERY.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Backlog look(String topic, Admin admin, Consumer<byte[], byte[]> consumer)
      throws ExecutionException, InterruptedException {
    Set<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .collect(Collectors.toSet());
    consumer.assign(partitions); // or the client warns of offsets that it cannot keep
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> waiting = new HashMap<>();
    long records = 0;
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata done = committed.get(partition);
      long from = Math.max(done == null ? 0 : done.offset(), value(firsts, partition));
      if (from < value(ends, partition)) {
        waiting.put(partition, from);
        records += value(ends, partition) - from;
      }
    }
    if (waiting.isEmpty()) {
      return Backlog.NONE;
    }
    Config config = config(topic, admin);
    long retentionBytes = number(config, TopicConfig.RETENTION_BYTES_CONFIG);
    double usedByBytes = 0;
    if (retentionBytes > 0) {
      Map<TopicPartition, Long> sizes = sizes(admin, waiting.keySet());
      for (Map.Entry<TopicPartition, Long> entry : waiting.entrySet()) {
        TopicPartition partition = entry.getKey();
        double end = value(ends, partition);
        double share = (end - entry.getValue()) / (end - value(firsts, partition));
        usedByBytes =
            Math.max(
                usedByBytes, share * sizes.getOrDefault(partition, 0L) / (double) retentionBytes);
      }
    }
    return new Backlog(
        records,
        oldestTimestamp(consumer, waiting, ends),
        number(config, TopicConfig.RETENTION_MS_CONFIG),
        usedByBytes);
  }

  private static long value(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return Objects.requireNonNull(offsets.get(partition));
  }

  /** The first record of each partition is read; where all that waits are marks, there is none. */
  private static long oldestTimestamp(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> waiting,
      Map<TopicPartition, Long> ends) {
    consumer.assign(waiting.keySet());
    waiting.forEach(consumer::seek);
    Set<TopicPartition> open = new HashSet<>(waiting.keySet());
    long oldest = Backlog.NO_TIMESTAMP;
    long until = System.nanoTime() + ANSWER_WITHIN.toNanos();
    while (!open.isEmpty() && System.nanoTime() - until < 0) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
      for (TopicPartition partition : records.partitions()) {
        if (open.remove(partition)) {
          oldest = Math.min(oldest, records.records(partition).get(0).timestamp());
        }
      }
      open.removeIf(partition -> consumer.position(partition) >= value(ends, partition));
      consumer.pause(consumer.assignment().stream().filter(p -> !open.contains(p)).toList());
    }
    return oldest;
  }

  private static Config config(String topic, Admin admin)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return Objects.requireNonNull(
        admin.describeConfigs(List.of(resource)).all().get().get(resource));
  }

  private static long number(Config config, String name) {
    return Long.parseLong(config.get(name).value());
  }

  /** Bytes of each partition on the disk of the broker that has most of it. */
  private static Map<TopicPartition, Long> sizes(Admin admin, Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    List<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
    Map<TopicPartition, Long> sizes = new HashMap<>();
    for (Map<String, LogDirDescription> folders :
        admin.describeLogDirs(brokers).allDescriptions().get().values()) {
      for (LogDirDescription folder : folders.values()) {
        folder
            .replicaInfos()
            .forEach(
                (partition, replica) -> {
                  if (partitions.contains(partition)) {
                    sizes.merge(partition, replica.size(), Math::max);
                  }
                });
      }
    }
    return sizes;
  }

  /** Once for each time that a limit is passed. */
  private void report(String topic, double used) {
    double before = Objects.requireNonNull(reported.getOrDefault(topic, 0.0));
    double passed = used >= ERROR_AT ? ERROR_AT : used >= WARN_AT ? WARN_AT : 0;
    reported.put(topic, passed);
    String text =
        "%s is behind: its oldest record in topic %s has used up %.0f %% of the topic's retention; Kafka deletes it at 100 %%"
            .formatted(group, topic, used * 100);
    if (passed > before) {
      if (passed >= ERROR_AT) {
        LOG.error("{}", text);
      } else {
        LOG.warn("{}", text);
      }
    } else if (passed == 0 && before > 0) {
      LOG.info("{} is no longer far behind in topic {}", group, topic);
    }
  }

  private Map<String, Object> consumerConfig() {
    Map<String, Object> config = new HashMap<>(kafka);
    // To read what the group has committed; nothing is committed, and the group is not joined.
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    // One batch of each partition, of which one record is looked at.
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    return config;
  }
}
