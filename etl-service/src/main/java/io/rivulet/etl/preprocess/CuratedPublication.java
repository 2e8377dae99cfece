package io.rivulet.etl.preprocess;

import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.lake.Lake.Fetched;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one slice changes in the database: objects read, partitions, counts for the balance. */
record CuratedPublication(Publication publication, Engine workbench, String project) {
  private static final Logger log = LoggerFactory.getLogger(CuratedPublication.class);

  /**
   * Notes the objects as read, with what was refused in them.
   *
   * @param staysUnread whether the next run is to read them again
   */
  void recordObjects(Arrival arrival, boolean staysUnread) throws SQLException, IOException {
    replaceRejected(arrival);
    Map<String, Long> linesFound = Arrival.linesRead(workbench);
    Map<String, Long> suppressed = Arrival.linesSuppressed(workbench);
    Map<String, Long> expired = Arrival.linesExpired(workbench);
    List<List<Object>> rows = new ArrayList<>();
    for (Fetched object : arrival.objects()) {
      String key = object.found().key();
      rows.add(
          row(
              object,
              linesFound.getOrDefault(key, 0L) + object.linesErased(),
              suppressed.getOrDefault(key, 0L),
              expired.getOrDefault(key, 0L),
              staysUnread));
    }
    publication.executeAll(
        "insert into lake_object (object_key, area, project, received_date, lines_written,"
            + " lines_read, erased, suppressed, expired, is_to_read, publication_id)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (object_key) do update set lines_written = excluded.lines_written,"
            + " lines_read = excluded.lines_read, erased = excluded.erased,"
            + " suppressed = excluded.suppressed, expired = excluded.expired, duplicates = 0,"
            + " is_to_read = excluded.is_to_read, publication_id = excluded.publication_id",
        rows);
  }

  /** Replaces the refused events of objects that were read before. */
  void replaceRejected(Arrival arrival) throws SQLException, IOException {
    publication.execute(
        "delete from rejected_event where object_key = any (?)",
        publication.array("text", arrival.readAgain()));
    publication.append(workbench, "rejected_event", "rejected_event");
  }

  /** The row of an object in {@code lake_object}. */
  private List<Object> row(
      Fetched object, long linesRead, long suppressed, long expired, boolean staysUnread) {
    long linesWritten = object.linesWritten() == null ? linesRead : object.linesWritten();
    if (linesRead != linesWritten) {
      log.warn(
          "object {}: the archiver wrote {} lines, {} could be read",
          object.found().key(),
          linesWritten,
          linesRead);
    }
    return List.of(
        object.found().key(),
        object.found().object().area().prefix(),
        project,
        object.found().object().receivedHour().toLocalDate(),
        linesWritten,
        linesRead,
        object.linesErased(),
        suppressed,
        expired,
        staysUnread,
        publication.id());
  }

  /** Names the new files in the catalog. */
  void replacePartitions(Map<Dataset, Map<LocalDate, List<String>>> written) throws SQLException {
    for (Dataset dataset : Dataset.values()) {
      String affected = dataset == Dataset.SESSIONS ? "affected_session_date" : "affected_date";
      Map<String, Long> rows =
          switch (dataset) {
            case EVENTS ->
                workbench.counts(
                    "select cast(event_date as string), sum(events) from curated_receipt group by all");
            case SESSIONS -> workbench.rowsByDate("session");
            case DAILY -> workbench.rowsByDate("daily");
            case STATEMENTS -> workbench.rowsByDate("statement");
          };
      Map<LocalDate, List<String>> keys = written.getOrDefault(dataset, Map.of());
      for (LocalDate date : workbench.dates("select event_date from " + affected)) {
        publication.replacePartition(
            dataset,
            date,
            keys.getOrDefault(date, List.of()),
            rows.getOrDefault(date.toString(), 0L));
      }
    }
  }

  /** Counts for the closing balance: what is in the new partitions, and what was a duplicate. */
  void recordReceipts() throws SQLException, IOException {
    // what is older is counted with its objects
    workbench.tableAs(
        "counted_receipt",
        "select * from curated_receipt where event_date >= (select first_day from horizon)");
    publication.replaceDates(
        workbench,
        "counted_receipt",
        "curated_receipt",
        "event_date",
        workbench.dates("select event_date from affected_date"));
    publication.executeAll(
        "update lake_object set duplicates = duplicates + ? where object_key = ?",
        workbench
            .counts("select object_key, events from object_duplicate where object_key is not null")
            .entrySet()
            .stream()
            .map(object -> List.<Object>of(object.getValue(), object.getKey()))
            .toList());
  }

  /** On which days events came or went, for the log of restatements. */
  void recordChanges() throws SQLException, IOException {
    workbench.tableAs(
        "event_change_row",
        "select *, " + publication.id() + " as publication_id from event_change");
    publication.append(workbench, "event_change_row", "event_change");
  }
}
