package io.rivulet.sessionizer.archive;

import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic partition on its way into the lake: collect, promise, upload, commit, and again. Used
 * by the archiver's thread alone; only the upload runs elsewhere. While it is under way the
 * partition is paused.
 *
 * <p>Worked example: lines 100 to 180 are collected when a minute is over. The offset 100 is
 * committed with the promise {@code flush-until=181}. Two objects are uploaded; then the process is
 * killed. Whoever comes next reads 100 and the promise, collects up to 180 though no minute is
 * over, and writes the same two objects again and the third. Then 181 is committed.
 */
final class PartitionArchive {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionArchive.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** How often an object that is there with other lines is looked at again. */
  private static final Duration CONFLICT_PAUSE = Duration.ofSeconds(10);

  /** No other partition waits longer for a broker that does not answer. */
  private static final Duration COMMIT_WITHIN = Duration.ofSeconds(10);

  /** Objects of a flush that end the collecting; those of the poll that passed it come on top. */
  private static final int MAX_FILES = 64;

  private enum Phase {
    /** Lines go to the spool. */
    COLLECTING,
    /** The end is fixed and is being committed as a promise. */
    PROMISING,
    /** The spool is being uploaded. */
    UPLOADING,
    /** All is uploaded and the end is being committed. */
    COMMITTING,
    /** An object is there with other lines: nothing is on the disk until it is tried again. */
    BLOCKED
  }

  private final TopicPartition partition;
  private final Consumer<String, byte[]> consumer;
  private final Supplier<Spool> spools;
  private final Uploads uploads;
  private final ArchiveSettings settings;
  private final Timer flushes;

  private Phase phase = Phase.COLLECTING;
  private boolean held;
  private Spool spool;
  private OptionalLong promisedEnd;
  private long start;
  private long end;
  private long collectingSince = System.nanoTime();
  private long flushingSince;
  private long retryAt = System.nanoTime();
  private Duration pause = SHORTEST_PAUSE;
  private @Nullable CompletableFuture<Uploads.Outcome> upload;

  /**
   * @param start where the partition is read from: the committed offset
   * @param promisedEnd where the first flush has to end, when its owner before did not finish it
   * @param flushes times a flush, from its promise to the commit of its end
   */
  PartitionArchive(
      TopicPartition partition,
      long start,
      OptionalLong promisedEnd,
      Consumer<String, byte[]> consumer,
      Supplier<Spool> spools,
      Uploads uploads,
      ArchiveSettings settings,
      Timer flushes) {
    this.partition = partition;
    this.start = start;
    this.promisedEnd = promisedEnd;
    this.consumer = consumer;
    this.spools = spools;
    this.uploads = uploads;
    this.settings = settings;
    this.flushes = flushes;
    this.spool = spools.get();
  }

  /** Takes what a poll returned. */
  void append(List<ConsumerRecord<String, byte[]>> records) throws IOException {
    if (phase != Phase.COLLECTING) {
      // Only after a rebalance that forgot that the partition is paused.
      consumer.seek(partition, phase == Phase.BLOCKED ? start : end);
      consumer.pause(Set.of(partition));
      return;
    }
    List<ConsumerRecord<String, byte[]>> wanted = records;
    if (promisedEnd.isPresent()) {
      long bound = promisedEnd.getAsLong();
      wanted = records.stream().filter(r -> r.offset() < bound).toList();
      if (wanted.size() < records.size()) {
        consumer.seek(partition, bound);
      }
    }
    if (spool.isEmpty()) {
      collectingSince = System.nanoTime();
    }
    spool.append(wanted);
  }

  /**
   * Goes on as far as it can without waiting.
   *
   * @param finishing whether to flush now, however little there is
   * @param full whether the spool has no room for more lines
   */
  void advance(boolean finishing, boolean full) throws IOException {
    if (phase == Phase.BLOCKED && retryDue()) {
      phase = Phase.COLLECTING;
      held = true;
    }
    if (phase == Phase.COLLECTING) {
      collectOrFixEnd(finishing || full);
    }
    if (phase == Phase.COLLECTING && full != held) {
      held = full;
      if (held) {
        consumer.pause(Set.of(partition));
      } else {
        consumer.resume(Set.of(partition));
      }
    }
    if (phase == Phase.PROMISING && retryDue() && commit(FlushPromise.made(start, end))) {
      phase = Phase.UPLOADING;
    }
    if (phase == Phase.UPLOADING && uploaded()) {
      phase = Phase.COMMITTING;
    }
    if (phase == Phase.COMMITTING && retryDue() && commit(FlushPromise.kept(end))) {
      startNextFlush();
    }
  }

