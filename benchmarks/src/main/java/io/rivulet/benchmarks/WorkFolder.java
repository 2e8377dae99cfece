package io.rivulet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a run: logs of the processes, the broker's records, the profile. */
public final class WorkFolder {
  private WorkFolder() {}

  /** Deletes what is in it. */
  public static void makeEmpty(Path work) throws IOException {
    delete(work);
    Files.createDirectories(work);
  }

  /** The records of a run take gigabytes; the logs may be wanted afterwards. */
  public static void deleteRecords(Path work) throws IOException {
    for (String records : List.of("kafka", "s3", "state", "spool", "scan", "etl", "postgres")) {
      delete(work.resolve(records));
    }
  }

  /** Deletes a folder, where it is there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> contents;
    try (Stream<Path> paths = Files.walk(folder)) {
      contents = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : contents) {
      Files.delete(path);
    }
  }
}
