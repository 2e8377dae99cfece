package io.rivulet.etl.sqljob;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.job.FurtherJobs;
import io.rivulet.etl.lake.Lake;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs in a folder of {@code .sql} files. */
final class SqlJobs implements FurtherJobs {
  private static final Logger log = LoggerFactory.getLogger(SqlJobs.class);

  /** Most files that are read, in the order of their names. */
  private static final int MOST_FILES = 200;

  /** Bytes of the longest file; of a longer one nothing is read. */
  private static final long LONGEST_FILE = 256 << 10;

  private final Path folder;
  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final StagedCheck check;

  /** By file; of one that is there but no longer valid this stays in force. */
  private final Map<String, SqlJobFile> lastValid = new HashMap<>();

  /**
   * @param folder need not exist
   */
  SqlJobs(Path folder, Lake lake, Warehouse warehouse, Workbenches workbenches, StagedCheck check) {
    this.folder = folder;
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.check = check;
  }

  @Override
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return texts;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sql = files.filter(f -> f.toString().endsWith(".sql")).sorted().toList();
      for (Path file : sql.subList(0, Math.min(MOST_FILES, sql.size()))) {
        read(file).ifPresent(text -> texts.put(file.toString(), text));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the SQL jobs in " + folder, e);
    }
    return texts;
  }

  /** The text, none of which is left when it cannot be one; empty when there is no file. */
  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.size(file) > LONGEST_FILE ? "" : Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // Not UTF-8, or not to be read by us; it is said where the text turns out invalid.
      return Optional.of("");
    }
  }

  @Override
  public synchronized List<Further> jobs(Map<String, String> texts) {
    List<Further> jobs = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    lastValid.keySet().retainAll(texts.keySet());
    texts.forEach(
        (source, text) -> {
          SqlJobFile file = valid(source, text);
          if (file != null) {
            Header header = file.header();
            if (taken.add("job " + header.job()) && taken.add("table " + header.table())) {
              jobs.add(
                  new Further(
                      new SqlJob(file, lake, warehouse, workbenches, check), header.triggers()));
            } else {
              log.error("{} is left out: another file has the same job or table", source);
            }
          }
        });
    return jobs;
  }

  /** The file, else what it was when it was valid; null when it never was. */
  private @Nullable SqlJobFile valid(String source, String text) {
    try {
      lastValid.put(source, SqlJobFile.parse(source, text));
    } catch (InvalidYamlException e) {
      log.error(
          "{}; {}",
          e.getMessage(),
          lastValid.containsKey(source) ? "its job stays as it was" : "its job is left out");
    }
    return lastValid.get(source);
  }
}
