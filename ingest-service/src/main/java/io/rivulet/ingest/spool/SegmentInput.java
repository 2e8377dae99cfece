package io.rivulet.ingest.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A segment file that is read. A disk that fails may answer again in a moment, so the reader sees
 * the failure and tries again; but a block that failed {@value #ATTEMPTS} times would hold up for
 * ever what lies behind it: from then on it reads as zeros, which are no record.
 */
final class SegmentInput implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(SegmentInput.class);

  /** What is given up at once; disks fail by sectors of at most so many bytes. */
  static final int BLOCK_BYTES = 4 << 10;

  /**
   * How often a block is read before it is given up. The drain tries once a second: a volume that
   * is away for less than ten minutes costs nothing.
   */
  static final int ATTEMPTS = 600;

  /** A file on a disk. Tests put a failing one in its place. */
  interface Source extends Closeable {
    /** As {@link FileChannel#read(ByteBuffer, long)}. */
    int read(ByteBuffer to, long at) throws IOException;
  }

  /** Opens files. */
  interface Factory {
    Source open(Path path) throws IOException;
  }

  /** On the real disk. */
  static Source onDisk(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    return new Source() {
      @Override
      public int read(ByteBuffer to, long at) throws IOException {
        return file.read(to, at);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  private final Segment segment;
  private final Source file;

  SegmentInput(Segment segment, Factory files) throws IOException {
    this.segment = segment;
    try {
      this.file = files.open(segment.path);
      segment.failedOpens = 0;
    } catch (IOException e) {
      countFailedOpen(segment, e);
      throw e;
    }
  }

  private static void countFailedOpen(Segment segment, IOException why) {
    if (++segment.failedOpens == ATTEMPTS) {
      segment.isUnreadable = true;
      segment.isGone = true;
      log.error(
          "{} cannot be opened, after {} attempts it is given up: the records in it are missing",
          segment.path,
          ATTEMPTS,
          why);
    }
  }

  /**
   * Reads some bytes from a place on.
   *
   * @return how many; -1 at the end of the file
   */
  int read(ByteBuffer to, long at) throws IOException {
    int start = to.position();
    if (!segment.isUnreadable) {
      try {
        return file.read(to, at);
      } catch (ClosedChannelException e) {
        throw e; // says nothing of the disk
      } catch (IOException e) {
        to.position(start);
      }
    }
    readBlocks(to, at);
    int read = to.position() - start;
    return read == 0 ? -1 : read;
  }

  /** Reads block by block, so that one that fails takes no other with it. */
  private void readBlocks(ByteBuffer to, long at) throws IOException {
    int limit = to.limit();
    IOException failure = null;
    for (long next = at; to.position() < limit; ) {
      long block = next / BLOCK_BYTES;
      int bytes = (int) Math.min((block + 1) * BLOCK_BYTES - next, limit - to.position());
      to.limit(to.position() + bytes);
      try {
        if (isGivenUp(block)) {
          zeros(to);
        } else if (!fill(to, next)) {
          to.limit(limit);
          break;
        }
      } catch (IOException e) {
        failed(block, e);
        if (isGivenUp(block)) {
          zeros(to);
        } else {
          failure = e; // the others have their attempt too
          to.position(to.limit());
        }
      }
      to.limit(limit);
      next += bytes;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private boolean fill(ByteBuffer block, long at) throws IOException {
    int start = block.position();
    try {
      while (block.hasRemaining()) {
        if (file.read(block, at + block.position() - start) < 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      block.position(start);
      throw e;
    }
  }

  private boolean isGivenUp(long block) {
    return segment.failedReads.getOrDefault(block, 0) >= ATTEMPTS;
  }

  private void failed(long block, IOException why) {
    if (segment.failedReads.merge(block, 1, Integer::sum) == ATTEMPTS) {
      segment.isUnreadable = true;
      log.error(
          "{} cannot be read from byte {} to {}, after {} attempts it is given up; check the disk",
          segment.path,
          block * BLOCK_BYTES,
          (block + 1) * BLOCK_BYTES,
          ATTEMPTS,
          why);
    }
  }

  private static void zeros(ByteBuffer to) {
    while (to.hasRemaining()) {
      to.put((byte) 0);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
