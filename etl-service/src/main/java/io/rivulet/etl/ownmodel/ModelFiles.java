package io.rivulet.etl.ownmodel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What a program left in {@code model/}. */
final class ModelFiles {
  /** Bytes, zipped, that are kept with a version. */
  static final int MOST = 16 << 20;

  private static final int MOST_FILES = 1_000;

  private ModelFiles() {}

  /** A zip of the folder's files; empty where there are none, or too much to be kept. */
  static Optional<byte[]> zipped(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .limit(MOST_FILES + 1)
              .toList();
    }
    if (files.isEmpty() || files.size() > MOST_FILES) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Path file : files) {
        // What is not compressed much is not read into memory at all.
        if (Files.size(file) > 4L * MOST || bytes.size() > MOST) {
          return Optional.empty();
        }
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        long unused = Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return bytes.size() > MOST ? Optional.empty() : Optional.of(bytes.toByteArray());
  }
}
