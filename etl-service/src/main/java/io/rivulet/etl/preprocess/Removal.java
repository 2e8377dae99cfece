package io.rivulet.etl.preprocess;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Bookmark;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Publication.OvertakenException;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Fetched;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the events of an erasure out of the curated data, as if they had never come, and counts
 * anew what is in raw objects that were rewritten for it.
 */
public final class Removal {

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final CuratedFiles curatedFiles;

  public Removal(Lake lake, Warehouse warehouse, Workbenches workbenches) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.curatedFiles = new CuratedFiles(lake, warehouse.catalog());
  }

  /**
   * Removes the events of {@code erasure_event} that happened on these dates (UTC); all days that
   * they touch are written anew in one publication.
   *
   * @return how many there were
   */
  public long remove(RunContext run, String project, long erasureId, List<LocalDate> dates)
      throws SQLException, IOException {
    return Publication.untilNotOvertaken(() -> removeOnce(run, project, erasureId, dates));
  }

  private long removeOnce(RunContext run, String project, long erasureId, List<LocalDate> dates)
      throws SQLException, IOException {
    run.checkStop();
    Bookmark bookmark = warehouse.catalog().bookmark(PreprocessJob.NAME, project);
    try (Workbench workbench = workbenches.open(run, project)) {
      Arrival nothing = Arrival.stage(workbench, lake, warehouse.catalog(), project, List.of());
      loadEvents(workbench, erasureId, dates);
      CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
      Map<Dataset, Map<LocalDate, List<URI>>> files =
          new Curation(workbench, curated, nothing.horizon()).files();
      long removed = workbench.number("select count(*) from removed");
      if (removed == 0) {
        return 0;
      }
      Map<Dataset, Map<LocalDate, List<String>>> written =
          curatedFiles.upload(files, project, run.runId());
      try (Publication publication =
          warehouse.publish(PreprocessJob.NAME, project, run.runId(), bookmark)) {
        CuratedPublication changes = new CuratedPublication(publication, workbench, project);
        changes.replacePartitions(written);
        changes.recordReceipts();
        changes.recordChanges();
        String ofObject = "select raw_object, count(*) from removed where raw_object is not null";
        // those of days before the horizon were counted as expired until now
        Map<String, Long> expired =
            workbench.counts(
                ofObject + " and event_date < (select first_day from horizon) group by all");
        publication.executeAll(
            "update lake_object set erased = erased + ?, expired = expired - ? where object_key = ?",
            workbench.counts(ofObject + " group by all").entrySet().stream()
                .map(
                    object ->
                        List.<Object>of(
                            object.getValue(),
                            expired.getOrDefault(object.getKey(), 0L),
                            object.getKey()))
                .toList());
        publication.commit(publication.id());
      } catch (OvertakenException e) {
        curatedFiles.discard(written);
        throw e;
      }
      return removed;
    }
  }

  private void loadEvents(Workbench workbench, long erasureId, List<LocalDate> dates)
      throws SQLException, IOException {
    String list = String.join("','", dates.stream().map(LocalDate::toString).toList());
    Path file =
        Publication.copyOut(
            warehouse.tables(),
            "select event_id from mart.erasure_event where erasure_id = "
                + erasureId
                + " and event_date in ('"
                + list
                + "')",
            workbench.folder().resolve("erased_event.csv"));
    workbench.tableOfTexts("erased_event", List.of("event_id"), file);
  }

  /**
   * Counts the lines of objects anew, of those among them that were read before: how many there
   * are, how many are curated, and how many are copies. The refused events of them are replaced.
   */
  public void recount(RunContext run, String project, Collection<Found> objects)
      throws SQLException, IOException {
    Set<String> read =
        new HashSet<>(warehouse.catalog().everRead(objects.stream().map(Found::key).toList()));
    List<Found> known = objects.stream().filter(o -> read.contains(o.key())).toList();
    for (List<Found> slice : RawObjects.slices(known, workbenches.slice())) {
      Publication.untilNotOvertaken(() -> recountSlice(run, project, slice));
    }
  }

  /** How many objects were counted. */
  private int recountSlice(RunContext run, String project, List<Found> slice)
      throws SQLException, IOException {
    run.checkStop();
    Bookmark bookmark = warehouse.catalog().bookmark(PreprocessJob.NAME, project);
    try (Workbench workbench = workbenches.open(run, project)) {
      Arrival arrival = Arrival.stage(workbench, lake, warehouse.catalog(), project, slice);
      CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
      curated.view(workbench, "known_event_id", Dataset.EVENTS);
      Map<String, Long> ofObject =
          workbench.counts(
              "select raw_object, count(*) from known_event_id where raw_object in (select"
                  + " object_key from read_again) and event_date >= (select first_day from"
                  + " horizon) group by all");
      Map<String, Long> found = Arrival.linesRead(workbench);
      Map<String, Long> suppressed = Arrival.linesSuppressed(workbench);
      Map<String, Long> expired = Arrival.linesExpired(workbench);
      try (Publication publication =
          warehouse.publish(PreprocessJob.NAME, project, run.runId(), bookmark)) {
        new CuratedPublication(publication, workbench, project).replaceRejected(arrival);
        for (Fetched object : arrival.objects()) {
          String key = object.found().key();
          long lines = found.getOrDefault(key, 0L);
          long notCurated = suppressed.getOrDefault(key, 0L) + expired.getOrDefault(key, 0L);
          publication.execute(
              "update lake_object set lines_read = ?, erased = ?, suppressed = ?, expired = ?,"
                  + " duplicates = case when area = 'raw' then ? else 0 end where object_key = ?",
              lines + object.linesErased(),
              object.linesErased(),
              suppressed.getOrDefault(key, 0L),
              expired.getOrDefault(key, 0L),
              lines - notCurated - ofObject.getOrDefault(key, 0L),
              key);
        }
        publication.commit(publication.id());
      }
      return arrival.objects().size();
    }
  }

  /**
   * Removes at once the curated files of a project that nothing names any more, without the hour
   * that readers have otherwise; and those of runs that began before that moment and can no longer
   * publish them.
   *
   * @return how many there were
   */
  public int removeReplaced(String project, Instant begunBefore) {
    List<String> keys = warehouse.catalog().obsoleteObjects(project, begunBefore);
    keys.forEach(curatedFiles::remove);
    return keys.size();
  }
}
