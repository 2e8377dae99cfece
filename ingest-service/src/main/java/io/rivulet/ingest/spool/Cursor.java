package io.rivulet.ingest.spool;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the durable records of a spool in order. */
public final class Cursor implements Closeable {
  private final SpoolFiles files;
  private final Progress progress;
  private long position;
  private @Nullable Segment segment;
  private @Nullable SegmentReader reader;

  Cursor(SpoolFiles files, Progress progress) {
    this.files = files;
    this.progress = progress;
    this.position = progress.drained;
  }

  /**
   * Sequence before which all records have been read, or are lost. After {@link #next} gave null it
   * is the end of what was durable then.
   */
  public long position() {
    return position;
  }

  /** The next durable record; null when there is none yet. */
  public @Nullable SpooledRecord next() throws IOException {
    long end = progress.end;
    while (true) {
      if (segment == null && !open(files.at(position))) {
        position = Math.max(position, end);
        return null;
      }
      Segment current = segment;
      boolean isWhole = current != null && current.isSealed; // asked before reading to its end
      SpooledRecord entry = nextOfSegment();
      if (entry != null && entry.sequence() < position) {
        continue; // drained already
      }
      if (entry != null) {
        position = entry.sequence() + 1;
        return entry;
      }
      if (!isWhole || !open(nextSegment())) {
        position = Math.max(position, end);
        return null;
      }
    }
  }

  private @Nullable SpooledRecord nextOfSegment() throws IOException {
    return segment == null || reader == null ? null : reader.next(segment.durableBytes);
  }

  private @Nullable Segment nextSegment() {
    return segment == null ? null : files.after(segment);
  }

  /** False when there is no such segment, or nothing in it yet. */
  private boolean open(@Nullable Segment from) throws IOException {
    Segment next = from;
    while (next != null && next.isSealed && (next.durableBytes == 0 || next.isGone)) {
      // A crash or the disk kept it from getting any, or somebody took it away.
      next = files.after(next);
    }
    if (next == null || next.durableBytes == 0) {
      return false;
    }
    close();
    reader = files.reader(next);
    segment = next;
    return true;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
    reader = null;
    segment = null;
  }
}
