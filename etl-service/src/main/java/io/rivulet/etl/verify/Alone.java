package io.rivulet.etl.verify;

import io.rivulet.etl.analytics.Warehouse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Holds, as long as it is open, that this run alone computes a project anew: two would write into
 * one shadow. It ends with its connection when the process dies.
 */
public record Alone(Connection connection) implements AutoCloseable {

  /**
   * Takes hold.
   *
   * @throws IllegalStateException when another run has it
   */
  static Alone on(DataSource tables, String project) throws SQLException {
    Connection connection = tables.getConnection();
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
      statement.setString(1, Warehouse.SHADOW + '/' + project);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getBoolean(1)) {
          return new Alone(connection);
        }
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    connection.close();
    throw new IllegalStateException(
        "another run of verify, rebuild or erase works on project " + project);
  }

  @Override
  public void close() throws SQLException {
    try (connection;
        var statement = connection.createStatement()) {
      statement.execute("select pg_advisory_unlock_all()");
    }
  }
}
