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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of all spools, which this process alone may use: what is left in it is deleted. */
final class SpoolDirectory implements AutoCloseable {
  private static final String LOCK_FILE = ".lock";

  private final Path path;
  private final FileChannel lock;
  private int spools;

  /**
   * Takes the folder and empties it.
   *
   * @throws IllegalStateException when another process has it
   * @throws UncheckedIOException when it cannot be written
   */
  SpoolDirectory(Path path) {
    this.path = path;
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
    return new Spool(path.resolve(topic + '-' + partition + '-' + spools++));
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
