package io.rivulet.ingest.spool;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of records on disk: bounded, checksummed, and what was acknowledged survives {@code kill
 * -9} and a power cut. Anyone appends; one thread of its own writes ({@link SpoolWriter}); one
 * reader drains through a {@link #cursor}.
 *
 * <p>Records lie in segment files ({@link SegmentFormat}) that are deleted once they are drained.
 */
public final class Spool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Spool.class);

  private final SpoolMetrics metrics;
  private final SpoolFiles files;
  private final Progress progress = new Progress();
  private final SpoolWriter writer;

  /**
   * Opens the spool and finds what an earlier process left in it.
   *
   * @throws IOException when the directory cannot be used, or another process uses it
   */
  public static Spool open(SpoolSettings settings, MeterRegistry registry) throws IOException {
    return new Spool(settings, registry, SegmentOutput::onDisk, SegmentInput::onDisk);
  }

  Spool(
      SpoolSettings settings,
      MeterRegistry registry,
      SegmentOutput.Factory outputs,
      SegmentInput.Factory inputs)
      throws IOException {
    this.metrics = new SpoolMetrics(registry);
    this.files = new SpoolFiles(settings, metrics, inputs);
    DrainedPosition position = new DrainedPosition(settings.directory());
    try {
      recover(position.read());
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
    this.writer =
        new SpoolWriter(
            files,
            new SegmentWriter(files, outputs, metrics, progress),
            progress,
            position,
            metrics);
    metrics.watch(this);
    if (records() > 0) {
      log.warn("{} holds {} records that wait for Kafka", settings.directory(), records());
    }
    writer.start();
  }

  /**
   * Finds out where to go on.
   *
   * @param known up to where the spool was drained. It may be ahead of the files: a power cut took
   *     records that were drained but not yet fsynced, or all segments are gone. It may be behind
   *     when it was lost
   */
  private void recover(long known) {
    Segment first = files.first();
    Segment last = files.last();
    progress.drained = first == null ? known : Math.max(known, first.firstSequence);
    progress.end =
        last == null ? progress.drained : Math.max(progress.drained, files.sequenceAfter(last));
    if (!progress.isDrained()) {
      try (Cursor cursor = cursor()) {
        SpooledRecord waiting = cursor.next();
        if (waiting != null) {
          progress.oldestAtMillis = waiting.appendedAtMillis();
        }
      } catch (IOException e) {
        log.error("the first record that waits cannot be read, it is tried again", e);
      }
    }
  }

  /**
   * Appends the records of one request in the order of calls. Returns at once and never waits for
   * the disk.
   *
   * @return true once all of them are fsynced; false when there is no room or the disk failed, and
   *     then some may come out of the spool nevertheless. It is completed on the writer's thread
   */
  public CompletableFuture<Boolean> append(List<SpoolRecord> records) {
    long bytes = 0;
    for (SpoolRecord record : records) {
      int size = SegmentFormat.size(record);
      if (size - SegmentFormat.FRAME_BYTES > SegmentFormat.MAX_BODY_BYTES) {
        log.error("a record of {} bytes is too large for the spool", size);
        return CompletableFuture.completedFuture(false);
      }
      bytes += size;
    }
    return writer.append(records, bytes);
  }

  /** Reads from the first record on that is not drained. For one thread, that closes it. */
  public Cursor cursor() {
    return new Cursor(files, progress);
  }

  /**
   * Tells that Kafka has all records before that sequence.
   *
   * @param records number of those that were not drained before
   * @param lastAppendedAtMillis when the last of them was appended
   */
  public void drained(long sequence, long records, long lastAppendedAtMillis) {
    if (sequence <= progress.drained) {
      return;
    }
    metrics.drained.increment((double) records);
    progress.oldestAtMillis = lastAppendedAtMillis;
    progress.drained = sequence;
    Segment first = files.first();
    Segment second = first == null ? null : files.after(first);
    if (second != null && second.firstSequence <= sequence) {
      writer.wake();
    }
  }

  /** Keeps a record that Kafka will never take in a file beside the segments. */
  public void setAside(SpooledRecord entry) throws IOException {
    files.aside.setAside(entry);
  }

  /** Whether all that was ever appended, and made durable, is drained. */
  public boolean isDrained() {
    return writer.isIdle() && progress.isDrained();
  }

  /** Whether requests of usual size find room. */
  public boolean hasRoom() {
    return writer.hasRoom();
  }

  /** Number of records that are not drained. */
  public long records() {
    return Math.max(0, progress.end - progress.drained);
  }

  /** Size of all files. */
  public long bytes() {
    return files.bytes();
  }

  /** Age of the oldest record that is not drained; 0 when all are. */
  public long oldestAgeMillis() {
    return progress.isDrained()
        ? 0
        : Math.max(0, System.currentTimeMillis() - progress.oldestAtMillis);
  }

  /** Writes what was appended, then ends. What is not drained waits for the next process. */
  @Override
  public void close() throws IOException {
    writer.close();
    files.close();
  }
}
