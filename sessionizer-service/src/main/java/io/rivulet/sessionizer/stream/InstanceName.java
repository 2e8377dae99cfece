package io.rivulet.sessionizer.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The name by which Kafka knows a process when it comes back. It belongs to the memory that the
 * process has on its disk, so it is kept beside it: a new disk is a new name, and neither hosts nor
 * containers need stable ones.
 */
final class InstanceName {
  private static final String FILE = "instance-name";

  private InstanceName() {}

  /**
   * The name in that folder, made at the first time.
   *
   * @throws UncheckedIOException when the folder cannot be written
   */
  static String of(Path stateDirectory) {
    Path file = stateDirectory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        Path made = Files.createDirectories(stateDirectory).resolve(FILE + ".new");
        Files.writeString(made, UUID.randomUUID().toString());
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return UUID.fromString(Files.readString(file).strip()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the name of this process in " + file, e);
    }
  }
}
