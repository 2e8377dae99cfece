package io.rivulet.etl.balance;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * For each project and UTC day of receipt: received = accepted + quarantined, accepted = curated +
 * duplicates + erased. Where that is not so it names the objects concerned.
 */
public final class ClosingBalance {

  /**
   * A day whose balance is not 0.
   *
   * @param day UTC day of receipt
   * @param difference events missing (positive) or too many (negative)
   */
  public record Imbalance(String project, LocalDate day, long difference) {}

  /**
   * What became of the lines of an object.
   *
   * @param linesWritten as the archiver counted them
   * @param linesRead that could be read
   * @param curated events counted in the curated files; 0 for an object of refused events, whose
   *     lines are accounted for when they are read
   * @param duplicates copies of events received before
   * @param erased events of persons who were erased, and those that came of them afterwards
   * @param expired events of days that retention has taken out of the curated files
   */
  public record ObjectBalance(
      String object,
      @JsonProperty("lines_written") long linesWritten,
      @JsonProperty("lines_read") long linesRead,
      long curated,
      long duplicates,
      long erased,
      long expired) {}

  private final JdbcClient jdbc;
  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;

  public ClosingBalance(Lake lake, Warehouse warehouse, Workbenches workbenches) {
    this.jdbc = JdbcClient.create(warehouse.tables());
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
  }

  /** All days whose balance is not 0. */
  public List<Imbalance> imbalances() {
    return jdbc.sql(
            "select project, day, difference from bi.closing_balance where difference <> 0"
                + " order by project, day")
        .query(
            (row, n) ->
                new Imbalance(row.getString(1), row.getObject(2, LocalDate.class), row.getLong(3)))
        .list();
  }

  /**
   * The objects that arrived on a day and whose lines do not add up. Reads the curated files of all
   * days on which events received on that day happened.
   */
  public List<ObjectBalance> objectsConcerned(String project, LocalDate day) {
    Map<String, Long> curated = curatedByObject(project, day);
    return jdbc
        .sql(
            "select object_key, area, lines_written, lines_read, duplicates,"
                + " erased + suppressed as erased, expired from lake_object"
                + " where project = ? and received_date = ? order by object_key")
        .params(project, day)
        .query(
            (row, n) ->
                new Line(
                    row.getString("area").equals("raw"),
                    new ObjectBalance(
                        row.getString("object_key"),
                        row.getLong("lines_written"),
                        row.getLong("lines_read"),
                        curated.getOrDefault(row.getString("object_key"), 0L),
                        row.getLong("duplicates"),
                        row.getLong("erased"),
                        row.getLong("expired"))))
        .list()
        .stream()
        .filter(Line::isOff)
        .map(Line::object)
        .toList();
  }

  private record Line(boolean isRaw, ObjectBalance object) {
    boolean isOff() {
      long accounted =
          isRaw
              ? object.curated() + object.duplicates() + object.erased() + object.expired()
              : object.linesRead();
      return object.linesWritten() != accounted;
    }
  }

  private Map<String, Long> curatedByObject(String project, LocalDate day) {
    List<LocalDate> eventDates =
        jdbc.sql(
                "select distinct event_date from curated_receipt"
                    + " where project = ? and received_date = ?")
            .params(project, day)
            .query(LocalDate.class)
            .list();
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    try (Workbench workbench = workbenches.open(0, project)) {
      curated.view(workbench, "event", Dataset.EVENTS, eventDates);
      return workbench.counts(
          "select raw_object, count(*) from event where cast(received_at as date) = date '"
              + day
              + "' group by raw_object");
    }
  }
}
