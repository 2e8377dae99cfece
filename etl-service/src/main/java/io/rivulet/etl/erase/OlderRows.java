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
      Map<Dataset, List<LocalDate>> dates = new EnumMap<>(Dataset.class);
      Map<Dataset, Map<LocalDate, List<URI>>> files = new EnumMap<>(Dataset.class);
      long removed = 0;
      for (Map.Entry<Dataset, String> entry : RELATIONS.entrySet()) {
        Dataset dataset = entry.getKey();
        String older = "older_" + entry.getValue();
        String kept = "kept_" + entry.getValue();
        curated.view(
            workbench, older, dataset, curated.dates(dataset).headSet(horizon.filesFrom(), false));
        workbench.table("erase", kept);
        dates.put(
            dataset,
            workbench.dates(
                "select o.event_date from (select event_date, count(*) as n from %s group by all) o"
                        .formatted(older)
                    + " left join (select event_date, count(*) as n from %s group by all) k"
                        .formatted(kept)
                    + " on k.event_date = o.event_date where o.n <> coalesce(k.n, 0) order by 1"));
        removed +=
            workbench.number("select count(*) from " + older)
                - workbench.number("select count(*) from " + kept);
        files.put(dataset, workbench.parquetByEventDate(kept, dates.get(dataset)));
      }
      Map<Dataset, Map<LocalDate, List<String>>> written =
          curatedFiles.upload(files, project, run.runId());
      try (Publication publication =
          warehouse.publish(PreprocessJob.NAME, project, run.runId(), bookmark)) {
        for (Dataset dataset : RELATIONS.keySet()) {
          Map<String, Long> rows =
              workbench.counts(
                  "select cast(event_date as string), count(*) from kept_%s group by all"
                      .formatted(RELATIONS.get(dataset)));
          for (LocalDate date : dates.getOrDefault(dataset, List.of())) {
            publication.replacePartition(
                dataset,
                date,
                written.getOrDefault(dataset, Map.of()).getOrDefault(date, List.of()),
                rows.getOrDefault(date.toString(), 0L));
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
