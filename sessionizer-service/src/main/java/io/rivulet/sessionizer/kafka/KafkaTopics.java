package io.rivulet.sessionizer.kafka;

import io.rivulet.event.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that this service reads and writes, unless they exist: the collector creates
 * the same ones, and an existing topic stays as its owner set it up.
 */
public final class KafkaTopics {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);
  private static final int RETRY_MILLIS = 1_000;
  private static final int TRIES_BETWEEN_LOG_LINES = 30;

  private final Map<String, Object> adminConfig;
  private final int partitions;
  private boolean exist;
  private int tries;

  /**
   * @param adminConfig how to reach Kafka, as the admin client takes it
   * @param partitions of a topic that is created
   */
  public KafkaTopics(Map<String, Object> adminConfig, int partitions) {
    this.adminConfig = Map.copyOf(adminConfig);
    this.partitions = partitions;
  }

  /**
   * Waits until Kafka can be reached and the topics exist.
   *
   * @param cancelled ends the waiting when it is counted down
   * @return false when it was cancelled
   */
  public boolean await(CountDownLatch cancelled) throws InterruptedException {
    while (!exist()) {
      if (cancelled.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  private synchronized boolean exist() throws InterruptedException {
    if (exist) {
      return true;
    }
    try (Admin admin = Admin.create(adminConfig)) {
      create(admin);
      exist = true;
    } catch (ExecutionException | RuntimeException e) {
      if (tries++ % TRIES_BETWEEN_LOG_LINES == 0) {
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
