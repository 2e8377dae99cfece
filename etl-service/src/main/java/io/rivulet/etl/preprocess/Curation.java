package io.rivulet.etl.preprocess;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.CuratedHorizon;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.engine.Engine;
import java.net.URI;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * From what arrived and what is curated to the new content of the affected partitions. The steps
 * are the files of {@code sql/preprocess}, in the order of {@link #files}.
 */
final class Curation {
  private final Engine workbench;
  private final CuratedData curated;
  private final CuratedHorizon horizon;

  Curation(Engine workbench, CuratedData curated, CuratedHorizon horizon) {
    this.workbench = workbench;
    this.curated = curated;
    this.horizon = horizon;
  }

  /** The new files of each dataset, by date. */
  Map<Dataset, Map<LocalDate, List<URI>>> files() {
    workbench.tableOfDates("known_date", "event_date", curated.dates(Dataset.EVENTS));
    curated.view(workbench, "known_event_id", Dataset.EVENTS);
    // Of all of history only the ids are read.
    workbench.table("preprocess", "known_copy_date");
    curated.view(
        workbench,
        "known_copied_day",
        Dataset.EVENTS,
        workbench.dates("select event_date from known_copy_date"));
    workbench.table("preprocess", "known_copy");
    workbench.table("preprocess", "claim");
    workbench.table("preprocess", "added");
    workbench.table("preprocess", "removed");
    workbench.table("preprocess", "object_duplicate");
    workbench.table("preprocess", "event_change");
    curated.view(
        workbench,
        "known_session",
        Dataset.SESSIONS,
        curated.dates(Dataset.SESSIONS).tailSet(horizon.filesFrom(), true));
    curated.view(workbench, "known_statement", Dataset.STATEMENTS);
    workbench.table("preprocess", "touched_stretch");
    workbench.table("preprocess", "island");
    workbench.table("preprocess", "affected_date");
    curated.view(
        workbench,
        "known_event",
        Dataset.EVENTS,
        workbench.dates("select event_date from affected_date"));
    workbench.table("preprocess", "placed_event");
    workbench.table("preprocess", "outside_statement");
    workbench.table("preprocess", "stated_event");
    workbench.view("preprocess", "event");

    Map<Dataset, Map<LocalDate, List<URI>>> files = new EnumMap<>(Dataset.class);
    files.put(
        Dataset.EVENTS,
        workbench.parquetByEventDate(
            "event", workbench.dates("select event_date from affected_date order by 1")));
    // What follows reads the few columns that it needs of what was written.
    List<URI> eventFiles =
        files.get(Dataset.EVENTS).values().stream().flatMap(List::stream).toList();
    if (eventFiles.isEmpty()) {
      workbench.tableAs("written_event", "select * from event limit 0");
    } else {
      workbench.viewOfParquet("written_event", eventFiles);
    }
    workbench.table("preprocess", "curated_receipt");
    workbench.table("preprocess", "balance");
    requireOneRowPerEvent();
    workbench.table("preprocess", "changed_session");
    workbench.table("preprocess", "affected_session_date");
    curated.view(
        workbench,
        "known_session_detail",
        Dataset.SESSIONS,
        workbench.dates("select event_date from affected_session_date"));
    write(files, Dataset.SESSIONS, "session");
    write(files, Dataset.DAILY, "daily");
    write(files, Dataset.STATEMENTS, "statement");
    return files;
  }

  private void write(
      Map<Dataset, Map<LocalDate, List<URI>>> files, Dataset dataset, String relation) {
    workbench.table("preprocess", relation);
    files.put(
        dataset,
        workbench.parquetByEventDate(
            relation,
            workbench.dates("select distinct event_date from " + relation + " order by 1")));
  }

  private void requireOneRowPerEvent() {
    long tooMany =
        workbench.number("select count(*) - count(distinct event_id) from written_event");
    if (tooMany != 0) {
      throw new IllegalStateException(
          tooMany + " events would stand twice in the curated data; nothing is published");
    }
  }
}
