package io.rivulet.etl.analytics;

import io.rivulet.etl.engine.Workbench;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * One transaction on database {@code analytics} in which a job makes its results visible, together
 * with its bookmark: readers see everything of a run or nothing, and a run that dies before its
 * commit has done nothing.
 */
public final class Publication implements AutoCloseable {

  /** Another run published for the same job and project since this one read its bookmark. */
  public static final class OvertakenException extends RuntimeException {
    OvertakenException(String message) {
      super(message);
    }
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
   * Opens the transaction.
   *
   * @param bookmark what the run read as the job's bookmark when it began
   * @throws OvertakenException when the bookmark has moved since
   */
  static Publication begin(
      DataSource analytics, String job, String project, long runId, long bookmark)
      throws SQLException {
    Connection connection = analytics.getConnection();
    try {
      connection.setAutoCommit(false);
      query(
          connection, "select pg_advisory_xact_lock(hashtextextended(?, 0))", job + '/' + project);
      long current =
          query(
              connection,
              "select coalesce((select publication_id from bookmark"
                  + " where job = ? and project = ?), 0)",
              job,
              project);
      if (current != bookmark) {
        throw new OvertakenException(
            "another run of " + job + " published project " + project + " meanwhile");
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

  /** Names the objects that now make up a partition; the old ones become obsolete. */
  public void replacePartition(
      Dataset dataset, LocalDate eventDate, List<String> objectKeys, long rows)
      throws SQLException {
    execute(
        "insert into obsolete_object (object_key)"
            + " select unnest(object_keys) from curated_partition"
            + " where dataset = ? and project = ? and event_date = ?"
            + " on conflict do nothing",
        dataset.wireName(),
        project,
        eventDate);
    execute(
        "delete from obsolete_object where object_key = any (?)",
        connection.createArrayOf("text", objectKeys.toArray()));
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
        connection.createArrayOf("text", objectKeys.toArray()),
        rows,
        id);
  }

  /** Adds the rows of a workbench's relation to a table with columns of the same names. */
  public void append(Workbench workbench, String relation, String table)
      throws SQLException, IOException {
    Path csv = workbench.csv(relation);
    String columns = String.join(", ", workbench.columns(relation));
    try (Reader rows = Files.newBufferedReader(csv)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("copy " + table + " (" + columns + ") from stdin (format csv, header)", rows);
    }
  }

  /** Replaces all of the project's rows in a table by those of a workbench's relation. */
  public void replaceAll(Workbench workbench, String relation, String table)
      throws SQLException, IOException {
    execute("delete from " + table + " where project = ?", project);
    append(workbench, relation, table);
  }

  /** Replaces the project's rows of some dates in a table by those of a workbench's relation. */
  public void replaceDates(
      Workbench workbench,
      String relation,
      String table,
      String dateColumn,
      Collection<LocalDate> dates)
      throws SQLException, IOException {
    execute(
        "delete from " + table + " where project = ? and " + dateColumn + " = any (?)",
        project,
        connection.createArrayOf("date", dates.toArray()));
    append(workbench, relation, table);
  }

  /** Moves the job's bookmark and makes everything visible. */
  public void commit(long bookmark) throws SQLException {
    execute(
        "insert into bookmark (job, project, publication_id) values (?, ?, ?)"
            + " on conflict (job, project) do update set"
            + " publication_id = excluded.publication_id, saved_at = now()",
        job,
        project,
        bookmark);
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
