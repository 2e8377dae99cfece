package io.rivulet.ingest.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to segment files, one after the other. A file is never written to after its
 * process ended or after the disk failed a write to it. Used by one thread.
 */
final class SegmentWriter implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(SegmentWriter.class);
  private static final int BUFFER_BYTES = 1 << 20;

  private final SpoolFiles files;
  private final SegmentOutput.Factory outputs;
  private final SpoolMetrics metrics;
  private final Progress progress;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long nextSequence;
  private @Nullable Segment active;
  private @Nullable SegmentOutput output;

  /**
   * @param progress whose end is where it goes on
   */
  SegmentWriter(
      SpoolFiles files, SegmentOutput.Factory outputs, SpoolMetrics metrics, Progress progress) {
    this.files = files;
    this.outputs = outputs;
    this.metrics = metrics;
    this.progress = progress;
    this.nextSequence = progress.end;
  }

  /**
   * Returns when all the records are durable. After a failure {@link #abandon} must follow. Without
   * records it tells whether some could be written.
   *
   * @param bytes that they take at least
   */
  void write(List<SpoolRecord> records, long bytes) throws IOException {
    if (active != null && active.bytes + bytes > files.settings.segmentBytes()) {
      seal();
    }
    if (active == null) {
      begin();
    }
    Segment segment = active;
    SegmentOutput out = output;
    if (segment == null || out == null) {
      throw new IllegalStateException("no segment");
    }
    long now = System.currentTimeMillis();
    if (progress.isDrained() && !records.isEmpty()) {
      progress.oldestAtMillis = now;
    }
    for (SpoolRecord record : records) {
      put(out, segment, new SpooledRecord(nextSequence++, now, record));
    }
    flush(out, segment);
    long start = System.nanoTime();
    out.force();
    metrics.fsync.record(Duration.ofNanos(System.nanoTime() - start));
    segment.durableBytes = segment.bytes;
    if (!records.isEmpty()) {
      progress.end = nextSequence;
    }
    metrics.written.increment(records.size());
  }

  private void begin() throws IOException {
    Segment fresh = Segment.fresh(files.settings.directory(), nextSequence);
    output = outputs.create(fresh.path);
    active = fresh;
    files.add(fresh);
    buffer.clear();
    buffer.put(SegmentFormat.header(fresh.firstSequence));
  }

  private void put(SegmentOutput out, Segment segment, SpooledRecord entry) throws IOException {
    int size = SegmentFormat.size(entry.record());
    if (size > buffer.remaining()) {
      flush(out, segment);
    }
    if (size <= buffer.remaining()) {
      SegmentFormat.put(buffer, entry);
    } else {
      ByteBuffer large = ByteBuffer.allocate(size);
      SegmentFormat.put(large, entry);
      grow(segment, size);
      out.write(large.flip());
    }
  }

  private void flush(SegmentOutput out, Segment segment) throws IOException {
    buffer.flip();
    grow(segment, buffer.remaining());
    out.write(buffer);
    buffer.clear();
  }

  private void grow(Segment segment, long bytes) {
    segment.bytes += bytes;
    files.grow(bytes);
  }

  /** The next records go to a fresh file. */
  void seal() throws IOException {
    Segment segment = active;
    SegmentOutput out = output;
    active = null;
    output = null;
    if (segment != null) {
      segment.isSealed = true;
    }
    if (out != null) {
      out.close();
    }
  }

  /**
   * Gives up the file that the disk failed: what of it is durable stays, and the next records go to
   * a fresh one, with sequences that were never used.
   */
  void abandon() {
    Segment segment = active;
    SegmentOutput out = output;
    active = null; // whatever else fails here, nothing is written behind a torn record
    output = null;
    buffer.clear();
    nextSequence++; // so that the next file's name is free
    if (segment != null) {
      segment.isSealed = true;
    }
    try (SegmentOutput closed = out) {
      if (segment != null && closed != null) {
        closed.truncate(segment.durableBytes);
        grow(segment, segment.durableBytes - segment.bytes);
      }
    } catch (IOException e) {
      log.debug("an abandoned segment keeps its tail", e); // which readers leave alone
    }
    if (segment != null && segment.durableBytes == 0) {
      files.delete(segment);
    }
  }

  @Override
  public void close() throws IOException {
    if (output != null) {
      output.close();
    }
  }
}
