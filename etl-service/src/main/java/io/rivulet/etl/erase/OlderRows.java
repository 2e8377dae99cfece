package io.rivulet.etl.erase;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Bookmark;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.CuratedHorizon;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Publication.OvertakenException;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.LakeFiles;
import io.rivulet.etl.preprocess.CuratedFiles;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes a person out of what is kept of days whose events retention has removed: sessions, daily
 * activity, what was said, and the persons behind features and funnels. Sums by day that only
 * events tell stay: they name nobody.
 */
final class OlderRows {
  /** Relations of {@code sql/erase} by the dataset that they keep of. */
  private static final Map<Dataset, String> RELATIONS =
      Map.of(Dataset.SESSIONS, "session", Dataset.DAILY, "daily", Dataset.STATEMENTS, "statement");

  private final LakeFiles lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final CuratedFiles curatedFiles;

  OlderRows(LakeFiles lake, Warehouse warehouse, Workbenches workbenches) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.curatedFiles = new CuratedFiles(lake, warehouse.catalog());
  }

  /**
   * Does it in one publication; to be done while all that was said is still there, so that who is
   * meant is found.
   *
   * @return rows that went from the curated files
   */
  long remove(RunContext run, String project, Asked asked) throws SQLException, IOException {
    return Publication.untilNotOvertaken(() -> removeOnce(run, project, asked));
  }

  private long removeOnce(RunContext run, String project, Asked asked)
      throws SQLException, IOException {
    run.checkStop();
    Bookmark bookmark = warehouse.catalog().bookmark(PreprocessJob.NAME, project);
    CuratedHorizon horizon = warehouse.catalog().horizon(project);
    if (!horizon.isSet()) {
      return 0;
    }
    try (Workbench workbench = workbenches.open(run, project)) {
      CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
      Person person = Person.find(workbench, curated, asked);
      Map<Dataset, Map<LocalDate, Long>> kept = new EnumMap<>(Dataset.class);
      Map<Dataset, Map<LocalDate, List<URI>>> files = new EnumMap<>(Dataset.class);
      long removed = 0;
      for (Map.Entry<Dataset, String> entry : RELATIONS.entrySet()) {
        Dataset dataset = entry.getKey();
        String older = "older_" + entry.getValue();
        String others = "kept_" + entry.getValue();
        curated.view(
            workbench, older, dataset, curated.dates(dataset).headSet(horizon.filesFrom(), false));
        workbench.table("erase", others);
        Map<String, Long> stay = workbench.rowsByDate(others);
        Map<LocalDate, Long> changed = new TreeMap<>();
        for (Map.Entry<String, Long> were : workbench.rowsByDate(older).entrySet()) {
          long left = stay.getOrDefault(were.getKey(), 0L);
          if (left < were.getValue()) {
            changed.put(LocalDate.parse(were.getKey()), left);
            removed += were.getValue() - left;
          }
        }
        kept.put(dataset, changed);
        files.put(dataset, workbench.parquetByEventDate(others, List.copyOf(changed.keySet())));
      }
      Map<Dataset, Map<LocalDate, List<String>>> written =
          curatedFiles.upload(files, project, run.runId());
      try (Publication publication =
          warehouse.publish(PreprocessJob.NAME, project, run.runId(), bookmark)) {
        for (Map.Entry<Dataset, Map<LocalDate, Long>> changed : kept.entrySet()) {
          Map<LocalDate, List<String>> keys = written.getOrDefault(changed.getKey(), Map.of());
          for (Map.Entry<LocalDate, Long> rows : changed.getValue().entrySet()) {
            publication.replacePartition(
                changed.getKey(),
                rows.getKey(),
                keys.getOrDefault(rows.getKey(), List.of()),
                rows.getValue());
          }
        }
        LocalDate keptFrom = horizon.reportsFrom(workbenches.projects().timeZone(project));
        for (String table : List.of("person_feature_day", "funnel_entry")) {
          publication.execute(
              "delete from " + table + " where project = ? and day < ? and person_id = any (?)",
              project,
              keptFrom,
              publication.array("text", person.ids()));
        }
        publication.commit(publication.id());
      } catch (OvertakenException e) {
        curatedFiles.discard(written);
        throw e;
      }
      return removed;
    }
  }
}
