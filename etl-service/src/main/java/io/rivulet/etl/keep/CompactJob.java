package io.rivulet.etl.keep;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Bookmark;
import io.rivulet.etl.analytics.Catalog.Partition;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.preprocess.CuratedFiles;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one sorted file of curated partitions that consist of several small ones. No row changes,
 * so nothing is reported anew; the old files go when their readers are done.
 */
public final class CompactJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(CompactJob.class);

  /** The name of the job. */
  public static final String NAME = "compact";

  /** Partitions of more bytes stay as they are. */
  private static final long RIGHT_SIZE = 256L << 20;

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final CuratedFiles curatedFiles;

  public CompactJob(Lake lake, Warehouse warehouse, Workbenches workbenches) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.curatedFiles = new CuratedFiles(lake, warehouse.catalog());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Makes one sorted file of curated partitions that consist of several small ones.";
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    ProjectFailures.ofEach(
            run,
            warehouse.catalog().curatedProjects(),
            project -> {
              for (Partition partition : warehouse.catalog().partitions(project)) {
                if (partition.objectKeys().size() > 1) {
                  run.checkStop();
                  compact(run, project, partition);
                }
              }
            })
        .throwIfAny();
  }

  private void compact(RunContext run, String project, Partition partition)
      throws SQLException, IOException {
    List<Path> files = partition.objectKeys().stream().map(lake::copyOf).toList();
    long bytes = files.stream().mapToLong(CompactJob::size).sum();
    if (bytes > RIGHT_SIZE) {
      return;
    }
    Bookmark bookmark = warehouse.catalog().bookmark(PreprocessJob.NAME, project);
    try (Workbench workbench = workbenches.open(run, project)) {
      workbench.viewOfParquet("part", files.stream().map(Path::toUri).toList());
      long rows = workbench.number("select count(*) from part");
      Path compacted = workbench.parquet("part", partition.dataset().order());
      List<String> keys =
          curatedFiles.upload(
              partition.dataset(),
              partition.eventDate(),
              List.of(compacted.toUri()),
              project,
              run.runId());
      try (Publication publication =
          warehouse.publish(PreprocessJob.NAME, project, run.runId(), bookmark)) {
        if (publication.replaceObjects(
            partition.dataset(), partition.eventDate(), partition.objectKeys(), keys)) {
          publication.commitUnmoved();
          run.count(rows, rows, bytes);
          log.info(
              "project {}: {} of {}: {} files are one",
              project,
              partition.dataset().wireName(),
              partition.eventDate(),
              files.size());
        }
      } catch (Publication.OvertakenException e) {
        log.info("project {}: {}; left as it is", project, e.getMessage());
      }
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
