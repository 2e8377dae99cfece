package io.rivulet.ingest.kafka;

import io.rivulet.event.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether Kafka can be reached and has our topics. It looks every few seconds, creates topics
 * that are missing (the broker may have come up after us) and logs each change once. A topic that
 * exists stays as its owner set it up.
 */
final class KafkaWatch implements DurableEventStore.KafkaState, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KafkaWatch.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final List<String> TOPICS =
      List.of(Topics.EVENTS, Topics.EVENTS_SESSIONIZED, Topics.EVENTS_REJECTED);

  private final Map<String, Object> adminConfig;
  private final int partitions;
  private @Nullable Admin admin;
  private volatile State state = State.UNKNOWN;

  private enum State {
    UNKNOWN,
    UP,
    DOWN
  }

  /**
   * @param adminConfig how to reach Kafka, as the admin client takes it
   * @param partitions of a topic that is created
   */
  KafkaWatch(Map<String, Object> adminConfig, int partitions) {
    this.adminConfig = Map.copyOf(adminConfig);
    this.partitions = partitions;
  }

  /** Whether Kafka answered and had our topics the last time. */
  @Override
  public boolean isUp() {
    return state == State.UP;
  }

  @Override
  public boolean isDown() {
    return state == State.DOWN;
  }

  /** Asks Kafka for our topics and creates those that are missing. */
  synchronized void look() {
    try {
      Admin asked = admin();
      Set<String> existing = await(asked.listTopics().names());
      List<String> missing = TOPICS.stream().filter(t -> !existing.contains(t)).toList();
      if (missing.isEmpty()) {
        change(State.UP, "");
      } else {
        create(asked, missing); // the next look will find them
      }
    } catch (ExecutionException e) {
      change(State.DOWN, String.valueOf(e.getCause()));
    } catch (KafkaException e) {
      change(State.DOWN, e.toString()); // its name is not known, as that of a stopped container
    } catch (TimeoutException e) {
      change(State.DOWN, "no answer within " + PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Admin admin() {
    if (admin == null) {
      admin = Admin.create(adminConfig);
    }
    return admin;
  }

  private void create(Admin admin, List<String> missing)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<String, KafkaFuture<Void>> created =
        admin.createTopics(missing.stream().map(this::topic).toList()).values();
    for (Map.Entry<String, KafkaFuture<Void>> topic : created.entrySet()) {
      try {
        await(topic.getValue());
        log.info("created topic {} with {} partitions", topic.getKey(), partitions);
      } catch (ExecutionException e) {
        // Another service creates the same topics and may be faster.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  // Time of arrival as record time: with the event's own, an old event would expire at once.
  private NewTopic topic(String name) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty())
        .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
  }

  private static <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void change(State now, String why) {
    if (state != now) {
      if (now == State.UP) {
        log.info("Kafka is reachable");
      } else {
        log.warn("Kafka is not reachable, events go to the spool: {}", why);
      }
      state = now;
    }
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(2));
    }
  }
}
