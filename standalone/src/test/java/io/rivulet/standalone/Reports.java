package io.rivulet.standalone;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The reports of a running suite, read as a BI tool does. */
final class Reports {
  private Reports() {}

  /** Database {@code analytics}, as a role whose password is its name. */
  static Connection connection(String postgresPort, String role) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + postgresPort + "/analytics", role, role);
  }

  /** The rows of a query, a line each, columns separated by bars. */
  static List<String> rows(String postgresPort, String query) throws SQLException {
    var rows = new ArrayList<String>();
    try (var connection = connection(postgresPort, "bi_reader");
        var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int column = 1; column <= columns; column++) {
          row.add(result.getString(column));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
