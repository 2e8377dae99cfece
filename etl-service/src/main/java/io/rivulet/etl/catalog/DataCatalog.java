package io.rivulet.etl.catalog;

import io.rivulet.etl.engine.Workbench;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Data Catalog in database {@code ops}. What crawl found is added to what is known, together
 * with how far it has read, in one transaction; each change of columns or types makes a version.
 */
public final class DataCatalog {
  /** A column that was not seen for this long while its table went on has vanished. */
  static final Duration VANISHED_AFTER = Duration.ofDays(14);

  /** A column that was not seen for this long gives its place to others. */
  static final Duration FORGOTTEN_AFTER = Duration.ofDays(90);

  private static final int VERSIONS_KEPT = 100;
  private static final int DRIFTS_KEPT = 1_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient ops;
  private final TransactionTemplate transaction;

  /** One row of catalog_column, as PostgreSQL takes it from JSON. */
  private record ColumnRow(
      String path,
      String type,
      Map<String, Long> types,
      long filled,
      long nulls,
      List<String> examples,
      Instant first_seen_at,
      Instant last_seen_at,
      boolean is_vanished) {}

  /** A table's number and version. */
  private record Stored(long tableId, int version) {}

  public DataCatalog(JdbcClient ops, TransactionTemplate transaction) {
    this.ops = ops;
    this.transaction = transaction;
  }

