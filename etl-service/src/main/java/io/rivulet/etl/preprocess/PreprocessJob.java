package io.rivulet.etl.preprocess;

import io.rivulet.etl.Engines;
import io.rivulet.etl.analytics.Bookmark;
import io.rivulet.etl.analytics.Bookmark.Mode;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Publication.OvertakenException;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.Staged;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final LakeFiles lake;
  private final Warehouse warehouse;
  private final Engines workbenches;
  private final QualityGate quality;
  private final RawObjects rawObjects;
  private final CuratedFiles curatedFiles;

  public PreprocessJob(
      LakeFiles lake, Warehouse warehouse, Engines workbenches, QualityGate quality) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.quality = quality;
    this.rawObjects = new RawObjects(lake, warehouse.catalog(), workbenches.slice());
    this.curatedFiles = new CuratedFiles(lake, warehouse.catalog());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Cleans what has arrived, drops duplicates, and finds persons and sessions.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        Argument.project(),
        new Argument("from", Argument.Kind.DATE, "First day of arrival (UTC) to read."),
        new Argument("to", Argument.Kind.DATE, "Last day of arrival (UTC) to read."));
  }

  @Override
  public void run(RunContext run) throws Exception {
    Scope scope = new Scope(Days.of(run.date("from"), run.date("to")), Optional.empty());
    ProjectFailures failures =
        ProjectFailures.ofEach(run, lake.projects(), project -> read(run, project, scope));
    curatedFiles.removeObsolete();
    failures.throwIfAny();
  }

  /**
   * Reads what has not been read of a project, slice after slice, each published by itself. Where
   * its bookmark is moved meanwhile it looks again for what is unread.
   */
  public void read(RunContext run, String project, Scope scope) throws SQLException, IOException {
    for (int attempt = 1; ; attempt++) {
      Mode mode = warehouse.catalog().bookmark(NAME, project).mode();
      RawObjects.Unread unread = rawObjects.unread(project, mode, scope);
      try {
        for (List<Found> slice : unread.slices()) {
          run.checkStop();
          curate(run, project, slice);
          attempt = 0; // only those in a row count
        }
        if (unread.isSweep()) {
          warehouse.catalog().noteSweep(project);
        }
        return;
      } catch (OvertakenException e) {
        if (attempt == Publication.MOST_ATTEMPTS) {
          throw e;
        }
        log.info("project {}: {}; looking again", project, e.getMessage());
      }
    }
  }

  private void curate(RunContext run, String project, List<Found> slice)
      throws SQLException, IOException {
    Bookmark bookmark = warehouse.catalog().bookmark(NAME, project);
    String settings = workbenches.projects().curationDigest(project);
    try (Engine workbench = workbenches.open(run, project)) {
      Arrival arrival = Arrival.stage(workbench, lake, warehouse.catalog(), project, slice);
      Map<Dataset, Map<LocalDate, List<String>>> written = Map.of();
      long rowsIn = workbench.number("select count(*) from arrived");
      boolean changesEvents = rowsIn > 0 || !arrival.readAgain().isEmpty();
      if (changesEvents) {
        CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
        Map<Dataset, Map<LocalDate, List<URI>>> files =
            new Curation(workbench, curated, arrival.horizon()).files();
        quality.check(NAME, run.runId(), project, workbench, STAGED);
        written = curatedFiles.upload(files, project, run.runId());
      }

      try (Publication publication = warehouse.publish(NAME, project, run.runId(), bookmark)) {
        if (bookmark.settings() == null) {
          publication.recordSettings(NAME, settings);
        }
        CuratedPublication changes = new CuratedPublication(publication, workbench, project);
        changes.recordObjects(arrival, bookmark.mode() == Mode.PAUSED);
        if (changesEvents) {
          changes.replacePartitions(written);
          changes.recordReceipts();
          changes.recordChanges();
        }
        publication.commit(publication.id());
      } catch (OvertakenException e) {
        // It may hold events of somebody who was erased meanwhile.
        curatedFiles.discard(written);
        throw e;
      }
      long rowsOut = changesEvents ? workbench.number("select count(*) from added") : 0;
      run.count(rowsIn, rowsOut, arrival.bytes());
      log.info(
          "project {}: {} objects, {} events read, {} new", project, slice.size(), rowsIn, rowsOut);
    }
  }
}
