package io.rivulet.ingest.kafka;

import io.rivulet.event.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Knows whether Kafka can be reached and has our topics. It looks every few seconds, makes the
 * topics where they are missing (the broker may have come up after us) and logs each change once.
 */
public final class KafkaWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KafkaWatch.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Admin admin;
  private final KafkaAdmin topics;
  private volatile State state = State.UNKNOWN;

  private enum State {
    UNKNOWN,
    UP,
    DOWN
  }

  public KafkaWatch(KafkaAdmin topics) {
    this.topics = topics;
    this.admin = Admin.create(Map.copyOf(topics.getConfigurationProperties()));
  }

  /** Whether Kafka answered the last time. */
  public boolean isUp() {
    return state == State.UP;
  }

  /** Asks Kafka for our topics. */
  public void look() {
    try {
      describeTopics();
      change(State.UP, "");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException && topics.initialize()) {
        return; // the next look will find them
      }
      change(State.DOWN, String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      change(State.DOWN, "no answer within " + PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void describeTopics() throws ExecutionException, TimeoutException, InterruptedException {
    var unused =
        admin
            .describeTopics(List.of(Topics.EVENTS, Topics.EVENTS_REJECTED))
            .allTopicNames()
            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void change(State now, String why) {
    if (state != now) {
      if (now == State.UP) {
        log.info("Kafka is reachable");
      } else {
        log.warn("Kafka is not reachable, requests are answered with 503: {}", why);
      }
      state = now;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
