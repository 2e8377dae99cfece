package io.rivulet.ingest.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files in a spool's directory, which one collector has for itself: segments in their order,
 * and {@link KeptAside beside them} what cannot be drained. Knows how much they take, and how much
 * more they may.
 */
final class SpoolFiles implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(SpoolFiles.class);

  final SpoolSettings settings;
  private final SpoolMetrics metrics;
  private final SegmentInput.Factory inputs;
  final KeptAside aside;
  private final FileChannel lockFile;
  private final FileStore volume;
  private final ConcurrentNavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private volatile long volumeRoom; // until the share of the volume is used up

  /**
   * Finds what an earlier process left.
   *
   * @throws IOException when the directory cannot be used, or another process uses it
   */
  SpoolFiles(SpoolSettings settings, SpoolMetrics metrics, SegmentInput.Factory inputs)
      throws IOException {
    this.settings = settings;
    this.metrics = metrics;
    this.inputs = inputs;
    this.aside = new KeptAside(settings.directory(), metrics, this::grow);
    Path directory = Files.createDirectories(settings.directory());
    this.lockFile = lock(directory);
    try {
      this.volume = Files.getFileStore(directory);
      find();
      measureVolume();
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return file;
      }
    } catch (OverlappingFileLockException e) {
      // another one in this very process
    } catch (IOException e) {
      file.close();
      throw e;
    }
    file.close();
    throw new IOException("another collector uses the spool directory " + directory);
  }

  private void find() throws IOException {
    try (Stream<Path> found = Files.list(settings.directory())) {
      for (Path path : found.toList()) {
        long size = Files.size(path);
        Segment segment = Segment.ofFile(path, size);
        if (segment != null) {
          add(segment);
        }
        grow(size);
      }
    }
  }

  void measureVolume() throws IOException {
    long total = volume.getTotalSpace();
    long filled = total - volume.getUsableSpace();
    volumeRoom = (long) (settings.maxDiskShare() * (double) total) - filled;
  }

  /** Bytes that may still be written; negative when there are too many already. */
  long room() {
    return Math.min(settings.maxSize().toBytes() - bytes.get(), volumeRoom);
  }

  /** What bounds the room, for people. */
  String whatBounds() {
    return settings.maxSize().toBytes() - bytes.get() < volumeRoom
        ? "its files may take %d MB".formatted(settings.maxSize().toMegabytes())
        : "no more than %.0f %% of its disk may be filled, whoever fills it"
            .formatted(100 * settings.maxDiskShare());
  }

  /** Size of all files. */
  long bytes() {
    return bytes.get();
  }

  /** So many bytes were written; negative for some that are gone. */
  void grow(long more) {
    bytes.addAndGet(more);
  }

  void add(Segment segment) {
    segments.put(segment.firstSequence, segment);
  }

  /** The segments, oldest first. */
  Iterable<Segment> segments() {
    return segments.values();
  }

  @Nullable Segment first() {
    return segment(segments.firstEntry());
  }

  @Nullable Segment last() {
    return segment(segments.lastEntry());
  }

  /** The one in which that sequence lies; the first one where it lies before all. */
  @Nullable Segment at(long sequence) {
    Map.Entry<Long, Segment> at = segments.floorEntry(sequence);
    return at == null ? first() : at.getValue();
  }

  @Nullable Segment after(Segment segment) {
    return segment(segments.higherEntry(segment.firstSequence));
  }

  private static @Nullable Segment segment(Map.@Nullable Entry<Long, Segment> entry) {
    return entry == null ? null : entry.getValue();
  }

  /** Reads a segment from its beginning on; keeps what of it is damaged. */
  SegmentReader reader(Segment segment) throws IOException {
    return new SegmentReader(
        segment,
        inputs,
        (file, from, to, isTorn) -> aside.damaged(segment.path, file, from, to, isTorn));
  }

  /**
   * A sequence that no record of the last segment has, nor any other. Where the disk does not give
   * the segment now it may later, and no record takes less than a byte.
   */
  long sequenceAfter(Segment last) {
    long after = last.firstSequence + 1;
    try (SegmentReader reader = new SegmentReader(last, inputs, (file, from, to, isTorn) -> {})) {
      for (SpooledRecord e = reader.next(last.durableBytes); e != null; ) {
        after = e.sequence() + 1;
        e = reader.next(last.durableBytes);
      }
      return after;
    } catch (IOException e) {
      log.error("{} cannot be read, it is tried again when it is drained", last.path, e);
      return last.firstSequence + last.durableBytes;
    }
  }

  /** Forgets a segment. One that could not be read to its end stays on the disk by another name. */
  void delete(Segment segment) {
    segments.remove(segment.firstSequence);
    try {
      if (segment.isUnreadable) {
        keepUnreadable(segment);
        return;
      }
      Files.deleteIfExists(segment.path);
      grow(-segment.bytes);
    } catch (IOException e) {
      metrics.failures.increment();
      log.warn("{} cannot be deleted: {}", segment.path, e.toString());
    }
  }

  private void keepUnreadable(Segment segment) throws IOException {
    metrics.damaged.increment(segment.isGone ? 1 : 0);
    try {
      Files.move(
          segment.path, segment.path.resolveSibling(segment.path.getFileName() + ".unreadable"));
    } catch (NoSuchFileException e) {
      grow(-segment.bytes); // somebody has deleted it
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
