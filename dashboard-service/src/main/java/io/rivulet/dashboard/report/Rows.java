package io.rivulet.dashboard.report;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** A row by its columns' names, with days and times as java.time knows them. */
public class Rows implements RowMapper<Map<String, @Nullable Object>> {

  @Override
  public Map<String, @Nullable Object> mapRow(ResultSet row, int number) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      values.put(columns.getColumnLabel(i), value(row, columns, i));
    }
    return values;
  }

  private static @Nullable Object value(ResultSet row, ResultSetMetaData columns, int i)
      throws SQLException {
    if (columns.getColumnTypeName(i).equals("timestamptz")) {
      return row.getObject(i, OffsetDateTime.class);
    }
    return columns.getColumnType(i) == Types.DATE
        ? row.getObject(i, LocalDate.class)
        : row.getObject(i);
  }
}
