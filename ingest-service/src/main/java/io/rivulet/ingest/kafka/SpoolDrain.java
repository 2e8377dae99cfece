package io.rivulet.ingest.kafka;

import io.rivulet.ingest.spool.Cursor;
import io.rivulet.ingest.spool.Spool;
import io.rivulet.ingest.spool.SpooledRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to bring the spool's records to Kafka, in order. The producer keeps the order of what
 * it has and tries for as long as it lives, so a slow Kafka is simply waited for. Only after a
 * failure that it does not get over is the attempt given up, with its producer, and the next one
 * begins at the first record without acknowledgement: what was under way may then come twice.
 */
final class SpoolDrain implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpoolDrain.class);

  /** Bytes under way. It begins with one record, so that attempts in vain repeat but that one. */
  static final long MAX_WINDOW_BYTES = 4 << 20;

  private static final Duration MOMENT = Duration.ofMillis(200);

  private final Spool spool;
  private final Cursor cursor;
  private final Producer<byte[], byte[]> producer;
  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private long underWayBytes;
  private long windowBytes = 1;
  private long progressAtNanos = System.nanoTime();
  private boolean isAtEnd;
  private volatile @Nullable Exception failure;

  private static final class UnderWay {
    private final SpooledRecord entry;
    private final long bytes;
    private final long sentAtNanos = System.nanoTime();
    private volatile boolean isAcknowledged;
    private volatile boolean isRefused;

    UnderWay(SpooledRecord entry) {
      this.entry = entry;
      this.bytes = (long) entry.record().key().length + entry.record().value().length;
    }
  }

  SpoolDrain(Spool spool, Producer<byte[], byte[]> producer) {
    this.spool = spool;
    this.producer = producer;
    this.cursor = spool.cursor();
  }

  /** Takes in acknowledgements that come within that time; sends nothing. */
  void finish(Duration patience) throws IOException {
    long until = System.nanoTime() + patience.toNanos();
    while (failure == null && !underWay.isEmpty() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(1_000_000);
      var unused = settle();
    }
  }

  /**
   * Sends what the window lets through and tells the spool what is acknowledged.
   *
   * @return number of records acknowledged since the last call
   */
  long advance() throws IOException {
    long records = settle();
    isAtEnd = false;
    while (failure == null && underWayBytes < windowBytes) {
      SpooledRecord entry = cursor.next();
      if (entry == null) {
        isAtEnd = true;
        break;
      }
      send(new UnderWay(entry));
    }
    if (isAtEnd && underWay.isEmpty()) {
      // Also past the places that were no records.
      spool.drained(cursor.position(), 0, System.currentTimeMillis());
    }
    return records;
  }

  private long settle() throws IOException {
    long records = 0;
    UnderWay last = null;
    for (UnderWay head = underWay.peek(); head != null; head = underWay.peek()) {
      if (head.isRefused) {
        spool.setAside(head.entry);
      } else if (!head.isAcknowledged) {
        break;
      }
      underWay.remove();
      underWayBytes -= head.bytes;
      last = head;
      records++;
    }
    if (last != null) {
      spool.drained(last.entry.sequence() + 1, records, last.entry.appendedAtMillis());
      progressAtNanos = System.nanoTime();
      windowBytes = Math.min(MAX_WINDOW_BYTES, 4 * Math.max(windowBytes, 16 << 10));
    }
    return records;
  }

  private void send(UnderWay record) {
    underWay.add(record);
    underWayBytes += record.bytes;
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  record.entry.record().topic(),
                  record.entry.record().key(),
                  record.entry.record().value()),
              (metadata, e) -> settled(record, e));
    } catch (KafkaException | IllegalStateException e) {
      settled(record, e);
    }
  }

  private void settled(UnderWay record, @Nullable Exception e) {
    if (e == null) {
      record.isAcknowledged = true;
    } else if (e instanceof RecordTooLargeException) {
      log.error("Kafka refuses a spooled record as too large; it is kept beside the spool", e);
      record.isRefused = true;
    } else if (failure == null) {
      failure = e;
    }
  }

  /** Why the attempt failed; null while it has not. */
  @Nullable Exception failure() {
    return failure;
  }

  /** Whether Kafka has acknowledged all that was durable a moment ago. */
  boolean isDone() {
    return isAtEnd && underWay.isEmpty();
  }

  /** Whether all is sent and acknowledged, or will be in a moment as it looks. */
  boolean isNearlyDone() {
    UnderWay oldest = underWay.peek();
    return isAtEnd && (oldest == null || System.nanoTime() - oldest.sentAtNanos < MOMENT.toNanos());
  }

  /** Whether something is under way and Kafka has acknowledged nothing for so long. */
  boolean isStalled(Duration patience) {
    return !underWay.isEmpty() && System.nanoTime() - progressAtNanos > patience.toNanos();
  }

  @Override
  public void close() throws IOException {
    cursor.close();
  }
}