  /** The last publication whose objects are described; 0 before the first. */
  long bookmark(String project) {
    return ops.sql("select publication_id from catalog_bookmark where project = ?")
        .param(project)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  /** The tables of a project's events. */
  Set<TableKey> eventTables(String project) {
    return new HashSet<>(
        ops.sql(
                "select event_type, event_name from catalog_table"
                    + " where kind = 'event' and project = ?")
            .param(project)
            .query((row, n) -> new TableKey(row.getString(1), row.getString(2)))
            .list());
  }

  /** Which of the objects are described already: preprocess may have read them again. */
  Set<String> described(List<String> keys) {
    return new HashSet<>(
        ops.sql(
                "select object_key from catalog_object"
                    + " where object_key in (select unnest(string_to_array(?, chr(10))))")
            .param(String.join("\n", keys))
            .query(String.class)
            .list());
  }

  /**
   * Adds what was found to what is known, and moves the bookmark, unless another run was there
   * first.
   *
   * @param from the bookmark when the run began to read
   * @param to the last publication that it read
   * @param keys of the objects that were described
   * @return false when another run was first
   */
  boolean add(long runId, String project, long from, long to, List<String> keys, RawLines found) {
    return transaction.execute(
        status -> {
          ops.sql(
                  "insert into catalog_bookmark (project, publication_id) values (?, 0)"
                      + " on conflict do nothing")
              .param(project)
              .update();
          int moved =
              ops.sql(
                      "update catalog_bookmark set publication_id = ?, saved_at = now(),"
                          + " unreadable_lines = unreadable_lines + ?"
                          + " where project = ? and publication_id = ?")
                  .params(to, found.unreadable(), project, from)
                  .update();
          if (moved == 0) {
            return false;
          }
          ops.sql(
                  "insert into catalog_object (object_key) select unnest(string_to_array(?, chr(10)))")
              .param(String.join("\n", keys))
              .update();
          found.tables().forEach((key, table) -> addEvents(runId, project, key, table));
          return true;
        });
  }

  private void addEvents(long runId, String project, TableKey key, EventTable found) {
    Optional<Stored> stored = stored(project, key);
    Map<String, String> before = new TreeMap<>();
    EventTable all = new EventTable(Limits.DEFAULT);
    stored.ifPresent(
        s -> {
          before.putAll(schema(s.tableId()));
          columns(s.tableId()).forEach(all::restore);
        });
    all.absorb(found);
    Instant[] seen = {found.firstSeen(), found.lastSeen()};
    long tableId =
        stored
            .map(Stored::tableId)
            .orElseGet(() -> create(project, key, found.firstSeen(), found.lastSeen()));
    Instant lastSeen =
        ops.sql(
                "update catalog_table set rows = rows + ?,"
                    + " first_seen_at = least(first_seen_at, ?),"
                    + " last_seen_at = greatest(last_seen_at, ?),"
                    + " values_beyond_limits = values_beyond_limits + ? where table_id = ?"
                    + " returning last_seen_at")
            .params(
                found.events(),
                Timestamp.from(seen[0]),
                Timestamp.from(seen[1]),
                all.refused(),
                tableId)
            .query(Timestamp.class)
            .single()
            .toInstant();
    Instant vanishedBefore = lastSeen.minus(VANISHED_AFTER);
    Instant forgottenBefore = lastSeen.minus(FORGOTTEN_AFTER);
    List<ColumnRow> rows =
        all.columns().stream()
            .filter(c -> !c.lastSeen().isBefore(forgottenBefore))
            .map(c -> row(c, c.lastSeen().isBefore(vanishedBefore)))
            .toList();
    replaceColumns(tableId, rows);
    addDays(tableId, found);
    noteVersion(runId, tableId, stored.map(Stored::version).orElse(0), before, schemaOf(rows));
  }

  /**
   * Describes a dataset that a job publishes as a whole, such as the table of a user's own SQL job:
   * its columns with their types, rows and nulls.
   *
   * @param dataset the table's name, at most 128 characters
   * @param relation a table or view of the workbench with all of its rows
   * @return records the description
   */
  Runnable describe(
      long runId, String project, String dataset, Workbench workbench, String relation) {
    Map<String, String> types = workbench.columnTypes(relation);
    long rows = workbench.number("select count(*) from " + relation);
    Map<String, Long> filled = new LinkedHashMap<>();
    types
        .keySet()
        .forEach(
            column ->
                filled.put(
                    column,
                    workbench.number(
                        "select count(" + Workbench.identifier(column) + ") from " + relation)));
    return () -> recordDataset(runId, project, dataset, types, rows, filled);
  }

  /**
   * Describes a dataset.
   *
   * @param types of its columns, in their order
   * @param filled how many values other than null each column has; none where it was not counted
   */
  void recordDataset(
      long runId,
      String project,
      String dataset,
      Map<String, String> types,
      long rows,
      Map<String, Long> filled) {
    transaction.executeWithoutResult(
        status -> {
          Instant now = Instant.now();
          long tableId =
              ops.sql(
                      "insert into catalog_table (project, table_name, kind, version, rows,"
                          + " first_seen_at, last_seen_at) values (?, ?, 'dataset', 0, ?, now(),"
                          + " now()) on conflict (project, table_name) do update set"
                          + " rows = excluded.rows, last_seen_at = now() returning table_id")
                  .params(project, dataset, rows)
                  .query(Long.class)
                  .single();
          int version =
              ops.sql("select version from catalog_table where table_id = ?")
                  .param(tableId)
                  .query(Integer.class)
                  .single();
          Map<String, String> before = schema(tableId);
          List<ColumnRow> columns =
              types.entrySet().stream()
                  .map(
                      c -> {
                        long values = filled.getOrDefault(c.getKey(), rows);
                        return new ColumnRow(
                            c.getKey(),
                            c.getValue().toLowerCase(Locale.ROOT),
                            Map.of(c.getValue().toLowerCase(Locale.ROOT), values),
                            values,
                            rows - values,
                            List.of(),
                            now,
                            now,
                            false);
                      })
                  .toList();
          replaceColumns(tableId, columns);
          noteVersion(runId, tableId, version, before, schemaOf(columns));
        });
  }

  /**
   * Removes examples in which one of the ids occurs, when a person is erased.
   *
   * @return columns of which examples were removed
   */
  public int forgetExamples(String project, List<String> ids) {
    int columns = 0;
    for (String id : ids) {
      columns +=
          ops.sql(
                  "update catalog_column c set examples ="
                      + " (select coalesce(jsonb_agg(e), '[]') from jsonb_array_elements_text(c.examples) e"
                      + " where position(? in e) = 0) from catalog_table t"
                      + " where t.table_id = c.table_id and t.project = ?"
                      + " and exists (select 1 from jsonb_array_elements_text(c.examples) e"
                      + " where position(? in e) > 0)")
              .params(id, project, id)
              .update();
    }
    return columns;
  }

  /** Forgets that an object was described, since it is no longer there. */
  public void forgetObject(String key) {
    ops.sql("delete from catalog_object where object_key = ?").param(key).update();
  }

  private Optional<Stored> stored(String project, TableKey key) {
    return ops.sql(
            "select table_id, version from catalog_table where kind = 'event' and project = ?"
                + " and event_type = ? and event_name = ?")
        .params(project, key.type(), key.name())
        .query((row, n) -> new Stored(row.getLong("table_id"), row.getInt("version")))
        .optional();
  }

  private long create(String project, TableKey key, Instant first, Instant last) {
    boolean isTaken =
        ops.sql("select exists (select 1 from catalog_table where project = ? and table_name = ?)")
            .params(project, key.tableName())
            .query(Boolean.class)
            .single();
    return ops.sql(
            "insert into catalog_table (project, table_name, kind, event_type, event_name, version,"
                + " rows, first_seen_at, last_seen_at) values (?, ?, 'event', ?, ?, 0, 0, ?, ?)"
                + " returning table_id")
        .params(
            project,
            isTaken ? key.unmistakableTableName() : key.tableName(),
            key.type(),
            key.name(),
            Timestamp.from(first),
            Timestamp.from(last))
        .query(Long.class)
        .single();
  }

  private static ColumnRow row(Column column, boolean isVanished) {
    Map<String, Long> types = new TreeMap<>();
    column.types().forEach((type, n) -> types.put(type.wireName(), n));
    return new ColumnRow(
        column.path().toString(),
        column.type().wireName(),
        types,
        column.filled(),
        column.nulls(),
        column.examples(),
        column.firstSeen(),
        column.lastSeen(),
        isVanished);
  }

  private void replaceColumns(long tableId, List<ColumnRow> rows) {
    ops.sql("delete from catalog_column where table_id = ?").param(tableId).update();
    ops.sql(
            "insert into catalog_column (table_id, path, type, types, filled, nulls, examples,"
                + " first_seen_at, last_seen_at, is_vanished)"
                + " select ?, r.* from jsonb_to_recordset(?::jsonb) as r (path text, type text,"
                + " types jsonb, filled bigint, nulls bigint, examples jsonb,"
                + " first_seen_at timestamptz, last_seen_at timestamptz, is_vanished boolean)")
        .params(tableId, JSON.writeValueAsString(rows))
        .update();
  }

  private void addDays(long tableId, EventTable found) {
    Map<String, Long> days = new TreeMap<>();
    found.days().forEach((day, n) -> days.put(day.toString(), n));
    ops.sql(
            "insert into catalog_partition as p (table_id, event_date, rows)"
                + " select ?, key::date, value::bigint from jsonb_each_text(?::jsonb)"
                + " on conflict (table_id, event_date) do update set rows = p.rows + excluded.rows")
        .params(tableId, JSON.writeValueAsString(days))
        .update();
    ops.sql(
            "delete from catalog_partition where table_id = ? and event_date <= (select event_date"
                + " from catalog_partition where table_id = ? order by event_date desc offset ?"
                + " limit 1)")
        .params(tableId, tableId, Limits.DEFAULT.days())
        .update();
  }

  /** Path and type of the columns that have not vanished. */
  private Map<String, String> schema(long tableId) {
    Map<String, String> schema = new TreeMap<>();
    ops.sql("select path, type from catalog_column where table_id = ? and not is_vanished")
        .param(tableId)
        .query(
            row -> {
              schema.put(row.getString("path"), row.getString("type"));
            });
    return schema;
  }

  private static Map<String, String> schemaOf(List<ColumnRow> rows) {
    Map<String, String> schema = new TreeMap<>();
    rows.stream().filter(r -> !r.is_vanished()).forEach(r -> schema.put(r.path(), r.type()));
    return schema;
  }

  private void noteVersion(
      long runId,
      long tableId,
      int version,
      Map<String, String> before,
      Map<String, String> after) {
    if (version > 0 && before.equals(after)) {
      return;
    }
    int next = version + 1;
    ops.sql("update catalog_table set version = ? where table_id = ?")
        .params(next, tableId)
        .update();
    ops.sql(
            "insert into catalog_version (table_id, version, run_id, columns)"
                + " values (?, ?, ?, ?::jsonb)")
        .params(tableId, next, runId, JSON.writeValueAsString(after))
        .update();
    ops.sql("delete from catalog_version where table_id = ? and version <= ?")
        .params(tableId, next - VERSIONS_KEPT)
        .update();
    if (version > 0) {
      for (Drift drift : Drift.between(before, after)) {
        ops.sql(
                "insert into catalog_drift (table_id, version, run_id, path, change, type_before,"
                    + " type_after) values (?, ?, ?, ?, ?, ?, ?)")
            .params(
                Arrays.asList(
                    tableId,
                    next,
                    runId,
                    drift.path(),
                    drift.change(),
                    drift.typeBefore(),
                    drift.typeAfter()))
            .update();
      }
      ops.sql(
              "delete from catalog_drift where table_id = ? and drift_id <= (select drift_id from"
                  + " catalog_drift where table_id = ? order by drift_id desc offset ? limit 1)")
          .params(tableId, tableId, DRIFTS_KEPT)
          .update();
    }
  }

  private List<Column> columns(long tableId) {
    return columns(tableId, "true");
  }

  /** The columns of a table of events that have not vanished. */
  List<Column> presentColumns(long tableId) {
    return columns(tableId, "not is_vanished");
  }

  private List<Column> columns(long tableId, String which) {
    return ops.sql(
            "select path, types, nulls, examples, first_seen_at, last_seen_at"
                + " from catalog_column where table_id = ? and "
                + which)
        .param(tableId)
        .query(DataCatalog::column)
        .list();
  }

  private static Column column(ResultSet row, int number) throws SQLException {
    Map<JsonType, Long> types = new EnumMap<>(JsonType.class);
    JSON.readValue(row.getString("types"), new TypeReference<Map<String, Long>>() {})
        .forEach((type, n) -> types.put(JsonType.ofWireName(type), n));
    return new Column(
        ColumnPath.parse(row.getString("path")),
        types,
        row.getLong("nulls"),
        JSON.readValue(row.getString("examples"), new TypeReference<List<String>>() {}),
        row.getTimestamp("first_seen_at").toInstant(),
        row.getTimestamp("last_seen_at").toInstant());
  }
}
