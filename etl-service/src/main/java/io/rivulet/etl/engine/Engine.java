package io.rivulet.etl.engine;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where transforms build their relations, one after the other, under the names of their .sql files:
 * DuckDB in the process, or Spark on a cluster. The text of a transform is the same for every
 * engine; what they spell differently is behind the functions that each engine brings.
 */
public interface Engine extends AutoCloseable {

  /** A local folder for files in work, removed when the engine closes. */
  Path folder();

  /** Events whose persons and sessions may be counted in one statement. */
  long eventsAtOnce();

  /**
   * Makes the table that {@code sql/<stage>/<name>.sql} describes, in place of one of that name.
   */
  void table(String stage, String name);

  /**
   * Makes the table that {@code sql/<stage>/<name>.sql} describes, with different numbers of its
   * rows, from 1, as a further column.
   */
  void numberedTable(String stage, String name, String column);

  /** Makes the view that {@code sql/<stage>/<name>.sql} describes. */
  void view(String stage, String name);

  /** Makes a table from a query in the dialect of the transforms. */
  void tableAs(String name, String query);

  /**
   * Makes a table of a few rows, in place of one of that name.
   *
   * @param columns names and types, comma-separated
   */
  void tableOf(String name, String columns, List<List<Object>> rows);

  /** Makes a table of one column of dates. */
  default void tableOfDates(String name, String column, Collection<LocalDate> dates) {
    tableOf(
        name,
        column + " date",
        dates.stream().map(date -> List.<Object>of(Date.valueOf(date))).toList());
  }

  /** Makes a table of one column with the whole numbers from 0 to {@code count} - 1. */
  void tableOfNumbers(String name, String column, int count);

  /**
   * Makes a table of columns of text from a local CSV file without header, in place of one of that
   * name.
   */
  void tableOfTexts(String name, List<String> columns, Path csv);

  /**
   * Makes the view {@code sql/<stage>/<name>.sql} of the lines of compressed JSON files; each
   * engine has its own way to read them.
   */
  void viewOfLines(String stage, String name, List<URI> files);

  /** How {@link #viewOfLines} calls a file in its column {@code file}. */
  default String nameOf(URI file) {
    return Path.of(file).toString();
  }

  /** Makes a view of everything in those Parquet files. */
  void viewOfParquet(String name, List<URI> files);

  /**
   * Makes a view of everything in curated files, with the columns of {@code
   * sql/curated/<dataset>.sql}; those that files of earlier versions lack are null.
   */
  void viewOfCurated(String name, String dataset, List<URI> files);

  /** The one number that a query gives. */
  long number(String query);

  /** The one text that a query gives; null where it gives none. */
  @Nullable String text(String query);

  /** The dates that a query of one column gives. */
  List<LocalDate> dates(String query);

  /** The first two columns of a query, a text and a number. */
  Map<String, Long> counts(String query);

  /** How many rows of a relation each event_date has; none of a date without rows. */
  default Map<String, Long> rowsByDate(String relation) {
    return counts("select cast(event_date as string), count(*) from " + relation + " group by all");
  }

  /** Names of a relation's columns, in order. */
  List<String> columns(String relation);

  /**
   * Writes a relation as a local CSV file with a header; null is an empty field, an empty text is
   * quoted.
   */
  Path csv(String relation);

  /**
   * Writes a relation as Parquet, each event_date into files of its own.
   *
   * @param dates all event dates that there are, in their order
   * @return the files by date
   */
  Map<LocalDate, List<URI>> parquetByEventDate(String relation, List<LocalDate> dates);

  /** A text as SQL literal. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Ends the work and removes its folder. */
  @Override
  void close();
}
