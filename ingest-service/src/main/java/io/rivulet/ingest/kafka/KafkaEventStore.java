package io.rivulet.ingest.kafka;

import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.Topics;
import io.rivulet.ingest.decode.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes accepted events to {@code events}, keyed by actor, and rejected ones to {@code
 * events-rejected}, keyed by project. They are durable only when Kafka acknowledged each. While
 * Kafka is known to be away nothing is tried, so that no request waits for it; how long one waits
 * that has begun is bounded by the producer's {@code delivery.timeout.ms}.
 */
public final class KafkaEventStore implements EventStore {
  private static final Logger log = LoggerFactory.getLogger(KafkaEventStore.class);

  private final Producer<byte[], byte[]> producer;
  private final BooleanSupplier isUp;

  /**
   * @param isUp whether Kafka answered lately
   */
  public KafkaEventStore(Producer<byte[], byte[]> producer, BooleanSupplier isUp) {
    this.producer = producer;
    this.isUp = isUp;
  }

  @Override
  public CompletableFuture<Outcome> store(List<Verdict> verdicts) {
    if (!isUp.getAsBoolean()) {
      return CompletableFuture.completedFuture(Outcome.UNAVAILABLE);
    }
    Acknowledgements acknowledgements = new Acknowledgements(verdicts.size());
    for (Verdict verdict : verdicts) {
      try {
        var unused = producer.send(record(verdict), acknowledgements);
      } catch (KafkaException e) {
        acknowledgements.fail(e);
      }
      if (acknowledgements.outcome.isDone()) {
        // This one failed at once, as the next ones would.
        break;
      }
    }
    return acknowledgements.outcome;
  }

  private static ProducerRecord<byte[], byte[]> record(Verdict verdict) {
    if (verdict instanceof Verdict.Accepted accepted) {
      return new ProducerRecord<>(Topics.EVENTS, accepted.key(), accepted.line());
    }
    RejectedEvent rejected = ((Verdict.Rejected) verdict).rejected();
    return new ProducerRecord<>(
        Topics.EVENTS_REJECTED,
        rejected.project().getBytes(StandardCharsets.UTF_8),
        EventJson.write(rejected));
  }

  /** Counts the acknowledgements of one request. */
  private static final class Acknowledgements implements Callback {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final AtomicInteger missing;

    Acknowledgements(int records) {
      this.missing = new AtomicInteger(records);
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
      if (failure != null) {
        fail(failure);
      } else if (missing.decrementAndGet() == 0) {
        outcome.complete(Outcome.DURABLE);
      }
    }

    void fail(Exception failure) {
      log.debug("a record is not acknowledged", failure);
      outcome.complete(Outcome.UNAVAILABLE);
    }
  }
}
