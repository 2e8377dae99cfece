package io.rivulet.etl.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the catalog answers, from the views of database {@code ops}. */
final class CatalogQueries {
  /** Most rows of one answer. */
  static final int MOST_ROWS = 10_000;

  private final JdbcClient ops;
  private final DataCatalog catalog;

  CatalogQueries(JdbcClient ops, DataCatalog catalog) {
    this.ops = ops;
    this.catalog = catalog;
  }

  /** All tables, of one project or of all. */
  List<Map<String, Object>> tables(@Nullable String project) {
    return ops.sql(
            "select * from catalog_tables where ?::text is null or project = ?"
                + " order by project, kind, table_name limit "
                + MOST_ROWS)
        .params(Arrays.asList(project, project))
        .query()
        .listOfRows();
  }

  /** The table of that name, or of the event of that name. */
  Optional<Map<String, Object>> table(String project, String name) {
    return ops
        .sql(
            "select * from catalog_tables where project = ?"
                + " and (table_name = ? or (kind = 'event' and event_name = ?))"
                + " order by table_name = ? desc limit 1")
        .params(project, name, name, name)
        .query()
        .listOfRows()
        .stream()
        .findFirst();
  }

  /** The columns of a table. */
  List<Map<String, Object>> columns(String project, String tableName) {
    return withJson(
        ops.sql(
                "select path, type, types::text, filled, nulls, null_share, examples::text,"
                    + " first_seen_at, last_seen_at, is_vanished from catalog_columns"
                    + " where project = ? and table_name = ? order by path")
            .params(project, tableName)
            .query()
            .listOfRows(),
        "types",
        "examples");
  }

  List<Map<String, Object>> versions(String project, String tableName) {
    return withJson(
        ops.sql(
                "select version, created_at, run_id, columns::text from catalog_versions"
                    + " where project = ? and table_name = ? order by version desc")
            .params(project, tableName)
            .query()
            .listOfRows(),
        "columns");
  }

  List<Map<String, Object>> drift(String project, String tableName) {
    return ops.sql(
            "select version, noticed_at, run_id, path, change, type_before, type_after"
                + " from catalog_drifts where project = ? and table_name = ?"
                + " order by version desc, path")
        .params(project, tableName)
        .query()
        .listOfRows();
  }

  List<Map<String, Object>> partitions(String project, String tableName) {
    return ops.sql(
            "select event_date, rows from catalog_partitions"
                + " where project = ? and table_name = ? order by event_date limit "
                + MOST_ROWS)
        .params(project, tableName)
        .query()
        .listOfRows();
  }

  /** The typed views of a project's events, or of one of its tables. */
  List<EventView> views(String project, @Nullable String tableName) {
    return viewsWhere("?::text is null or table_name = ?", project, tableName, tableName);
  }

  /** The typed views whose names occur in a query. */
  List<EventView> viewsIn(String project, String query) {
    return viewsWhere("position(table_name in lower(?)) > 0", project, query);
  }

  private List<EventView> viewsWhere(String condition, @Nullable String... parameters) {
    return ops.sql(
            "select table_id, table_name, event_type, event_name, version from catalog_table"
                + " where kind = 'event' and project = ? and ("
                + condition
                + ") order by table_name")
        .params(Arrays.asList(parameters))
        .query(
            (row, n) ->
                new EventView(
                    row.getString("table_name"),
                    new TableKey(row.getString("event_type"), row.getString("event_name")),
                    row.getInt("version"),
                    catalog.presentColumns(row.getLong("table_id"))))
        .list();
  }

  private static List<Map<String, Object>> withJson(
      List<Map<String, Object>> rows, String... members) {
    for (Map<String, Object> row : rows) {
      for (String member : members) {
        JsonNode json = JsonMapper.shared().readTree(String.valueOf(row.get(member)));
        row.put(member, json);
      }
    }
    return rows;
  }
}
