package io.rivulet.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.decode.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
    MockProducer<String, byte[]> kafka = producer(true);

    assertThat(store(kafka, true).store(THREE)).isTrue();
    assertThat(kafka.history()).hasSize(3);
  }

  @Test
  void nothing_is_sent_while_kafka_is_known_to_be_away() {
    MockProducer<String, byte[]> kafka = producer(true);

    assertThat(store(kafka, false).store(THREE)).isFalse();
    assertThat(kafka.history()).isEmpty();
  }

  @Test
  void the_first_record_that_fails_at_once_is_the_last_that_is_sent() {
    MockProducer<String, byte[]> kafka =
        new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            Future<RecordMetadata> acknowledgement = super.send(record);
            errorNext(new TimeoutException("topic not present in metadata after 1000 ms"));
            return acknowledgement;
          }
        };

    assertThat(store(kafka, true).store(THREE)).isFalse();
    assertThat(kafka.history()).hasSize(1);
  }

  private static MockProducer<String, byte[]> producer(boolean acknowledges) {
    return new MockProducer<>(
        acknowledges, null, new StringSerializer(), new ByteArraySerializer());
  }

  private static EventStore store(MockProducer<String, byte[]> kafka, boolean isUp) {
    return new KafkaEventStore(() -> kafka, Duration.ofSeconds(5), () -> isUp);
  }
}
