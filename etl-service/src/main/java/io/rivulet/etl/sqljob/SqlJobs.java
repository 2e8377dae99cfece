package io.rivulet.etl.sqljob;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.job.FurtherJobs;
import io.rivulet.etl.lake.Lake;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
        texts.put(file.toString(), Files.size(file) > LONGEST_FILE ? "" : Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the SQL jobs in " + folder, e);
    }
    return texts;
  }

  @Override
  public List<Further> jobs(Map<String, String> texts) {
    List<Further> jobs = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    texts.forEach(
        (source, text) -> {
          try {
            SqlJobFile file = SqlJobFile.parse(source, text);
            Header header = file.header();
            if (taken.add("job " + header.job()) && taken.add("table " + header.table())) {
              jobs.add(
                  new Further(
                      new SqlJob(file, lake, warehouse, workbenches, check), header.triggers()));
            } else {
              log.error("{} is left out: another file has the same job or table", source);
            }
          } catch (InvalidYamlException e) {
            log.error("{}; its job is left out", e.getMessage());
          }
        });
    return jobs;
  }
}
