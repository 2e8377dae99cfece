package io.rivulet.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.decode.Verdict;
import io.rivulet.ingest.kafka.EventStore.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaEventStoreTest {
  private static final List<Verdict> THREE =
      Collections.nCopies(
          3,
          new Verdict.Rejected(
              new RejectedEvent(
                  "demo",
                  Instant.EPOCH,
                  RejectionReason.INVALID_JSON,
                  "the body is not JSON",
                  "segment",
                  null,
                  null,
                  "{")));

  @Test
  void what_kafka_acknowledges_is_stored() {
    MockProducer<byte[], byte[]> kafka = producer(true);

    assertThat(store(kafka, true).store(THREE)).isCompletedWithValue(Outcome.DURABLE);
    assertThat(kafka.history()).hasSize(3);
  }

  @Test
  void nothing_is_sent_while_kafka_is_known_to_be_away() {
    MockProducer<byte[], byte[]> kafka = producer(true);

    assertThat(store(kafka, false).store(THREE)).isCompletedWithValue(Outcome.UNAVAILABLE);
    assertThat(kafka.history()).isEmpty();
  }

  @Test
  void the_first_record_that_fails_at_once_is_the_last_that_is_sent() {
    MockProducer<byte[], byte[]> kafka =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            Future<RecordMetadata> acknowledgement = super.send(record, callback);
            errorNext(new TimeoutException("topic not present in metadata after 1000 ms"));
            return acknowledgement;
          }
        };

    assertThat(store(kafka, true).store(THREE)).isCompletedWithValue(Outcome.UNAVAILABLE);
    assertThat(kafka.history()).hasSize(1);
  }

  private static MockProducer<byte[], byte[]> producer(boolean acknowledges) {
    return new MockProducer<>(
        acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static EventStore store(MockProducer<byte[], byte[]> kafka, boolean isUp) {
    return new KafkaEventStore(kafka, () -> isUp);
  }
}
