package io.rivulet.etl.ownmodel;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.report.PublishedRows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Owners' queries over one project: {@code events} with their persons, {@code sessions}, and the
 * views of {@code bi} that they name.
 */
record Queries(Workbench workbench, String project, DataSource analytics) {

  /** Rows of one answer. */
  static final long MOST_ROWS = 10_000_000;

  private static final int LONGEST_QUERY = 20_000;

  /** The query, which is one. */
  static String required(@Nullable String query) {
    if (query == null || query.isBlank() || query.length() > LONGEST_QUERY) {
      throw new IllegalArgumentException(
          "query must be one select of at most " + LONGEST_QUERY + " characters");
    }
    String text = query.strip();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }

  /** With the project's curated data as they are now. */
  static Queries over(
      Workbench workbench, String project, CuratedData curated, DataSource analytics)
      throws SQLException, IOException {
    curated.view(workbench, "curated_event", Dataset.EVENTS);
    curated.view(workbench, "curated_session", Dataset.SESSIONS);
    new PublishedRows(workbench, analytics)
        .load("identity", "true", "identity", List.of("identity_key", "person_id"));
    workbench.view("own", "events");
    workbench.view("own", "sessions");
    workbench.execute("create schema bi");
    return new Queries(workbench, project, analytics);
  }

  /**
   * Makes a table of what a query answers; gives the number of rows.
   *
   * @throws IllegalArgumentException when it is not one select, answers nothing or too much
   */
  long table(String name, String query) throws SQLException, IOException {
    for (String view : viewsOfBi(workbench.oneSelect(query))) {
      load(view);
    }
    workbench.tableAs(name, "select * from (" + query + "\n) limit " + (MOST_ROWS + 1));
    long rows = workbench.number("select count(*) from " + name);
    if (rows == 0) {
      throw new IllegalArgumentException("the query has no rows");
    }
    if (rows > MOST_ROWS) {
      throw new IllegalArgumentException("the query has more than " + MOST_ROWS + " rows");
    }
    return rows;
  }

  private static TreeSet<String> viewsOfBi(JsonNode node) {
    TreeSet<String> views = new TreeSet<>();
    if (node.path("type").asString("").equals("BASE_TABLE")) {
      JsonNode path = node.path("qualified_name").path("path");
      if (path.size() == 2 && path.path(0).asString("").equalsIgnoreCase("bi")) {
        views.add(path.path(1).asString("").toLowerCase(Locale.ROOT));
      }
    }
    node.forEach(child -> views.addAll(viewsOfBi(child)));
    return views;
  }

  /** Copies the project's rows of a view, where they are not there yet. */
  private void load(String view) throws SQLException, IOException {
    if (workbench.number(
            "select count(*) from duckdb_tables() where schema_name = 'bi' and table_name = "
                + Engine.literal(view))
        > 0) {
      return;
    }
    Map<String, String> columns = columns(view);
    if (!columns.containsKey("project")) {
      throw new IllegalArgumentException("there is no view bi." + view + " of projects");
    }
    Path rows =
        Publication.copyOut(
            analytics,
            "select * from bi." + view + " where project = " + Engine.literal(project),
            workbench.folder().resolve("bi." + view + ".csv"));
    workbench.execute(
        "create table bi."
            + Workbench.identifier(view)
            + " as select * from read_csv("
            + Engine.literal(rows.toString())
            + ", auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
            + " nullstr = '', allow_quoted_nulls = false, columns = {"
            + columns.entrySet().stream()
                .map(c -> Workbench.identifier(c.getKey()) + ": '" + c.getValue() + "'")
                .collect(Collectors.joining(", "))
            + "})");
  }

  /** DuckDB's types of a view's columns. */
  private Map<String, String> columns(String view) {
    Map<String, String> columns = new LinkedHashMap<>();
    JdbcClient.create(analytics)
        .sql(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute"
                + " join pg_class on pg_class.oid = attrelid"
                + " where relnamespace = 'bi'::regnamespace and relname = ? and attnum > 0"
                + " and not attisdropped order by attnum")
        .param(view)
        .query(
            row -> {
              columns.put(row.getString(1), duckDbType(row.getString(2)));
            });
    return columns;
  }

  private static String duckDbType(String type) {
    if (type.startsWith("numeric(")) {
      return type;
    }
    return switch (type) {
      case "bigint", "integer", "smallint", "boolean", "date" -> type;
      case "double precision", "numeric" -> "double";
      case "timestamp without time zone" -> "timestamp";
      default -> "varchar";
    };
  }
}
