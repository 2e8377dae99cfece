package io.rivulet.sessionizer.stream;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store on disk that holds nothing but what is committed: what a transaction changes stays in
 * memory until Kafka has it. So the files of a process that was killed are still right, only some
 * seconds old, and the next one reads no more than the end of the changelog. Kafka Streams itself
 * writes to disk at once, cannot tell afterwards what of it was committed, and therefore reads the
 * whole changelog after a crash: 111 s with ten million actors.
 *
 * <p>Every {@link #CHECKPOINT_INTERVAL} the files are flushed, and then the changelog's offset up
 * to which they are complete is written where Kafka Streams looks for it. The offset may be older
 * than the files, since a changelog read twice gives the same state.
 *
 * <p>All of it happens on the stream's thread, as every use of a store does.
 */
final class CommittedStore implements WindowStore<Bytes, byte[]> {
  /** What is restored after a crash are the changes of so long at most. */
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(CommittedStore.class);

  /** Kafka Streams' name of the file (StateManagerUtil.CHECKPOINT_FILE_NAME, not public). */
  private static final String CHECKPOINT_FILE = ".checkpoint";

  /** Makes them: for each partition one. */
  record Supplier(WindowBytesStoreSupplier files, Commits commits)
      implements WindowBytesStoreSupplier {
    @Override
    public WindowStore<Bytes, byte[]> get() {
      return new CommittedStore(files.get(), commits);
    }

    @Override
    public String name() {
      return files.name();
    }

    @Override
    public String metricsScope() {
      return files.metricsScope();
    }

    @Override
    public long segmentIntervalMs() {
      return files.segmentIntervalMs();
    }

    @Override
    public long windowSize() {
      return files.windowSize();
    }

    @Override
    public boolean retainDuplicates() {
      return files.retainDuplicates();
    }

    @Override
    public long retentionPeriod() {
      return files.retentionPeriod();
    }
  }

  /** An actor of a week. */
  private record Place(Bytes key, long windowStart) {}

  private final WindowStore<Bytes, byte[]> files;
  private final Commits commits;
  private final Map<Place, byte @Nullable []> uncommitted = new HashMap<>();
  private @Nullable TopicPartition changelog;
  private @Nullable OffsetCheckpoint checkpoint;
  private long checkpointedAt;

  /**
   * @param files where what is committed goes
   * @param commits tells of commits
   */
  CommittedStore(WindowStore<Bytes, byte[]> files, Commits commits) {
    this.files = files;
    this.commits = commits;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    // What is restored is committed, and goes to the files directly.
    files.init(context, root);
    changelog = new TopicPartition(SessionizerTopology.CHANGELOG, context.taskId().partition());
    checkpoint = new OffsetCheckpoint(new File(context.stateDir(), CHECKPOINT_FILE));
    // Kafka Streams removes the checkpoint that it begins with, so the first commit writes one.
    checkpointedAt = System.nanoTime() - CHECKPOINT_INTERVAL.toNanos();
    commits.tell(changelog, this);
  }

  @Override
  public void put(Bytes key, byte @Nullable [] value, long windowStart) {
    uncommitted.put(new Place(key, windowStart), value);
  }

  @Override
  public byte @Nullable [] fetch(Bytes key, long windowStart) {
    Place place = new Place(key, windowStart);
    // One that was forgotten is there, with null.
    return uncommitted.containsKey(place) ? uncommitted.get(place) : files.fetch(key, windowStart);
  }

  /**
   * A transaction was committed that changed this store.
   *
   * @param offset of its last record in the changelog
   */
  void committed(long offset) {
    writeUncommitted();
    if (System.nanoTime() - checkpointedAt >= CHECKPOINT_INTERVAL.toNanos()) {
      files.flush();
      writeCheckpoint(offset);
      checkpointedAt = System.nanoTime();
    }
  }

  private void writeUncommitted() {
    uncommitted.forEach((place, value) -> files.put(place.key(), value, place.windowStart()));
    uncommitted.clear();
  }

  private void writeCheckpoint(long offset) {
    try {
      Objects.requireNonNull(checkpoint).write(Map.of(Objects.requireNonNull(changelog), offset));
    } catch (IOException e) {
      // The one before is as right as it was, only older.
      LOG.warn("the checkpoint of {} cannot be written: {}", changelog, e.toString());
    }
  }

  /** Kafka Streams flushes, with exactly-once, only what it has committed. */
  @Override
  public void flush() {
    writeUncommitted();
    files.flush();
  }

  @Override
  public void close() {
    if (changelog != null) {
      commits.tellNoMore(changelog, this);
    }
    uncommitted.clear();
    files.close();
  }

  @Override
  public String name() {
    return files.name();
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return files.isOpen();
  }

  @Override
  public Position getPosition() {
    return files.getPosition();
  }

  // The stream looks up one actor at a time; nothing else is asked of its memory.

  @Override
  public WindowStoreIterator<byte[]> fetch(Bytes key, long from, long to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyValueIterator<Windowed<Bytes>, byte[]> fetch(
      Bytes keyFrom, Bytes keyTo, long from, long to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyValueIterator<Windowed<Bytes>, byte[]> all() {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyValueIterator<Windowed<Bytes>, byte[]> fetchAll(long from, long to) {
    throw new UnsupportedOperationException();
  }
}