  /** Whether there is nothing to upload or commit, or nothing without reading on to a promise. */
  boolean isDone() {
    return !isFlushing() && (spool.isEmpty() || promisedEnd.isPresent());
  }

  /** Whether a flush is under way, so that room will be made. */
  boolean isFlushing() {
    return phase != Phase.COLLECTING && phase != Phase.BLOCKED;
  }

  /** Whether lines must be collected before anything can be flushed. */
  boolean isCollectingPromise() {
    return phase == Phase.COLLECTING && promisedEnd.isPresent();
  }

  /** Objects that are collected or uploaded just now. */
  int openObjects() {
    return spool.files().size();
  }

  /** Leaves the partition to whoever has it next, who begins at the committed offset. */
  void abandon() {
    spool.abandon();
    if (upload == null) {
      deleteSpool();
    } else {
      CompletableFuture<Uploads.Outcome> unused =
          upload.whenComplete((done, failure) -> deleteSpool());
    }
  }

  private void deleteSpool() {
    try {
      spool.delete();
    } catch (IOException e) {
      LOG.warn("the spool of {} cannot be deleted, the next start does it: {}", partition, e);
    }
  }

  private void collectOrFixEnd(boolean now) {
    long position = consumer.position(partition);
    if (promisedEnd.isPresent()) {
      // Already promised: not before and not after, whatever is due. Offsets have gaps, so the
      // position tells, not the last line; it passes the end when old records have expired.
      if (position >= promisedEnd.getAsLong()) {
        end = promisedEnd.getAsLong();
        fixEnd(Phase.UPLOADING);
      }
      return;
    }
    boolean waitedLongEnough =
        System.nanoTime() - collectingSince >= settings.rotateAfter().toNanos();
    if (spool.isEmpty()) {
      // Only Kafka's own marks: without a commit they would pass for records that wait.
      if (waitedLongEnough && position > start) {
        end = position;
        fixEnd(Phase.COMMITTING);
      }
    } else if (now
        || waitedLongEnough
        || spool.bytes() >= settings.rotateBytes()
        || spool.files().size() >= MAX_FILES) {
      end = position;
      fixEnd(Phase.PROMISING);
    }
  }

  private void fixEnd(Phase next) {
    consumer.pause(Set.of(partition));
    flushingSince = System.nanoTime();
    phase = next;
  }

  private boolean uploaded() throws IOException {
    CompletableFuture<Uploads.Outcome> running = upload;
    if (running == null) {
      if (retryDue()) {
        upload = uploads.start(spool);
      }
      return false;
    }
    if (!running.isDone()) {
      return false;
    }
    upload = null;
    try {
      switch (running.get()) {
        case UPLOADED -> {
          pause = SHORTEST_PAUSE;
          return true;
        }
        case AWAY -> retryLater();
        case CONFLICT -> block();
      }
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the spool of " + partition + " is broken", e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Leaves the disk to others. The lines are in Kafka, and the promise stays as it is. */
  private void block() throws IOException {
    spool.delete();
    spool = spools.get();
    promisedEnd = OptionalLong.of(end);
    consumer.seek(partition, start);
    retryAt = System.nanoTime() + CONFLICT_PAUSE.toNanos();
    phase = Phase.BLOCKED;
  }

  // Once tried, a commit is tried again as it was: it may have reached Kafka although the answer
  // did not come, and what was promised must not change.
  private boolean commit(OffsetAndMetadata offset) {
    try {
      consumer.commitSync(Map.of(partition, offset), COMMIT_WITHIN);
      pause = SHORTEST_PAUSE;
      return true;
    } catch (RebalanceInProgressException | CommitFailedException e) {
      // The next poll finishes the rebalance, and says so when the partition is lost.
      LOG.info("{}: commit of offset {} waits for a rebalance", partition, offset.offset());
    } catch (RetriableException e) {
      LOG.warn("{}: commit of offset {} failed: {}", partition, offset.offset(), e.toString());
    }
    retryLater();
    return false;
  }

  private void startNextFlush() throws IOException {
    if (!spool.isEmpty()) {
      flushes.record(System.nanoTime() - flushingSince, TimeUnit.NANOSECONDS);
    }
    spool.delete();
    spool = spools.get();
    start = end;
    promisedEnd = OptionalLong.empty();
    phase = Phase.COLLECTING;
    collectingSince = System.nanoTime();
    held = false;
    // Equal, but where a promise's records had expired; then there is nothing between.
    if (consumer.position(partition) < end) {
      consumer.seek(partition, end);
    }
    consumer.resume(Set.of(partition));
  }

  private boolean retryDue() {
    return System.nanoTime() - retryAt >= 0;
  }

  private void retryLater() {
    retryAt = System.nanoTime() + pause.toNanos();
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
  }
}
