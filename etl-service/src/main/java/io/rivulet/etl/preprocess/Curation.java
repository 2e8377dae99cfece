package io.rivulet.etl.preprocess;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.engine.Workbench;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * From what arrived and what is curated to the new content of the affected partitions. The steps
 * are the files of {@code sql/preprocess}, in the order of {@link #files}.
 */
final class Curation {
  private final Workbench workbench;
  private final CuratedData curated;

  Curation(Workbench workbench, CuratedData curated) {
    this.workbench = workbench;
    this.curated = curated;
  }

  /** The new files of each dataset, by date. */
  Map<Dataset, Map<LocalDate, List<Path>>> files() {
    workbench.tableOfDates("known_date", "event_date", curated.dates(Dataset.EVENTS));
    view("known_event_id", Dataset.EVENTS, curated.files(Dataset.EVENTS));
    workbench.table("preprocess", "claim");
    workbench.table("preprocess", "added");
    workbench.table("preprocess", "removed");
    workbench.table("preprocess", "duplicate_receipt");
    view("known_session", Dataset.SESSIONS, curated.files(Dataset.SESSIONS));
    workbench.table("preprocess", "island");
    workbench.table("preprocess", "affected_date");
    view(
        "known_event",
        Dataset.EVENTS,
        curated.files(Dataset.EVENTS, workbench.dates("select event_date from affected_date")));
    workbench.table("preprocess", "placed_event");
    workbench.view("preprocess", "event");

    Map<Dataset, Map<LocalDate, List<Path>>> files = new EnumMap<>(Dataset.class);
    files.put(Dataset.EVENTS, workbench.parquetByEventDate("event", Dataset.EVENTS.order()));
    // What follows reads the few columns that it needs of what was written.
    List<Path> eventFiles =
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
    view(
        "known_session_detail",
        Dataset.SESSIONS,
        curated.files(
            Dataset.SESSIONS, workbench.dates("select event_date from affected_session_date")));
    workbench.table("preprocess", "session");
    files.put(Dataset.SESSIONS, workbench.parquetByEventDate("session", Dataset.SESSIONS.order()));
    workbench.table("preprocess", "daily");
    files.put(Dataset.DAILY, workbench.parquetByEventDate("daily", Dataset.DAILY.order()));
    return files;
  }

  private void requireOneRowPerEvent() {
    long tooMany =
        workbench.number("select count(*) - count(distinct event_id) from written_event");
    if (tooMany != 0) {
      throw new IllegalStateException(
          tooMany + " events would stand twice in the curated data; nothing is published");
    }
  }

  /** A view of curated files; empty where there are none. */
  private void view(String name, Dataset dataset, List<Path> files) {
    if (!files.isEmpty()) {
      workbench.viewOfParquet(name, files);
    } else if (dataset == Dataset.EVENTS) {
      workbench.tableAs(
          name,
          "select * exclude (arrived_id), cast(null as timestamp) as session_start,"
              + " cast(null as integer) as session_index, cast(null as varchar) as session_id"
              + " from arrived limit 0");
    } else {
      workbench.tableAs(
          name,
          "select cast(null as varchar) as actor_key, cast(null as timestamp) as started_at,"
              + " cast(null as timestamp) as ended_at, cast(null as date) as event_date limit 0");
    }
  }
}
