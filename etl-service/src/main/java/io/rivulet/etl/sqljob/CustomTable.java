package io.rivulet.etl.sqljob;

import io.rivulet.etl.engine.Engine;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * A table that SQL of an owner fills: {@code mart.custom_<name>} and over it the plain view {@code
 * bi.custom_<name>}, which BI tools read. No table of Rivulet's own begins with {@code custom_}.
 */
final class CustomTable {
  private final DataSource analytics;
  private final String name;
  private final String description;

  CustomTable(DataSource analytics, String table, String description) {
    this.analytics = analytics;
    this.name = "custom_" + table;
    this.description = description;
  }

  String name() {
    return name;
  }

  /** How far the job's publications have come, for {@link #publish} of a run that begins now. */
  long lastPublication(String job) throws SQLException {
    try (Connection connection = analytics.getConnection();
        PreparedStatement last =
            connection.prepareStatement(
                "select coalesce(max(publication_id), 0) from mart.publication where job = ?")) {
      last.setString(1, job);
      try (ResultSet row = last.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * Replaces the rows of some projects in one transaction; readers see all of it or nothing. Where
   * the columns changed, the table is made anew.
   *
   * @param begunAfter the last publication when the run began
   * @param columns PostgreSQL's types by name, without {@code project}, which comes first
   * @param rows as CSV with a header, by project
   * @param isAll whether these are all projects
   * @throws IllegalStateException when a later run published these projects meanwhile, or when the
   *     columns changed and these are not all projects
   */
  void publish(
      String job,
      long runId,
      long begunAfter,
      Map<String, String> columns,
      Map<String, Path> rows,
      boolean isAll)
      throws SQLException, IOException {
    try (Connection connection = analytics.getConnection()) {
      connection.setAutoCommit(false);
      try {
        execute(connection, "select pg_advisory_xact_lock(hashtextextended(?, 0))", job);
        refuseOvertaken(connection, job, runId, begunAfter, isAll, rows.keySet());
        if (!columns.equals(present(connection))) {
          if (!isAll) {
            throw new IllegalStateException(
                "the columns of " + name + " changed: run " + job + " for all projects");
          }
          create(connection, columns);
        } else if (isAll) {
          execute(connection, "delete from mart." + name);
        } else {
          execute(
              connection,
              "delete from mart." + name + " where project = any (?)",
              connection.createArrayOf("varchar", rows.keySet().toArray()));
        }
        for (Map.Entry<String, Path> project : rows.entrySet()) {
          copy(connection, columns, project.getValue());
          execute(
              connection,
              "insert into mart.publication (job, project, run_id) values (?, ?, ?)",
              job,
              project.getKey(),
              runId);
        }
        connection.commit();
      } finally {
        connection.rollback();
      }
    }
  }

  /**
   * A run whose worker was taken for dead must not bring back what a later one replaced. (A later
   * one that published before this one began is no reason: runs that wait begin in any order.)
   */
  private static void refuseOvertaken(
      Connection connection,
      String job,
      long runId,
      long begunAfter,
      boolean isAll,
      Set<String> projects)
      throws SQLException {
    try (PreparedStatement later =
        connection.prepareStatement(
            "select 1 from mart.publication where publication_id > ? and job = ? and run_id > ?"
                + " and (? or project = any (?)) limit 1")) {
      later.setLong(1, begunAfter);
      later.setString(2, job);
      later.setLong(3, runId);
      later.setBoolean(4, isAll);
      later.setArray(5, connection.createArrayOf("varchar", projects.toArray()));
      if (later.executeQuery().next()) {
        throw new IllegalStateException("a later run of " + job + " published meanwhile");
      }
    }
  }

  /** The columns that the table has, without {@code project}; empty when there is none. */
  private Map<String, String> present(Connection connection) throws SQLException {
    Map<String, String> present = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute"
                + " where attrelid = to_regclass(?) and attnum > 0 and not attisdropped"
                + " and attname <> 'project' order by attnum")) {
      statement.setString(1, "mart." + name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          present.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return present;
  }

  private void create(Connection connection, Map<String, String> columns) throws SQLException {
    String list =
        columns.entrySet().stream()
            .map(c -> ", " + quoted(c.getKey()) + " " + c.getValue())
            .collect(Collectors.joining());
    execute(connection, "drop view if exists bi." + name);
    execute(connection, "drop table if exists mart." + name);
    execute(
        connection, "create table mart." + name + " (project varchar(64) not null" + list + ")");
    execute(connection, "create index on mart." + name + " (project)");
    execute(connection, "create view bi." + name + " as select * from mart." + name);
    execute(connection, "comment on view bi." + name + " is " + Engine.literal(description));
    execute(connection, "grant select on bi." + name + " to bi_reader");
  }

  private void copy(Connection connection, Map<String, String> columns, Path csv)
      throws SQLException, IOException {
    String list =
        columns.keySet().stream().map(c -> ", " + quoted(c)).collect(Collectors.joining());
    try (Reader rows = Files.newBufferedReader(csv)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy mart." + name + " (project" + list + ") from stdin (format csv, header)", rows);
    }
  }

  static String quoted(String column) {
    return '"' + column + '"';
  }

  private static void execute(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }
}
