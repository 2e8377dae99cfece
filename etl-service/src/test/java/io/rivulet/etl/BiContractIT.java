package io.rivulet.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.embedded.PostgresServer;
import io.rivulet.reporting.ReportingSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What BI tools rely on: the columns of the views, and how their drivers and queries meet them. */
class BiContractIT {
  /** The columns that were published; a line may be added, none may go or change. */
  private static final Path PUBLISHED = Path.of("src/test/resources/bi/columns.txt");

  /** What every driver maps to a type of its own. */
  private static final Set<JDBCType> UNDERSTOOD =
      Set.of(
          JDBCType.VARCHAR,
          JDBCType.DATE,
          JDBCType.TIMESTAMP,
          JDBCType.BIGINT,
          JDBCType.INTEGER,
          JDBCType.NUMERIC,
          JDBCType.BIT);

  static PostgresServer postgres;
  static Connection reader;

  @BeforeAll
  static void start(@TempDir Path folder) throws SQLException {
    postgres = PostgresServer.start(folder.resolve("postgres"), 0);
    EtlConfiguration.migrate(
        new DriverManagerDataSource(postgres.jdbcUrl("analytics"), "rivulet", "rivulet"),
        ReportingSql.ANALYTICS_MIGRATIONS);
    try (Connection owner =
            DriverManager.getConnection(postgres.jdbcUrl("analytics"), "rivulet", "rivulet");
        Statement statement = owner.createStatement()) {
      statement.execute(
          "insert into mart.monthly_activity values"
              + " ('shop', '2026-02-01', 3, 1, 1, 1, 0, 5, 4, 3, 1, 20, 900, 100, true),"
              + " ('shop', '2026-03-01', 5, 2, 3, 0, 0, 9, 6, 4, 2, 40, 1800, 120, false)");
    }
    reader = DriverManager.getConnection(postgres.jdbcUrl("analytics"), "bi_reader", "bi_reader");
  }

  @AfterAll
  static void stop() throws SQLException {
    reader.close();
    postgres.close();
  }

