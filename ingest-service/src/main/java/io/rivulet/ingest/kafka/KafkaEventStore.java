package io.rivulet.ingest.kafka;

import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.Topics;
import io.rivulet.ingest.decode.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Writes accepted events to {@code events}, keyed by actor, and rejected ones to {@code
 * events-rejected}, keyed by project. True is returned only when Kafka acknowledged each. While
 * Kafka is known to be away nothing is tried, so that no request waits for it.
 */
public final class KafkaEventStore implements EventStore {
  private static final Logger log = LoggerFactory.getLogger(KafkaEventStore.class);

  private final ProducerFactory<String, byte[]> producers;
  private final Duration patience;
  private final BooleanSupplier isUp;

  /**
   * @param patience longest wait for the acknowledgements of one request; a send that has begun may
   *     take the producer's {@code max.block.ms} more
   * @param isUp whether Kafka answered lately
   */
  public KafkaEventStore(
      ProducerFactory<String, byte[]> producers, Duration patience, BooleanSupplier isUp) {
    this.producers = producers;
    this.patience = patience;
    this.isUp = isUp;
  }

  @Override
  public boolean store(List<Verdict> verdicts) {
    if (!isUp.getAsBoolean()) {
      return false;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(verdicts.size());
    try (Producer<String, byte[]> producer = producers.createProducer()) {
      for (Verdict verdict : verdicts) {
        if (deadline - System.nanoTime() < 0) {
          throw new TimeoutException("no room in the producer's buffer");
        }
        Future<RecordMetadata> acknowledgement = producer.send(record(verdict));
        if (acknowledgement.isDone()) {
          // Throws when the send has failed already, as the next ones would.
          var unused = acknowledgement.get();
        }
        acknowledgements.add(acknowledgement);
      }
      for (Future<RecordMetadata> acknowledgement : acknowledgements) {
        var unused =
            acknowledgement.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      log.debug("{} records of one request are not acknowledged", verdicts.size(), cause);
      return false;
    }
  }

  private static ProducerRecord<String, byte[]> record(Verdict verdict) {
    if (verdict instanceof Verdict.Accepted accepted) {
      return new ProducerRecord<>(
          Topics.EVENTS, accepted.event().actor().recordKey(), EventJson.write(accepted.event()));
    }
    RejectedEvent rejected = ((Verdict.Rejected) verdict).rejected();
    return new ProducerRecord<>(
        Topics.EVENTS_REJECTED, rejected.project(), EventJson.write(rejected));
  }
}
