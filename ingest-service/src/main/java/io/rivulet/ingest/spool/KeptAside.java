package io.rivulet.ingest.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps beside the segments what cannot be drained, for somebody who can read it. */
final class KeptAside {
  private static final Logger log = LoggerFactory.getLogger(KeptAside.class);

  private final Path directory;
  private final SpoolMetrics metrics;
  private final LongConsumer onGrown;

  /**
   * @param onGrown told of the bytes that are written
   */
  KeptAside(Path directory, SpoolMetrics metrics, LongConsumer onGrown) {
    this.directory = directory;
    this.metrics = metrics;
    this.onGrown = onGrown;
  }

  /** Keeps a record that Kafka will never take. */
  void setAside(SpooledRecord entry) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(SegmentFormat.size(entry.record()));
    SegmentFormat.put(record, entry);
    append(directory.resolve("refused-by-kafka"), record.flip());
  }

  /** Keeps damaged bytes of a segment, and tells of them once. */
  void damaged(Path segment, SegmentInput file, long from, long to, boolean isTorn)
      throws IOException {
    Path kept = segment.resolveSibling(segment.getFileName() + "-" + from + ".damaged");
    if (Files.exists(kept)) {
      return; // found before
    }
    Path copy = kept.resolveSibling(kept.getFileName() + ".new");
    ByteBuffer chunk = ByteBuffer.allocate(64 << 10);
    try {
      Files.deleteIfExists(copy);
      for (long at = from; at < to; ) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
        int read = file.read(chunk, at);
        if (read < 0) {
          break;
        }
        append(copy, chunk.flip());
        at += read;
      }
      Files.move(copy, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.error("the damaged bytes of {} cannot be copied to {}", segment, kept, e);
    }
    metrics.damaged.increment();
    if (isTorn) {
      log.warn(
          "{} ends with {} bytes of a record that was never finished, as a crash leaves it; they"
              + " are kept in {}",
          segment,
          to - from,
          kept.getFileName());
    } else {
      log.error(
          "{} is damaged from byte {} to {}: records that were acknowledged may be missing. The"
              + " bytes are kept in {}; check the disk",
          segment,
          from,
          to,
          kept.getFileName());
    }
  }

  private void append(Path file, ByteBuffer more) throws IOException {
    int length = more.remaining();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      Disk.write(channel, more);
      channel.force(true);
    }
    onGrown.accept(length);
  }
}
