package io.rivulet.ingest.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one segment file in order. What is no record is skipped up to the next one
 * and reported: of records r1 r2 r3 of which r2 is damaged, r1 and r3 are read.
 */
final class SegmentReader implements Closeable {
  private static final int BUFFER_BYTES = 256 << 10;

  /** Is told of bytes that are no record. */
  interface Damage {
    /**
     * Bytes {@code from} to {@code to} are none.
     *
     * @param isTorn whether they look like the beginning of a record whose rest was never written,
     *     as a crash leaves it at a file's end
     */
    void found(SegmentInput file, long from, long to, boolean isTorn) throws IOException;
  }

  private final SegmentInput file;
  private final Damage damage;
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private long bufferStart; // place in the file of the buffer's first byte
  private long place; // in the file, of the next record
  private long lastSequence = -1;

  /**
   * Opens the file.
   *
   * @throws IOException also when a newer version wrote the file
   */
  SegmentReader(Segment segment, SegmentInput.Factory files, Damage damage) throws IOException {
    this.file = new SegmentInput(segment, files);
    this.damage = damage;
    try {
      this.place = readHeader(segment);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Tells where the records begin. */
  private long readHeader(Segment segment) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(SegmentFormat.HEADER_BYTES);
    int read = file.read(header, 0);
    int version = SegmentFormat.version(header.flip());
    if (version > SegmentFormat.VERSION) {
      throw new IOException(
          "segment " + segment.path + " is of version " + version + ", which is unknown");
    }
    if (read < SegmentFormat.HEADER_BYTES) {
      return Math.max(0, read);
    }
    if (version == 0) {
      // Its records may be well nevertheless.
      damage.found(file, 0, SegmentFormat.HEADER_BYTES, false);
    }
    return SegmentFormat.HEADER_BYTES;
  }

  /**
   * The next record.
   *
   * @param limit end of the part of the file that is to be read
   * @return null when there is none before the limit
   */
  @Nullable SpooledRecord next(long limit) throws IOException {
    while (place < limit) {
      SpooledRecord entry = entryAt(place, limit);
      if (entry != null) {
        place += SegmentFormat.size(entry.record());
        lastSequence = entry.sequence();
        return entry;
      }
      long start = place;
      boolean isTorn = isCutOff(start, limit);
      place = nextMarked(start + 1, limit);
      damage.found(file, start, place, isTorn && place == limit);
    }
    return null;
  }

  private @Nullable SpooledRecord entryAt(long at, long limit) throws IOException {
    if (at + SegmentFormat.FRAME_BYTES > limit) {
      return null;
    }
    int length = SegmentFormat.bodyLength(buffer, fetch(at, SegmentFormat.FRAME_BYTES, limit));
    if (length < 0 || at + SegmentFormat.FRAME_BYTES + length > limit) {
      return null;
    }
    int index = fetch(at, SegmentFormat.FRAME_BYTES + length, limit);
    SpooledRecord entry = SegmentFormat.get(buffer, index);
    return entry == null || entry.sequence() <= lastSequence ? null : entry;
  }

  /** Whether a record begins there whose end, or even frame, lies beyond the limit. */
  private boolean isCutOff(long at, long limit) throws IOException {
    if (at + SegmentFormat.FRAME_BYTES > limit) {
      return true;
    }
    int length = SegmentFormat.bodyLength(buffer, fetch(at, SegmentFormat.FRAME_BYTES, limit));
    return length > 0 && at + SegmentFormat.FRAME_BYTES + length > limit;
  }

  /** The first place from there on where a sound record begins; the limit when none does. */
  private long nextMarked(long from, long limit) throws IOException {
    byte first = (byte) (SegmentFormat.MARKER >>> 24);
    for (long at = from; at + SegmentFormat.FRAME_BYTES <= limit; at++) {
      if (buffer.get(fetch(at, 1, limit)) == first && entryAt(at, limit) != null) {
        return at;
      }
    }
    return limit;
  }

  /**
   * Sees to it that the buffer has those bytes of the file, and none beyond the limit, where
   * somebody may be writing. Tells their index in the buffer.
   */
  private int fetch(long at, int bytes, long limit) throws IOException {
    if (at < bufferStart || at + bytes > bufferStart + buffer.limit()) {
      if (bytes > buffer.capacity()) {
        buffer = ByteBuffer.allocate(bytes);
      }
      buffer.clear().limit((int) Math.min(buffer.capacity(), limit - at));
      bufferStart = at;
      while (buffer.position() < bytes) {
        if (file.read(buffer, at + buffer.position()) < 0) {
          throw new IOException("a segment ends before its record does, at " + at);
        }
      }
      buffer.flip();
    }
    return (int) (at - bufferStart);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
