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
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Writes accepted events to {@code events}, keyed by actor, and rejected ones to {@code
 * events-rejected}, keyed by project. True is returned only when Kafka acknowledged each.
 */
public final class KafkaEventStore implements EventStore {
  private static final Logger log = LoggerFactory.getLogger(KafkaEventStore.class);

  private final ProducerFactory<String, byte[]> producers;
  private final Duration patience;

  /**
   * @param patience longest wait for the acknowledgements of one request
   */
  public KafkaEventStore(ProducerFactory<String, byte[]> producers, Duration patience) {
    this.producers = producers;
    this.patience = patience;
  }

  @Override
  public boolean store(List<Verdict> verdicts) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(verdicts.size());
    try (Producer<String, byte[]> producer = producers.createProducer()) {
      for (Verdict verdict : verdicts) {
        if (deadline - System.nanoTime() < 0) {
          throw new TimeoutException("no room in the producer's buffer");
        }
        acknowledgements.add(producer.send(record(verdict)));
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
