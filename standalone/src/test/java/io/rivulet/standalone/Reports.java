package io.rivulet.standalone;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The reports of a running suite, read as a BI tool does. */
final class Reports {
  private Reports() {}

  /** The rows of a query, a line each, columns separated by bars. */
  static List<String> rows(String postgresPort, String query) throws SQLException {
    var rows = new ArrayList<String>();
    var url = "jdbc:postgresql://127.0.0.1:" + postgresPort + "/analytics";
    try (var connection = DriverManager.getConnection(url, "bi_reader", "bi_reader");
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
