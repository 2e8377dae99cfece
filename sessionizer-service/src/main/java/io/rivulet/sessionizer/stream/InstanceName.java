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
   * The name in that folder, made at the first time and where there is none that can be read.
   *
   * @throws UncheckedIOException when the folder cannot be written
   */
  static String of(Path stateDirectory) {
    Path file = stateDirectory.resolve(FILE);
    try {
      if (!Files.exists(file) || !isName(Files.readString(file))) {
        Path made = Files.createDirectories(stateDirectory).resolve(FILE + ".new");
        Files.writeString(made, UUID.randomUUID().toString());
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the name of this process in " + file, e);
    }
  }

  // A power cut may have left the file empty.
  private static boolean isName(String text) {
    try {
      return UUID.fromString(text.strip()).toString().equals(text.strip());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
