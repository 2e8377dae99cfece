package io.rivulet.sessionizer.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of all spools, which this process alone may use: what is left in it is deleted. Knows
 * what it takes on the disk, and whether more may come.
 */
final class SpoolDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
  private static final String LOCK_FILE = ".lock";
  private static final long NANOS_BETWEEN_LOG_LINES = TimeUnit.MINUTES.toNanos(1);

  /** The reserve is enough for what comes meanwhile. */
  private static final long NANOS_BETWEEN_LOOKS = TimeUnit.SECONDS.toNanos(1);

  private final Path path;
  private final ArchiveSettings settings;
  private final FileChannel lock;
  private final DiskUse onDisk = new DiskUse(null);
  private int spools;
  private long nextLookAt = System.nanoTime();
  private long nextLogLineAt = System.nanoTime();
  private volatile boolean diskIsFull;

  /**
   * Takes the folder of the settings and empties it.
   *
   * @throws IllegalStateException when another process has it
   * @throws UncheckedIOException when it cannot be written
   */
  SpoolDirectory(ArchiveSettings settings) {
    this.settings = settings;
    this.path = settings.spoolDirectory();
    try {
      Files.createDirectories(path);
      this.lock =
          FileChannel.open(
              path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(lock) == null) {
        lock.close();
        throw new IllegalStateException(
            "rivulet.archive.spool-directory " + path + " is in use by another process");
      }
      try (Stream<Path> leftovers = Files.list(path)) {
        for (Path leftover : leftovers.filter(p -> !p.endsWith(LOCK_FILE)).toList()) {
          deleteTree(leftover);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "rivulet.archive.spool-directory " + path + " cannot be used: " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** A new spool in a folder that no earlier one had. */
  Spool newSpool(String topic, int partition) {
    return new Spool(path.resolve(topic + '-' + partition + '-' + spools++), onDisk);
  }

  /** Bytes of all spools on the disk. */
  long bytes() {
    return onDisk.bytes();
  }

  /**
   * Whether nothing more may be collected until something was uploaded: the folder has grown to its
   * bound, or others have filled the disk.
   */
  boolean isFull() throws IOException {
    lookAtDisk();
    return diskIsFull || bytes() >= settings.collectUntilBytes();
  }

  /** Whether the disk had less free than a flush may need when {@link #isFull} last looked. */
  boolean isDiskFull() {
    return diskIsFull;
  }

  private void lookAtDisk() throws IOException {
    long now = System.nanoTime();
    if (now - nextLookAt < 0) {
      return;
    }
    nextLookAt = now + NANOS_BETWEEN_LOOKS;
    long free = Files.getFileStore(path).getUsableSpace();
    diskIsFull = free < settings.reserveBytes();
    if (diskIsFull && now - nextLogLineAt >= 0) {
      nextLogLineAt = now + NANOS_BETWEEN_LOG_LINES;
      LOG.warn(
          "only {} bytes are free on the disk of the spool folder {}, less than {}: records wait in "
              + "Kafka",
          free,
          path,
          settings.reserveBytes());
    }
  }

  static void deleteTree(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(tree)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