  private static List<String> rows(String sql) throws SQLException {
    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows(rows, rows.getMetaData().getColumnCount());
    }
  }

  private static List<String> rows(ResultSet rows, int columns) throws SQLException {
    List<String> lines = new ArrayList<>();
    while (rows.next()) {
      List<String> line = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        line.add(String.valueOf(rows.getString(i)));
      }
      lines.add(String.join("|", line));
    }
    return lines;
  }

  private static List<String> views() throws SQLException {
    return rows("select table_name from information_schema.views where table_schema = 'bi'");
  }

  @Test
  void no_column_vanishes_moves_or_changes_its_type() throws Exception {
    List<String> columns =
        rows(
            "select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)"
                + " from pg_attribute a join pg_class c on c.oid = a.attrelid"
                + " where c.relnamespace = 'bi'::regnamespace and a.attnum > 0"
                + " order by c.relname collate \"C\", a.attnum");

    // after adding a column: write what is below "actual" into the file
    assertThat(String.join("\n", columns)).isEqualTo(Files.readString(PUBLISHED).strip());
  }

  @Test
  void drivers_list_every_report_as_a_plain_view() throws Exception {
    try (ResultSet tables =
        reader.getMetaData().getTables(null, "bi", "%", new String[] {"TABLE", "VIEW"})) {
      List<String> kinds = new ArrayList<>();
      List<String> names = new ArrayList<>();
      while (tables.next()) {
        kinds.add(tables.getString("TABLE_TYPE"));
        names.add(tables.getString("TABLE_NAME"));
        assertThat(tables.getString("REMARKS")).as(tables.getString("TABLE_NAME")).isNotBlank();
      }
      assertThat(kinds).containsOnly("VIEW");
      assertThat(names)
          .contains(
              "sessions",
              "daily_activity",
              "monthly_activity",
              "events_daily",
              "event_platforms_daily",
              "devices_daily",
              "retention",
              "funnels",
              "paths",
              "feature_adoption",
              "users",
              "properties_daily",
              "rejected_events",
              "data_freshness",
              "closing_balance",
              "metric_definitions");
    }
  }

  @Test
  void drivers_get_comments_and_types_that_tools_understand() throws Exception {
    try (ResultSet columns = reader.getMetaData().getColumns(null, "bi", "%", "%")) {
      int n = 0;
      while (columns.next()) {
        String name = columns.getString("TABLE_NAME") + "." + columns.getString("COLUMN_NAME");
        JDBCType type = JDBCType.valueOf(columns.getInt("DATA_TYPE"));
        assertThat(columns.getString("REMARKS")).as(name).isNotBlank();
        assertThat(type).as(name).isIn(UNDERSTOOD);
        if (type == JDBCType.NUMERIC) {
          // without a scale, tools round to whole numbers or read text
          assertThat(columns.getInt("COLUMN_SIZE")).as(name).isBetween(1, 38);
          assertThat(columns.getInt("DECIMAL_DIGITS")).as(name).isEqualTo(6);
        }
        assertThat(columns.getString("COLUMN_NAME")).matches("[a-z][a-z0-9_]*");
        n++;
      }
      assertThat(n).isGreaterThan(150);
    }
  }

  @Test
  void every_number_has_a_definition_with_formula_grain_unit_and_source() throws Exception {
    assertThat(
            rows(
                "select c.table_name || '.' || c.column_name from information_schema.columns c"
                    + " left join bi.metric_definitions d"
                    + " on d.view_name = c.table_name and d.column_name = c.column_name"
                    + " and least(length(d.definition), length(d.formula), length(d.grain),"
                    + " length(d.unit), length(d.source)) > 0"
                    + " where c.table_schema = 'bi' and d.metric is null"
                    + " and c.data_type in ('bigint', 'integer', 'numeric') order by 1"))
        // what a row is of
        .containsExactly(
            "churn_scores.gap_days",
            "churn_scores.model_version",
            "churn_scores.window_days",
            "data_freshness.run_id",
            "funnels.step",
            "funnels.steps",
            "funnels.window_seconds",
            "own_scores.model_version",
            "paths.step",
            "popular_items.model_version",
            "popular_items.rank",
            "properties_daily.rank",
            "recommendation_models.model_version",
            "recommendation_models.window_days",
            "recommendations.model_version",
            "recommendations.rank",
            "restatements.run_id",
            "retention.n",
            "segment_flows.days",
            "segment_flows.model_version",
            "segment_sizes.model_version",
            "segment_sizes.number",
            "user_segments.cluster_number",
            "user_segments.model_version");
  }

  @Test
  void the_reader_can_select_the_views_and_do_nothing_else() throws Exception {
    assertThat(
            rows(
                "select n.nspname || '.' || c.relname from pg_class c"
                    + " join pg_namespace n on n.oid = c.relnamespace"
                    + " where c.relkind in ('r', 'v', 'm', 'p', 'f', 'S')"
                    + " and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'bi')"
                    + " and has_schema_privilege(n.oid, 'USAGE')"
                    + " and has_table_privilege(c.oid, 'SELECT')"))
        .isEmpty();
    for (String view : views()) {
      assertThat(
              rows(
                  "select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',"
                      + " 'TRIGGER']) p where has_table_privilege('bi."
                      + view
                      + "', p)"))
          .as(view)
          .containsExactly("SELECT");
    }
    assertThatThrownBy(() -> rows("create table bi.mine (a integer)"))
        .hasMessageContaining("permission denied for schema bi");
  }

  /** As the products send them; each {@code %s} is a view or a query of one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // Data Studio: a custom query is wrapped, a table is sampled
        "select * from (select * from bi.%s) as t0 limit 100",
        "select count(1) as t0_count from (select * from bi.%s) as t0",
        // Power BI: columns of an aliased table, at most a screen of rows
        "select \"_\".* from (select \"$Table\".* from \"bi\".\"%s\" \"$Table\") \"_\" limit 1001 offset 0",
        // Tableau: columns of a query without rows, custom SQL in a subquery
        "select * from (select * from \"bi\".\"%s\") \"Custom SQL Query\" limit 0",
        "select sum(1) as \"cnt\" from (select * from \"bi\".\"%s\") \"Custom SQL Query\" having count(1) > 0"
      })
  void every_view_answers_the_shapes_of_the_tools(String shape) throws Exception {
    for (String view : views()) {
      rows(shape.formatted(view));
    }
  }

  @Test
  void dates_are_taken_apart_as_the_tools_do() throws Exception {
    // Data Studio
    assertThat(
            rows(
                "select t0_year, sum(t0.events) from (select extract(year from month) as t0_year, events"
                    + " from (select * from bi.monthly_activity) q) as t0 group by t0_year"))
        .containsExactly("2026|60");
    // Tableau: a date truncated to a quarter, a part as a number
    assertThat(
            rows(
                "select date_trunc('QUARTER', cast(\"m\".\"month\" as timestamp without time zone))"
                    + " as \"tqr:month:ok\", sum(\"m\".\"sessions\") as \"sum:sessions:ok\""
                    + " from \"bi\".\"monthly_activity\" \"m\" where (cast(trunc(extract(month from"
                    + " \"m\".\"month\")) as integer) <= 3) group by 1"))
        .containsExactly("2026-01-01 00:00:00|10");
    // Power BI: a parameter for a day, folded group
    assertThat(
            rows(
                "select \"rows\".\"project\" as \"project\", sum(\"rows\".\"events\") as \"events\" from"
                    + " (select \"_\".\"project\", \"_\".\"events\" from \"bi\".\"monthly_activity\" \"_\""
                    + " where \"_\".\"month\" >= date '2026-03-01' and \"_\".\"is_complete\" = false)"
                    + " \"rows\" group by \"project\" limit 1001"))
        .containsExactly("shop|40");
  }

  @Test
  void the_balance_follows_every_change_of_the_objects() throws Exception {
    try (Connection owner =
            DriverManager.getConnection(postgres.jdbcUrl("analytics"), "rivulet", "rivulet");
        Statement statement = owner.createStatement()) {
      statement.execute(
          "insert into mart.lake_object (object_key, area, project, received_date, lines_written,"
              + " lines_read, publication_id) values"
              + " ('raw/1', 'raw', 'counted', '2026-03-01', 10, 10, 1),"
              + " ('raw/2', 'raw', 'counted', '2026-03-01', 5, 5, 1),"
              + " ('raw/3', 'raw', 'counted', '2026-03-02', 7, 7, 1),"
              + " ('quarantine/1', 'quarantine', 'counted', '2026-03-01', 4, 3, 1)");
      // an object is read again, and is found to be of another day
      statement.execute(
          "insert into mart.lake_object (object_key, area, project, received_date, lines_written,"
              + " lines_read, publication_id) values"
              + " ('raw/2', 'raw', 'counted', '2026-03-03', 6, 6, 2) on conflict (object_key)"
              + " do update set received_date = excluded.received_date,"
              + " lines_written = excluded.lines_written");
      statement.execute(
          "update mart.lake_object set duplicates = 2, erased = 1 where object_key = 'raw/1'");
      statement.execute("delete from mart.lake_object where object_key = 'raw/3'");
      String balance =
          "select day, received, accepted, quarantined, duplicates, erased, difference"
              + " from bi.closing_balance where project = 'counted' order by day";

      assertThat(rows(balance))
          .containsExactly("2026-03-01|14|10|4|2|1|8", "2026-03-03|6|6|0|0|0|6");

      statement.execute("delete from mart.lake_object where project = 'counted'");
      assertThat(rows(balance)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reports.md", "bi/data-studio.md"})
  void the_queries_of_the_guides_run(String page) throws Exception {
    Matcher query =
        Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../docs", page)));

    int n = 0;
    for (; query.find(); n++) {
      rows(
          query
              .group(1)
              .replace("@DS_START_DATE", "'20260301'")
              .replace("@DS_END_DATE", "'20260331'"));
    }
    assertThat(n).isPositive();
  }
}
