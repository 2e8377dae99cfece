package io.rivulet.etl.erase;

import io.rivulet.etl.catalog.DataCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where else ids of persons can stand: rows about refused events, tables that SQL jobs and models
 * fill, examples of the Data Catalog, differences that verify found, and messages of runs and
 * rules.
 */
final class Elsewhere {
  private static final String ERASED = "(erased)";

  /** Texts of database {@code ops} that can quote rows: table, key, column. */
  private static final List<List<String>> MESSAGES =
      List.of(
          List.of("job_run", "run_id", "message"),
          List.of("quality_result", "quality_result_id", "message"),
          List.of("alert", "alert_id", "body"),
          List.of("model_run", "model_run_id", "message"),
          List.of("model_log", "model_run_id", "log"));

  /** What models say of persons. */
  private static final List<String> SCORES =
      List.of("churn_score", "user_segment", "recommendation", "own_score");

  private final JdbcClient analytics;
  private final JdbcClient ops;
  private final DataCatalog catalog;

  /**
   * @param analytics on the tables of schema {@code mart}
   */
  Elsewhere(JdbcClient analytics, JdbcClient ops, DataCatalog catalog) {
    this.analytics = analytics;
    this.ops = ops;
    this.catalog = catalog;
  }

  /** Removes the person from all of them; the numbers are by layer. */
  Map<String, Long> erase(String project, List<String> projectsOfRefused, Person person) {
    String[] ids = person.ids().toArray(String[]::new);
    Mention named = new Mention(person.ids());
    return Map.of(
        "rejected_events", rejectedEvents(projectsOfRefused, ids, named),
        "custom_rows", customRows(project, ids),
        "scores", scores(project, ids),
        "verification_differences", differences(project),
        "catalog_columns", (long) catalog.forgetExamples(project, List.of(ids)),
        "messages", messages(ids, named));
  }

  /** Rows of objects that are no longer in the lake, and what the others had too. */
  private long rejectedEvents(List<String> projects, String[] ids, Mention named) {
    record Row(String object, long line, String texts) {}
    List<Row> rows = new ArrayList<>();
    for (String id : ids) {
      rows.addAll(
          analytics
              .sql(
                  "select object_key, line, concat_ws(' ', message, event_id, raw) as texts"
                      + " from rejected_event where project in (:projects)"
                      + " and position(:id in concat_ws(' ', message, event_id, raw)) > 0")
              .param("projects", projects)
              .param("id", id)
              .query((row, n) -> new Row(row.getString(1), row.getLong(2), row.getString(3)))
              .list());
    }
    return rows.stream()
        .filter(row -> named.in(row.texts()))
        .mapToLong(
            row ->
                analytics
                    .sql("delete from rejected_event where object_key = ? and line = ?")
                    .params(row.object(), row.line())
                    .update())
        .sum();
  }

  /** Rows of {@code custom_} tables that have an id in a column; their jobs make them anew. */
  private long customRows(String project, String[] ids) {
    return analytics
        .sql(
            "select table_name, column_name from information_schema.columns"
                + " where table_schema = 'mart' and starts_with(table_name, 'custom_')"
                + " and data_type in ('text', 'character varying')")
        .query(
            (row, n) ->
                "delete from "
                    + quoted(row.getString(1))
                    + " where project = ? and exists (select 1 from unnest(?::text[]) id"
                    + " where position(id in "
                    + quoted(row.getString(2))
                    + ") > 0)")
        .list()
        .stream()
        .mapToLong(delete -> analytics.sql(delete).params(project, ids).update())
        .sum();
  }

  /** What models say of the person; a model itself has no ids. */
  private long scores(String project, String[] ids) {
    return SCORES.stream()
        .mapToLong(
            table ->
                analytics
                    .sql("delete from " + table + " where project = ? and person_id = any (?)")
                    .params(project, ids)
                    .update())
        .sum();
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** Their keys are persons and sessions. */
  private long differences(String project) {
    return analytics
        .sql(
            "delete from verification_difference where project = ?"
                + " and relation in ('person', 'person_day', 'session')")
        .param(project)
        .update();
  }

  private long messages(String[] ids, Mention named) {
    long changed = 0;
    for (List<String> place : MESSAGES) {
      String table = place.get(0);
      String key = place.get(1);
      String column = place.get(2);
      for (String id : ids) {
        record Row(long key, String text) {}
        List<Row> rows =
            ops.sql(
                    "select %s, %s from %s where position(? in %s) > 0"
                        .formatted(key, column, table, column))
                .param(id)
                .query((row, n) -> new Row(row.getLong(1), row.getString(2)))
                .list();
        for (Row row : rows) {
          if (named.in(row.text())) {
            changed +=
                ops.sql("update %s set %s = ? where %s = ?".formatted(table, column, key))
                    .params(ERASED, row.key())
                    .update();
          }
        }
      }
    }
    return changed;
  }
}
