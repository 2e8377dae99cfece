package io.rivulet.sessionizer.kafka;

import io.rivulet.event.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that this service reads and writes, unless they exist: the collector creates
 * the same ones, and an existing topic stays as its owner set it up.
 */
public final class KafkaTopics {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);
  private static final int RETRY_MILLIS = 1_000;

  /** The longest that a question to Kafka takes: neither a log line nor an end waits longer. */
  private static final int ANSWER_WITHIN_MILLIS = 5_000;

  private static final long NANOS_BETWEEN_LOG_LINES = TimeUnit.SECONDS.toNanos(30);

  private final Map<String, Object> adminConfig;
  private final int partitions;
  private boolean exist;
  private long nextLogLineAt = System.nanoTime();

  /**
   * @param adminConfig how to reach Kafka, as the admin client takes it
   * @param partitions of a topic that is created
   */
  public KafkaTopics(Map<String, Object> adminConfig, int partitions) {
    this.adminConfig = new HashMap<>(adminConfig);
    this.adminConfig.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
    this.adminConfig.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
    this.partitions = partitions;
  }

  /**
   * Waits until Kafka can be reached and the topics exist.
   *
   * @param cancelled ends the waiting when it is counted down
   * @return false when it was cancelled
   */
  public boolean await(CountDownLatch cancelled) throws InterruptedException {
    while (!exist(cancelled)) {
      if (cancelled.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Says what to do when a topic and the changelog of the work on it have not as many partitions;
   * Kafka Streams does not start then.
   *
   * @return one sentence; empty when the numbers are the same or there is no changelog yet
   * @throws ExecutionException when Kafka does not answer
   */
  public Optional<String> mismatch(String topic, String changelog)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(adminConfig)) {
      int ofTopic = partitions(admin, topic);
      int ofChangelog = partitions(admin, changelog);
      return ofTopic == ofChangelog
          ? Optional.empty()
          : Optional.of(
              "topic %s has %d partitions and topic %s has %d, but both must have the same number: "
                      .formatted(topic, ofTopic, changelog, ofChangelog)
                  + "raise the smaller to %d (kafka-topics.sh --alter)"
                      .formatted(Math.max(ofTopic, ofChangelog)));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static int partitions(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    KafkaFuture<TopicDescription> described =
        admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
    return Objects.requireNonNull(described).get().partitions().size();
  }

  private synchronized boolean exist(CountDownLatch cancelled) throws InterruptedException {
    if (exist || cancelled.getCount() == 0) {
      return exist;
    }
    try (Admin admin = Admin.create(adminConfig)) {
      create(admin);
      exist = true;
    } catch (ExecutionException | RuntimeException e) {
      if (System.nanoTime() - nextLogLineAt >= 0) {
        nextLogLineAt = System.nanoTime() + NANOS_BETWEEN_LOG_LINES;
        LOG.warn(
            "waiting for Kafka at {}: {}",
            adminConfig.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG),
            e.getCause() == null ? e.toString() : e.getCause().toString());
      }
    }
    return exist;
  }

  private void create(Admin admin) throws ExecutionException, InterruptedException {
    List<NewTopic> wanted =
        List.of(
            topic(Topics.EVENTS), topic(Topics.EVENTS_SESSIONIZED), topic(Topics.EVENTS_REJECTED));
    for (Map.Entry<String, KafkaFuture<Void>> created :
        admin.createTopics(wanted).values().entrySet()) {
      try {
        created.getValue().get();
        LOG.info("created topic {} with {} partitions", created.getKey(), partitions);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  // The broker's clock: with an event's own time as the record's, history would expire on arrival.
  private NewTopic topic(String name) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty())
        .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
  }
}
