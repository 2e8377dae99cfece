package io.rivulet.ingest.kafka;

import io.rivulet.event.EventJson;
import io.rivulet.event.Topics;
import io.rivulet.ingest.decode.Verdict;
import io.rivulet.ingest.kafka.EventStore.Outcome;
import io.rivulet.ingest.spool.SpoolRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The verdicts of one request on their way to Kafka; counts their acknowledgements. */
final class Request implements Callback {
  final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  final long number;
  final long sinceNanos = System.nanoTime();

  private final List<Verdict> verdicts;
  private final BiConsumer<Request, @Nullable Exception> settled;
  private final AtomicInteger missing;
  private volatile boolean hasFailed;

  /**
   * @param number of it among all requests, in the order in which they came
   * @param settled is called once Kafka has acknowledged all records, or with the reason as often
   *     as one cannot be sent
   */
  Request(long number, List<Verdict> verdicts, BiConsumer<Request, @Nullable Exception> settled) {
    this.number = number;
    this.verdicts = verdicts;
    this.settled = settled;
    this.missing = new AtomicInteger(verdicts.size());
  }

  /** Hands all records to the producer, up to the first one that it does not take. */
  void send(Producer<byte[], byte[]> producer) {
    if (verdicts.isEmpty()) {
      settled.accept(this, null);
    }
    for (Verdict verdict : verdicts) {
      SpoolRecord record = record(verdict);
      try {
        var unused =
            producer.send(new ProducerRecord<>(record.topic(), record.key(), record.value()), this);
      } catch (KafkaException | IllegalStateException e) {
        onCompletion(null, e);
      }
      if (hasFailed) {
        return;
      }
    }
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (failure != null) {
      hasFailed = true;
      settled.accept(this, failure);
    } else if (missing.decrementAndGet() == 0) {
      settled.accept(this, null);
    }
  }

  List<SpoolRecord> records() {
    return records(verdicts);
  }

  static List<SpoolRecord> records(List<Verdict> verdicts) {
    return verdicts.stream().map(Request::record).toList();
  }

  /** Accepted events are keyed by actor, rejected ones by project. */
  private static SpoolRecord record(Verdict verdict) {
    if (verdict instanceof Verdict.Accepted accepted) {
      return new SpoolRecord(Topics.EVENTS, accepted.key(), accepted.line());
    }
    Verdict.Rejected rejected = (Verdict.Rejected) verdict;
    return new SpoolRecord(
        Topics.EVENTS_REJECTED,
        rejected.rejected().project().getBytes(StandardCharsets.UTF_8),
        EventJson.write(rejected.rejected()));
  }
}
