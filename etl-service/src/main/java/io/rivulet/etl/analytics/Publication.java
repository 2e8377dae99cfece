package io.rivulet.etl.analytics;

import io.rivulet.etl.engine.Engine;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction on database {@code analytics} in which a job makes its results visible, together
 * with its bookmark: readers see everything of a run or nothing, and a run that dies before its
 * commit has done nothing.
 */
public final class Publication implements AutoCloseable {

  /** The job's bookmark for the project was moved since this run read it. */
  public static final class OvertakenException extends RuntimeException {
    OvertakenException(String message) {
      super(message);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  /** How often a run begins anew on a project whose bookmark others move. */
  public static final int MOST_ATTEMPTS = 5;

  /** Work that ends with a publication and can be done again from its beginning. */
  @FunctionalInterface
  public interface Attempt<T> {
    /**
     * Does it.
     *
     * @throws OvertakenException when it has to be done again
     */
    T make() throws SQLException, IOException;
  }

  private final Connection connection;
  private final String job;
  private final String project;
  private final long id;

  private Publication(Connection connection, String job, String project, long id) {
    this.connection = connection;
    this.job = job;
    this.project = project;
    this.id = id;
  }

  /**
   * Does work, again from its beginning where another run moved the bookmark meanwhile.
   *
   * @throws OvertakenException when that happened to each of {@link #MOST_ATTEMPTS} attempts
   */
  public static <T> T untilNotOvertaken(Attempt<T> attempt) throws SQLException, IOException {
    for (int number = 1; ; number++) {
      try {
        return attempt.make();
      } catch (OvertakenException e) {
        if (number == MOST_ATTEMPTS) {
          throw e;
        }
        LOG.info("{}; looking again", e.getMessage());
      }
    }
  }

  /**
   * Opens the transaction.
   *
   * @param bookmark what the run read as the job's bookmark when it began
   * @throws OvertakenException when the bookmark has moved since
   */
  static Publication begin(
      DataSource analytics, String job, String project, long runId, Bookmark bookmark)
      throws SQLException {
    Connection connection = analytics.getConnection();
    try {
      connection.setAutoCommit(false);
      lock(connection, job, project);
      long current =
          query(
              connection,
              "select coalesce((select version from bookmark"
                  + " where job = ? and project = ?), 0)",
              job,
              project);
      if (current != bookmark.version()) {
        throw new OvertakenException(
            "the bookmark of " + job + " for project " + project + " was moved meanwhile");
      }
      long id =
          query(
              connection,
              "insert into publication (job, project, run_id) values (?, ?, ?)"
                  + " returning publication_id",
              job,
              project,
              runId);
      return new Publication(connection, job, project, id);
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      connection.close();
      throw e;
    }
  }

  /** Keeps another job from publishing the project until this transaction ends. */
  public void lock(String otherJob) throws SQLException {
    lock(connection, otherJob, project);
  }

  /** One at a time publishes a project's tables; those of another schema are not waited for. */
  private static void lock(Connection connection, String job, String project) throws SQLException {
    query(
        connection,
        "select pg_advisory_xact_lock(hashtextextended(concat_ws('/', current_schema(), ?, ?), 0))",
        job,
        project);
  }

  /** The number of this publication; later ones have higher numbers. */
  public long id() {
    return id;
  }

  /** Runs an insert, update or delete. */
  public void execute(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      statement.execute();
    }
  }

