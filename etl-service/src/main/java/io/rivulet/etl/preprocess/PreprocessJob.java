package io.rivulet.etl.preprocess;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.Staged;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the raw objects that no run has read yet, drops copies of known events, computes the
 * sessions of the affected actors anew and replaces the affected partitions of the curated
 * datasets. The cost grows with what is new and with the days it touches, not with the past.
 */
public final class PreprocessJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(PreprocessJob.class);

  /** The name of the job. */
  public static final String NAME = "preprocess";

  /** What the owner's rules judge before it is published. */
  private static final List<Staged> STAGED =
      List.of(
          new Staged("balance", "balance"),
          new Staged("events", "written_event"),
          new Staged("sessions", "session"),
          new Staged("daily", "daily"));

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final QualityGate quality;
  private final RawObjects rawObjects;
  private final CuratedFiles curatedFiles;

  public PreprocessJob(
      Lake lake, Warehouse warehouse, Workbenches workbenches, QualityGate quality) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.quality = quality;
    this.rawObjects = new RawObjects(lake, warehouse.catalog());
    this.curatedFiles = new CuratedFiles(lake, warehouse.catalog());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(RunContext run) throws Exception {
    ProjectFailures failures = new ProjectFailures();
    for (String project : rawObjects.projects()) {
      if (run.covers(project)) {
        failures.watch(
            project,
            () -> {
              for (List<Found> slice : rawObjects.unread(project)) {
                run.checkStop();
                curate(run, project, slice);
              }
            });
      }
    }
    curatedFiles.removeObsolete();
    failures.throwIfAny();
  }

  private void curate(RunContext run, String project, List<Found> slice)
      throws SQLException, IOException {
    long bookmark = warehouse.catalog().bookmark(NAME, project);
    try (Workbench workbench = workbenches.open(run, project)) {
      Arrival arrival = Arrival.stage(workbench, lake, slice);
      Map<Dataset, Map<LocalDate, List<String>>> written = Map.of();
      long rowsIn = workbench.number("select count(*) from arrived");
      if (rowsIn > 0) {
        CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
        Map<Dataset, Map<LocalDate, List<Path>>> files = new Curation(workbench, curated).files();
        quality.check(NAME, run.runId(), project, workbench, STAGED);
        written = curatedFiles.upload(files, project, run.runId());
      }

      try (Publication publication = warehouse.publish(NAME, project, run.runId(), bookmark)) {
        CuratedPublication changes = new CuratedPublication(publication, workbench, project);
        changes.recordObjects(arrival);
        if (rowsIn > 0) {
          changes.replacePartitions(written);
          changes.recordReceipts();
        }
        publication.commit(publication.id());
      }
      long rowsOut = rowsIn > 0 ? workbench.number("select count(*) from added") : 0;
      run.count(rowsIn, rowsOut, arrival.bytes());
      log.info(
          "project {}: {} objects, {} events read, {} new", project, slice.size(), rowsIn, rowsOut);
    }
  }
}
