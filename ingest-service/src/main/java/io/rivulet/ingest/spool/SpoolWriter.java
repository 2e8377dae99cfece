package io.rivulet.ingest.spool;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue before the disk and the thread that writes it, so that one fsync serves all who wait.
 * The same thread deletes what is drained and remembers how far that is.
 */
final class SpoolWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpoolWriter.class);

  /** What waits for the disk in memory at most. */
  static final int MAX_QUEUED_BYTES = 32 << 20;

  private static final int GROUP_BYTES = 4 << 20; // one write and one fsync for so many
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration PAUSE_AFTER_FAULT = Duration.ofMillis(100);

  // What a crash can make us send to Kafka once more.
  private static final Duration REMEMBER_EVERY = Duration.ofSeconds(1);

  // A spool that is drained while it is full has room and has none by turns.
  private static final Duration TELL_EVERY = Duration.ofMinutes(1);

  private final SpoolFiles files;
  private final SegmentWriter out;
  private final Progress progress;
  private final DrainedPosition position;
  private final SpoolMetrics metrics;
  private final Thread thread = new Thread(this::run, "spool-writer");

  // Guarded by lock.
  private final Object lock = new Object();
  private final Deque<Append> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean isClosed;

  private volatile boolean isFailing;

  // Used by the thread only.
  private final Deque<Append> group = new ArrayDeque<>();
  private long groupBytes;
  private long writtenPosition;
  private long positionWrittenAtNanos = System.nanoTime();
  private boolean isToldFull;
  private long toldAtNanos = System.nanoTime() - TELL_EVERY.toNanos();

  /** The records of one request. */
  private record Append(List<SpoolRecord> records, long bytes, CompletableFuture<Boolean> done) {}

  /**
   * @param position that holds what the progress says of draining
   */
  SpoolWriter(
      SpoolFiles files,
      SegmentWriter out,
      Progress progress,
      DrainedPosition position,
      SpoolMetrics metrics) {
    this.files = files;
    this.out = out;
    this.progress = progress;
    this.position = position;
    this.metrics = metrics;
    this.writtenPosition = progress.drained;
  }

  void start() {
    thread.start();
  }

  /** See {@link Spool#append}. */
  CompletableFuture<Boolean> append(List<SpoolRecord> records, long bytes) {
    synchronized (lock) {
      long queued = queuedBytes + bytes;
      if (!isClosed && thread.isAlive() && queued <= MAX_QUEUED_BYTES && queued <= files.room()) {
        Append append = new Append(records, bytes, new CompletableFuture<>());
        queue.add(append);
        queuedBytes = queued;
        lock.notifyAll();
        return append.done();
      }
    }
    metrics.refused.increment();
    return CompletableFuture.completedFuture(false);
  }

  /** Whether nothing waits for the disk. */
  boolean isIdle() {
    synchronized (lock) {
      return queuedBytes == 0;
    }
  }

  /** Whether requests of usual size find room. */
  boolean hasRoom() {
    synchronized (lock) {
      return !isFailing && thread.isAlive() && isRoomy();
    }
  }

  private boolean isRoomy() {
    synchronized (lock) {
      return files.room() - queuedBytes > files.settings.segmentBytes();
    }
  }

  /** A file can be deleted. */
  void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  // From here on: the thread.

  private void run() {
    boolean isLast = false;
    while (!isLast) {
      try {
        isLast = takeGroup();
        if (!group.isEmpty()) {
          commit();
        }
        tidy(isLast);
      } catch (RuntimeException | Error e) {
        // Without this thread nothing is stored any more.
        failed(e);
        settle(false);
        LockSupport.parkNanos(PAUSE_AFTER_FAULT.toNanos());
      }
    }
  }

  /** Waits for work, if only to tidy up; tells whether it is the last. */
  private boolean takeGroup() {
    synchronized (lock) {
      if (queue.isEmpty() && !isClosed) {
        await();
      }
      while (!queue.isEmpty() && (group.isEmpty() || groupBytes < GROUP_BYTES)) {
        Append append = queue.remove();
        groupBytes += append.bytes();
        group.add(append);
      }
      return isClosed && queue.isEmpty();
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

  private void commit() {
    boolean isDurable = false;
    try {
      out.write(group.stream().flatMap(append -> append.records().stream()).toList(), groupBytes);
      isDurable = true;
      recovered();
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
      out.abandon();
    }
    settle(isDurable);
  }

  private void failed(Throwable why) {
    boolean isNew = !isFailing;
    isFailing = true;
    try {
      metrics.failures.increment();
      if (isNew) {
        log.error("the spool cannot be written, requests are refused while Kafka is away", why);
      }
    } catch (RuntimeException | Error e) {
      // Where memory is short even saying so may fail; readiness tells.
    }
  }

  /** Tells all of the group what became of their records. */
  private void settle(boolean isDurable) {
    synchronized (lock) {
      queuedBytes -= groupBytes;
    }
    groupBytes = 0;
    for (Append append = group.poll(); append != null; append = group.poll()) {
      append.done().complete(isDurable);
    }
  }

  private void recovered() {
    if (isFailing) {
      log.info("the spool can be written again");
      isFailing = false;
    }
  }

  /** Remembers how far the spool is drained, deletes what is, and measures the volume. */
  private void tidy(boolean isLast) {
    try {
      files.measureVolume();
      tellOfRoom();
      long now = progress.drained;
      if (now >= progress.end) {
        out.seal();
      }
      for (Segment segment : files.segments()) {
        Segment next = files.after(segment);
        long after = next == null ? progress.end : next.firstSequence;
        if (!segment.isSealed || after > now) {
          break;
        }
        files.delete(segment);
      }
      long sinceWritten = System.nanoTime() - positionWrittenAtNanos;
      boolean isDue = isLast || sinceWritten > REMEMBER_EVERY.toNanos();
      if (isDue && (now != writtenPosition || isFailing)) {
        position.write(now);
        writtenPosition = now;
        positionWrittenAtNanos = System.nanoTime();
        if (isFailing && !isLast) {
          commit(); // of nothing: nobody may ask for a write as long as we are not ready
        }
      }
    } catch (IOException e) {
      metrics.failures.increment();
      log.warn("the spool cannot be tidied: {}", e.toString());
    }
  }

  private void tellOfRoom() {
    boolean isRoomy = isRoomy();
    boolean isNews = isRoomy == isToldFull;
    if (!isNews || System.nanoTime() - toldAtNanos < TELL_EVERY.toNanos()) {
      return;
    }
    toldAtNanos = System.nanoTime();
    isToldFull = !isRoomy;
    if (isRoomy) {
      log.info("{} has room again", files.settings.directory());
    } else {
      log.warn(
          "{} has no room, requests are refused while Kafka is away: {}",
          files.settings.directory(),
          files.whatBounds());
    }
  }

  /** Writes what was appended, then ends. */
  @Override
  public void close() throws IOException {
    synchronized (lock) {
      isClosed = true;
      lock.notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.close();
  }
}