  /** Runs an insert, update or delete once for each row of parameters, all in one go. */
  public void executeAll(String sql, List<List<Object>> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<Object> row : rows) {
        bind(statement, row.toArray());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** An array as a parameter of {@link #execute}. */
  public Array array(String type, Collection<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  /** Names the objects that now make up a partition; the old ones become obsolete. */
  public void replacePartition(
      Dataset dataset, LocalDate eventDate, List<String> objectKeys, long rows)
      throws SQLException {
    becomesObsolete(dataset, "event_date = ?", eventDate);
    execute("delete from obsolete_object where object_key = any (?)", array("text", objectKeys));
    execute(
        "insert into curated_partition"
            + " (dataset, project, event_date, object_keys, row_count, publication_id)"
            + " values (?, ?, ?, ?, ?, ?)"
            + " on conflict (dataset, project, event_date) do update set"
            + " object_keys = excluded.object_keys, row_count = excluded.row_count,"
            + " publication_id = excluded.publication_id",
        dataset.wireName(),
        project,
        eventDate,
        array("text", objectKeys),
        rows,
        id);
  }

  /** Forgets a dataset's partitions of dates before one; their objects become obsolete. */
  public void removePartitionsBefore(Dataset dataset, LocalDate eventDate) throws SQLException {
    becomesObsolete(dataset, "event_date < ?", eventDate);
    execute(
        "delete from curated_partition where dataset = ? and project = ? and event_date < ?",
        dataset.wireName(),
        project,
        eventDate);
  }

  private void becomesObsolete(Dataset dataset, String which, LocalDate eventDate)
      throws SQLException {
    execute(
        "insert into obsolete_object (object_key)"
            + " select unnest(object_keys) from curated_partition"
            + " where dataset = ? and project = ? and "
            + which
            + " on conflict do nothing",
        dataset.wireName(),
        project,
        eventDate);
  }

  /**
   * Names other objects with the same rows for a partition; its publication stays, since nothing
   * changes for readers.
   *
   * @return false when the partition is no longer made up of the old ones
   */
  public boolean replaceObjects(
      Dataset dataset, LocalDate eventDate, List<String> oldKeys, List<String> newKeys)
      throws SQLException {
    long changed =
        query(
            connection,
            "with changed as (update curated_partition set object_keys = ?"
                + " where dataset = ? and project = ? and event_date = ? and object_keys = ?"
                + " returning 1) select count(*) from changed",
            array("text", newKeys),
            dataset.wireName(),
            project,
            eventDate,
            array("text", oldKeys));
    if (changed == 0) {
      return false;
    }
    execute(
        "insert into obsolete_object (object_key) select unnest(?::text[]) on conflict do nothing",
        array("text", oldKeys));
    execute("delete from obsolete_object where object_key = any (?)", array("text", newKeys));
    return true;
  }

  /** Adds the rows of an engine's relation to a table with columns of the same names. */
  public void append(Engine engine, String relation, String table)
      throws SQLException, IOException {
    Path csv = engine.csv(relation);
    String columns = String.join(", ", engine.columns(relation));
    try (Reader rows = Files.newBufferedReader(csv)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("copy " + table + " (" + columns + ") from stdin (format csv, header)", rows);
    }
  }

  /** Replaces all of the project's rows in a table by those of an engine's relation. */
  public void replaceAll(Engine engine, String relation, String table)
      throws SQLException, IOException {
    execute("delete from " + table + " where project = ?", project);
    append(engine, relation, table);
  }

  /** Replaces the project's rows of some dates in a table by those of an engine's relation. */
  public void replaceDates(
      Engine engine, String relation, String table, String dateColumn, Collection<LocalDate> dates)
      throws SQLException, IOException {
    execute(
        "delete from " + table + " where project = ? and " + dateColumn + " = any (?)",
        project,
        array("date", dates));
    append(engine, relation, table);
  }

  /** Replaces the project's rows in a table from a date on by those of an engine's relation. */
  public void replaceFrom(
      Engine engine, String relation, String table, String dateColumn, LocalDate first)
      throws SQLException, IOException {
    execute(
        "delete from " + table + " where project = ? and " + dateColumn + " >= ?", project, first);
    append(engine, relation, table);
  }

  /** Says under which settings what the job has published of the project was computed. */
  public void recordSettings(String job, String digest) throws SQLException {
    execute(
        "insert into bookmark as b (job, project, publication_id, settings) values (?, ?, 0, ?)"
            + " on conflict (job, project) do update set settings = excluded.settings",
        job,
        project,
        digest);
  }

  /** Moves the job's bookmark and makes everything visible. */
  public void commit(long bookmark) throws SQLException {
    execute(
        "insert into bookmark as b (job, project, publication_id, version) values (?, ?, ?, 1)"
            + " on conflict (job, project) do update set version = b.version + 1,"
            + " publication_id = excluded.publication_id, saved_at = now()",
        job,
        project,
        bookmark);
    execute("update publication set bookmark = ? where publication_id = ?", bookmark, id);
    connection.commit();
  }

  /**
   * Makes visible what changes nothing for readers: the bookmark stays where it is, so runs that
   * are under way need not begin anew, and no publication is noted.
   */
  public void commitUnmoved() throws SQLException {
    execute("delete from publication where publication_id = ?", id);
    connection.commit();
  }

  /** Ends the transaction; what was not committed has not happened. */
  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }

  /** Copies a query's result into a CSV file without header. */
  public static Path copyOut(DataSource analytics, String query, Path file)
      throws SQLException, IOException {
    try (Connection connection = analytics.getConnection();
        var out = Files.newOutputStream(file)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("copy (" + query + ") to stdout (format csv)", out);
    }
    return file;
  }

  private static long query(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        Object value = rows.getObject(1);
        return value instanceof Number number ? number.longValue() : 0;
      }
    }
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
