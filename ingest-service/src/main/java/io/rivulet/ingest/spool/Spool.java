package io.rivulet.ingest.spool;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of records on disk: bounded, checksummed, and what was acknowledged survives {@code kill
 * -9} and a power cut. Anyone appends; one thread of its own writes, so that one fsync serves all
 * who wait; one reader drains through a {@link #cursor}.
 *
 * <p>Records lie in segment files ({@link SegmentFormat}) that are deleted once they are drained. A
 * file is never written to after its process ended or after the disk failed a write to it.
 */
public final class Spool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Spool.class);

  /** What waits for the disk in memory at most. */
  static final int MAX_QUEUED_BYTES = 32 << 20;

  private static final int GROUP_BYTES = 4 << 20; // one write and one fsync for so many
  private static final int BUFFER_BYTES = 1 << 20;
  private static final Duration TICK = Duration.ofMillis(500);

  // What a crash can make us send to Kafka once more.
  private static final Duration REMEMBER_EVERY = Duration.ofSeconds(1);

  private final SpoolSettings settings;
  private final SegmentOutput.Factory files;
  private final FileChannel lockFile;
  private final FileStore volume;
  private final DrainedPosition position;
  private final SpoolMetrics metrics;
  private final Thread writer;
  final ConcurrentNavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

  // Guarded by lock.
  private final Object lock = new Object();
  private final Deque<Append> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean isClosed;

  private volatile long diskBytes; // of all files
  private volatile long volumeRoom; // until the share of the volume is used up
  private volatile long end; // sequence after the last durable record
  private volatile long drained; // sequence of the first record that is not drained
  private volatile long oldestAtMillis;

  // Used by the writer only.
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long nextSequence;
  private @Nullable Segment active;
  private @Nullable SegmentOutput output;
  private long writtenPosition;
  private long positionWrittenAtNanos = System.nanoTime();
  private volatile boolean isFailing;

  /** The records of one request. */
  private record Append(List<SpoolRecord> records, long bytes, CompletableFuture<Boolean> done) {}

  /**
   * Opens the spool and finds what an earlier process left in it.
   *
   * @throws IOException when the directory cannot be used, or another process uses it
   */
  public static Spool open(SpoolSettings settings, MeterRegistry registry) throws IOException {
    return new Spool(settings, registry, SegmentOutput::onDisk);
  }

  Spool(SpoolSettings settings, MeterRegistry registry, SegmentOutput.Factory files)
      throws IOException {
    this.settings = settings;
    this.files = files;
    Path directory = Files.createDirectories(settings.directory());
    this.lockFile = lock(directory);
    try {
      this.volume = Files.getFileStore(directory);
      this.position = new DrainedPosition(directory);
      recover();
      this.volumeRoom = volumeRoom();
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
    this.metrics = new SpoolMetrics(registry, this);
    if (end > drained) {
      log.warn("{} holds {} records that wait for Kafka", directory, end - drained);
    }
    if (room() <= 0) {
      log.warn(
          "{} has no room: the volume is filled beyond {} of its size, or the files of the spool"
              + " have {} already",
          directory,
          settings.maxDiskShare(),
          settings.maxSize());
    }
    this.writer = new Thread(this::write, "spool-writer");
    writer.start();
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

  private void recover() throws IOException {
    long allBytes = 0;
    try (Stream<Path> found = Files.list(settings.directory())) {
      for (Path path : found.toList()) {
        long bytes = Files.size(path);
        Segment segment = Segment.ofFile(path, bytes);
        if (segment != null) {
          segments.put(segment.firstSequence, segment);
        }
        allBytes += bytes;
      }
    }
    diskBytes = allBytes;
    long known = position.read();
    writtenPosition = known;
    // The position may be ahead of the files: a power cut took records that were drained but not
    // yet fsynced, or all segments are gone. It may be behind when it was lost.
    drained = segments.isEmpty() ? known : Math.max(known, segments.firstKey());
    nextSequence = drained;
    if (!segments.isEmpty()) {
      nextSequence = Math.max(nextSequence, sequenceAfter(segments.lastEntry().getValue()));
    }
    end = nextSequence;
    oldestAtMillis = System.currentTimeMillis();
    if (end > drained) {
      try (Cursor cursor = cursor()) {
        SpooledRecord first = cursor.next();
        oldestAtMillis = first == null ? oldestAtMillis : first.appendedAtMillis();
      }
    }
  }

  /** A sequence that neither the segment nor, since it is the last one, any other contains. */
  private static long sequenceAfter(Segment last) throws IOException {
    long after = last.firstSequence + 1;
    try (SegmentReader reader = new SegmentReader(last.path, (file, from, to, isTorn) -> {})) {
      for (SpooledRecord e = reader.next(last.durableBytes); e != null; ) {
        after = e.sequence() + 1;
        e = reader.next(last.durableBytes);
      }
    }
    return after;
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
    synchronized (lock) {
      if (!isClosed && queuedBytes + bytes <= MAX_QUEUED_BYTES && queuedBytes + bytes <= room()) {
        Append append = new Append(records, bytes, new CompletableFuture<>());
        queue.add(append);
        queuedBytes += bytes;
        lock.notifyAll();
        return append.done();
      }
    }
    metrics.refused.increment();
    return CompletableFuture.completedFuture(false);
  }

  /** Reads from the first record on that is not drained. For one thread, that closes it. */
  public Cursor cursor() {
    return new Cursor(this, drained);
  }

  /**
   * Tells that Kafka has all records before that sequence.
   *
   * @param records number of those that were not drained before
   * @param lastAppendedAtMillis when the last of them was appended
   */
  public void drained(long sequence, long records, long lastAppendedAtMillis) {
    if (sequence <= drained) {
      return;
    }
    metrics.drained.increment((double) records);
    oldestAtMillis = lastAppendedAtMillis;
    drained = sequence;
    Map.Entry<Long, Segment> second = segments.higherEntry(firstKey());
    if (second != null && second.getKey() <= sequence) {
      synchronized (lock) {
        lock.notifyAll(); // a file can be deleted
      }
    }
  }

  private long firstKey() {
    Map.Entry<Long, Segment> first = segments.firstEntry();
    return first == null ? 0 : first.getKey();
  }

  /** Keeps a record that Kafka will never take in a file beside the segments. */
  public void setAside(SpooledRecord entry) throws IOException {
    Path file = settings.directory().resolve("refused-by-kafka");
    ByteBuffer bytes = ByteBuffer.allocate(SegmentFormat.size(entry.record()));
    SegmentFormat.put(bytes, entry);
    appendTo(file, bytes.flip());
  }

  /** Keeps damaged bytes for somebody who can read them. */
  void damaged(Path segment, FileChannel file, long from, long to, boolean isTorn)
      throws IOException {
    Path kept = segment.resolveSibling(segment.getFileName() + "-" + from + ".damaged");
    if (Files.exists(kept)) {
      return; // found before
    }
    ByteBuffer chunk = ByteBuffer.allocate(64 << 10);
    try {
      for (long at = from; at < to; ) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
        int read = file.read(chunk, at);
        if (read < 0) {
          break;
        }
        appendTo(kept, chunk.flip());
        at += read;
      }
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

  private void appendTo(Path file, ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      Disk.write(channel, bytes);
      channel.force(true);
    }
    synchronized (lock) {
      diskBytes += length;
    }
  }

  /** Whether all that was ever appended, and made durable, is drained. */
  public boolean isDrained() {
    synchronized (lock) {
      return queuedBytes == 0 && drained >= end;
    }
  }

  /** Whether requests of usual size find room. */
  public boolean hasRoom() {
    synchronized (lock) {
      return !isFailing && room() - queuedBytes > settings.segmentBytes();
    }
  }

  /** Number of records that are not drained. */
  public long records() {
    return Math.max(0, end - drained);
  }

  /** Size of all files. */
  public long bytes() {
    return diskBytes;
  }

  /** Age of the oldest record that is not drained; 0 when all are. */
  public long oldestAgeMillis() {
    return end > drained ? Math.max(0, System.currentTimeMillis() - oldestAtMillis) : 0;
  }

  long end() {
    return end;
  }

  private long room() {
    return Math.min(settings.maxSize().toBytes() - diskBytes, volumeRoom);
  }

  private long volumeRoom() throws IOException {
    long total = volume.getTotalSpace();
    long filled = total - volume.getUsableSpace();
    return (long) (settings.maxDiskShare() * (double) total) - filled;
  }

  // From here on: the writer's thread.

  private void write() {
    while (true) {
      List<Append> group = new ArrayList<>();
      boolean isLast;
      synchronized (lock) {
        if (queue.isEmpty() && !isClosed) {
          await();
        }
        long bytes = 0;
        while (!queue.isEmpty() && (group.isEmpty() || bytes < GROUP_BYTES)) {
          Append append = queue.remove();
          bytes += append.bytes();
          group.add(append);
        }
        isLast = isClosed && queue.isEmpty();
      }
      if (!group.isEmpty()) {
        commit(group);
      }
      tidy(isLast);
      if (isLast) {
        return;
      }
    }
  }

  @SuppressWarnings("WaitNotInLoop") // its caller is one, and looks at more than this
  private void await() {
    try {
      lock.wait(TICK.toMillis());
    } catch (InterruptedException e) {
      // Nobody of ours interrupts; an interrupted thread could write no file.
      log.warn("the spool's writer goes on although it was interrupted");
    }
  }

  private void commit(List<Append> group) {
    long bytes = group.stream().mapToLong(Append::bytes).sum();
    boolean isDurable = false;
    try {
      write(group, bytes);
      isDurable = true;
      recovered();
    } catch (IOException | RuntimeException e) {
      metrics.failures.increment();
      if (!isFailing) {
        log.error("the spool cannot be written, requests are refused while Kafka is away", e);
        isFailing = true;
      }
      abandon();
    }
    synchronized (lock) {
      queuedBytes -= bytes;
    }
    for (Append append : group) {
      append.done().complete(isDurable);
    }
  }

  private void recovered() {
    if (isFailing) {
      log.info("the spool can be written again");
      isFailing = false;
    }
  }

  private void write(List<Append> group, long bytes) throws IOException {
    if (active != null && active.bytes + bytes > settings.segmentBytes()) {
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
    if (drained >= end) {
      oldestAtMillis = now;
    }
    long records = 0;
    for (Append append : group) {
      for (SpoolRecord record : append.records()) {
        put(out, new SpooledRecord(nextSequence++, now, record));
        records++;
      }
    }
    flush(out, segment);
    long start = System.nanoTime();
    out.force();
    metrics.fsync.record(Duration.ofNanos(System.nanoTime() - start));
    segment.durableBytes = segment.bytes;
    end = nextSequence;
    metrics.written.increment((double) records);
  }

  private void begin() throws IOException {
    Segment fresh = Segment.fresh(settings.directory(), nextSequence);
    output = files.create(fresh.path);
    active = fresh;
    segments.put(fresh.firstSequence, fresh);
    buffer.clear();
    buffer.put(SegmentFormat.header(fresh.firstSequence));
  }

  private void put(SegmentOutput out, SpooledRecord entry) throws IOException {
    Segment segment = active;
    int size = SegmentFormat.size(entry.record());
    if (size > buffer.remaining() && segment != null) {
      flush(out, segment);
    }
    if (size <= buffer.remaining()) {
      SegmentFormat.put(buffer, entry);
    } else if (segment != null) {
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
    synchronized (lock) {
      diskBytes += bytes;
    }
  }

  private void seal() throws IOException {
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
  private void abandon() {
    Segment segment = active;
    SegmentOutput out = output;
    buffer.clear();
    nextSequence++; // so that the next file's name is free
    try {
      if (segment != null && out != null) {
        out.truncate(segment.durableBytes);
        grow(segment, segment.durableBytes - segment.bytes);
      }
    } catch (IOException e) {
      log.debug("an abandoned segment keeps its tail", e); // which readers leave alone
    }
    try {
      seal();
    } catch (IOException e) {
      log.debug("an abandoned segment was not closed", e);
    }
    if (segment != null && segment.durableBytes == 0) {
      delete(segment);
    }
  }

  private void delete(Segment segment) {
    segments.remove(segment.firstSequence);
    try {
      Files.deleteIfExists(segment.path);
      grow(segment, -segment.bytes);
    } catch (IOException e) {
      metrics.failures.increment();
      log.warn("{} cannot be deleted: {}", segment.path, e.toString());
    }
  }

  /** Remembers how far the spool is drained, deletes what is, and measures the volume. */
  private void tidy(boolean isLast) {
    try {
      volumeRoom = volumeRoom();
      long now = drained;
      if (now >= end && active != null) {
        seal();
      }
      for (Segment segment : segments.values()) {
        Map.Entry<Long, Segment> next = segments.higherEntry(segment.firstSequence);
        long after = next == null ? end : next.getKey();
        if (!segment.isSealed || after > now) {
          break;
        }
        delete(segment);
      }
      long sinceWritten = System.nanoTime() - positionWrittenAtNanos;
      boolean isDue = isLast || sinceWritten > REMEMBER_EVERY.toNanos();
      if (isDue && (now != writtenPosition || isFailing)) {
        position.write(now);
        writtenPosition = now;
        positionWrittenAtNanos = System.nanoTime();
        recovered(); // nobody may ask for a write as long as we are not ready
      }
    } catch (IOException e) {
      metrics.failures.increment();
      log.warn("the spool cannot be tidied: {}", e.toString());
    }
  }

  /** Writes what was appended, then ends. What is not drained waits for the next process. */
  @Override
  public void close() throws IOException {
    synchronized (lock) {
      isClosed = true;
      lock.notifyAll();
    }
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (output != null) {
      output.close();
    }
    lockFile.close();
  }
}
