package io.rivulet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything the suite keeps. At most one running suite has it open. */
final class DataFolder implements AutoCloseable {
  /** Emptied at every start; named so that nobody's own folder can be meant. */
  static final String SCRATCH = "rivulet-tmp";

  private static final int TOKEN_BYTES = 32;

  private final Path folder;
  private final FileChannel lockFile;

  private DataFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /** Makes the folder when missing and locks it until the process ends, however it does. */
  static DataFolder open(Path folder) throws StartRefused {
    FileChannel lockFile;
    try {
      Files.createDirectories(folder);
      lockFile =
          FileChannel.open(
              folder.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new StartRefused(
          "The data folder "
              + folder
              + " is not writable; make it so or name another one with RIVULET_HOME.",
          e);
    }
    try {
      if (tryLock(lockFile) == null) {
        throw new StartRefused(
            "The data folder "
                + folder
                + " is in use by a running Rivulet"
                + owner(lockFile)
                + ".");
      }
      lockFile.truncate(0);
      lockFile.write(
          ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)), 0);
      var data = new DataFolder(folder, lockFile);
      data.clear(SCRATCH);
      return data;
    } catch (IOException e) {
      throw new StartRefused("The data folder " + folder + " cannot be locked: " + e + ".", e);
    }
  }

  /** A folder or file in the data folder; it may not exist yet. */
  Path path(String name) {
    return folder.resolve(name);
  }

  /**
   * The etl-service's token of this folder, made at the first call and readable by its owner only.
   */
  String adminToken() throws StartRefused {
    var file = path("admin-token");
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      var bytes = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(bytes);
      var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      // Written aside and moved: a process killed here leaves no half token.
      var draft = path("admin-token.new");
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, token + "\n");
      Files.move(draft, file);
      return token;
    } catch (IOException e) {
      throw new StartRefused("The admin token " + file + " cannot be read or made: " + e + ".", e);
    }
  }

  /** With what the dashboard's admin signs in until a password of their own is chosen. */
  Optional<String> firstDashboardPassword() throws StartRefused {
    var file = path("dashboard/first-password");
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new StartRefused("The first password " + file + " cannot be read: " + e + ".", e);
    }
  }

  /** Gives the folder free for another start. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  /** Leaves the named folder existing and empty: what killed runs left there is of no use. */
  private void clear(String name) throws IOException {
    var cleared = path(name);
    if (Files.exists(cleared)) {
      try (var found = Files.walk(cleared)) {
        for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(cleared);
  }

  private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The process number that the owner of the lock wrote, as the end of a sentence. */
  private static String owner(FileChannel lockFile) throws IOException {
    var content = ByteBuffer.allocate(20);
    lockFile.read(content, 0);
    var number = new String(content.array(), 0, content.position(), UTF_8);
    return number.matches("\\d+") ? " (process " + number + ")" : "";
  }
}
