package io.rivulet.etl.sqljob;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * From the columns of a query's result to those of a table in PostgreSQL that BI tools can take.
 */
final class CustomColumns {
  private CustomColumns() {}

  /**
   * PostgreSQL's types, as it writes them itself.
   *
   * @param duckDbTypes by column, in order
   * @throws IllegalArgumentException when a column has a name or type that BI tools cannot take
   */
  static Map<String, String> of(Map<String, String> duckDbTypes) {
    Map<String, String> columns = new LinkedHashMap<>();
    duckDbTypes.forEach(
        (column, type) -> {
          if (!column.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                "column '"
                    + column
                    + "' must have a name of a-z, 0-9 and _, a letter first: write \"as some_name\"");
          }
          columns.put(column, type(column, type.toUpperCase(Locale.ROOT)));
        });
    return columns;
  }

  private static String type(String column, String type) {
    if (type.startsWith("DECIMAL")) {
      return type.toLowerCase(Locale.ROOT).replace("decimal", "numeric");
    }
    return switch (type) {
      case "VARCHAR" -> "character varying(4000)";
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
          "bigint";
      case "HUGEINT", "UBIGINT" -> "numeric(38,0)";
      case "FLOAT", "DOUBLE" -> "double precision";
      case "BOOLEAN" -> "boolean";
      case "DATE" -> "date";
      case "TIMESTAMP" -> "timestamp without time zone";
      default ->
          throw new IllegalArgumentException(
              "column "
                  + column
                  + " is of type "
                  + type
                  + ": cast it to a type that BI tools know");
    };
  }
}
