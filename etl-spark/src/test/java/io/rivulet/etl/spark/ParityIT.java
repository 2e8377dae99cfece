package io.rivulet.etl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.embedded.PostgresServer;
import io.rivulet.etl.EtlSettings;
import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.unit.DataSize;

/**
 * Two engines, one SQL: the same raw objects through DuckDB in this JVM and through Spark in one of
 * its own give the same rows, in every curated dataset and in every table of the reports.
 */
class ParityIT {
  private static final String PROJECTS =
      """
      projects:
        - {id: shop, write-keys: [k1], time-zone: Europe/Vienna, key-events: [Order Completed]}
        - id: night
          write-keys: [k2]
          time-zone: America/New_York
          week-start: sunday
          bots: include
          session: {split-at-midnight: true, split-on-campaign: true}
      """;

  /** The tables that the jobs publish, with what belongs to the run and not to its result. */
  private static final Map<String, String> TABLES =
      Map.ofEntries(
          Map.entry("lake_object", "{publication_id}"),
          Map.entry("curated_partition", "{publication_id,object_keys}"),
          Map.entry("curated_receipt", "{}"),
          Map.entry("rejected_event", "{}"),
          Map.entry("event_change", "{publication_id}"),
          Map.entry("session", "{}"),
          Map.entry("daily_activity", "{}"),
          Map.entry("person_day", "{}"),
          Map.entry("event_daily", "{}"),
          Map.entry("device_daily", "{}"),
          Map.entry("retention", "{}"),
          Map.entry("person", "{}"),
          Map.entry("identity", "{}"),
          Map.entry("day_completeness", "{}"),
          Map.entry("data_freshness", "{run_id,published_at}"),
          Map.entry("restatement", "{run_id,restated_at,restatement_id}"));

  static Path folder;
  static PostgresServer postgres;
  static Side duckdb;
  static Side other;

  /** A lake and a database. DuckDB may read the lake, since it lies where its copies would. */
  private record Side(String database, Path work, Path lake, HadoopLake files) {

    static Side of(String database) {
      Path work = folder.resolve(database);
      Path lake = work.resolve("copies");
      Flyway.configure()
          .dataSource(postgres.jdbcUrl(database), "rivulet", "rivulet")
          .defaultSchema("public")
          .locations(ReportingSql.ANALYTICS_MIGRATIONS)
          .load()
          .migrate();
      return new Side(database, work, lake, new HadoopLake(lake.toUri(), new Configuration()));
    }

    void runDuckDb() throws Exception {
      PGSimpleDataSource tables = new PGSimpleDataSource();
      tables.setUrl(postgres.jdbcUrl(database));
      tables.setUser("rivulet");
      tables.setPassword("rivulet");
      tables.setCurrentSchema(Warehouse.MART);
      Warehouse warehouse = new Warehouse(tables);
      Workbenches workbenches =
          new Workbenches(
              new EtlSettings(work, DataSize.ofMegabytes(256), 2),
              new ProjectSettings(new ProjectsFile(folder.resolve("projects.yml"))));
      RunContext run = new RunContext(1, Optional.empty());
      new PreprocessJob(files, warehouse, workbenches, QualityGate.NONE).run(run);
      new ReportJob(files, warehouse, workbenches, QualityGate.NONE).run(run);
    }

    void runSpark() throws Exception {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("@" + Path.of("java.options").toAbsolutePath());
      command.addAll(
          List.of(
              "-Xmx768m",
              "-Dspark.master=local[2]",
              "-Dspark.ui.enabled=false",
              "-Dspark.sql.shuffle.partitions=2",
              "-cp",
              System.getProperty("java.class.path"),
              SparkEtl.class.getName(),
              "--lake=" + lake.toUri(),
              "--projects=" + folder.resolve("projects.yml"),
              "--analytics=" + postgres.jdbcUrl(database),
              "preprocess",
              "report"));
      Path log = folder.resolve("spark.log");
      Process spark =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(log.toFile()))
              .start();
      try {
        assertThat(spark.waitFor(5, TimeUnit.MINUTES)).as("Spark ends").isTrue();
        assertThat(spark.exitValue()).as(Files.readString(log)).isZero();
      } finally {
        spark.destroyForcibly();
      }
    }

    List<String> rows(String query) throws SQLException {
      try (Connection connection =
          DriverManager.getConnection(postgres.jdbcUrl(database), "rivulet", "rivulet")) {
        return texts(connection, query);
      }
    }

    /** Rows of a curated dataset, from the files that the catalog names. */
    List<String> curated(Dataset dataset) throws SQLException {
      String files =
          rows(
                  "select unnest(object_keys) from mart.curated_partition where dataset = '"
                      + dataset.wireName()
                      + "'")
              .stream()
              .map(key -> "'" + lake.resolve(key) + "'")
              .collect(Collectors.joining(", ", "[", "]"));
      String columns =
          dataset == Dataset.EVENTS
              ? "* replace (json(context)::varchar as context, json(properties)::varchar as"
                  + " properties, json(traits)::varchar as traits, json(integrations)::varchar as"
                  + " integrations)"
              : "*";
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(
              "create table t as select "
                  + columns
                  + " from read_parquet("
                  + files
                  + ", union_by_name = true)");
        }
        // in the order of their names: which column comes first is nobody's concern
        String names =
            String.join(
                ", ",
                texts(
                    connection,
                    "select '\"' || column_name || '\"' from duckdb_columns() where table_name ="
                        + " 't' order by 1"));
        return texts(
            connection, "select struct_pack(" + names + ")::varchar from t order by 1");
      }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
        return texts;
      }
    }
  }

  @BeforeAll
  static void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Files.writeString(folder.resolve("projects.yml"), PROJECTS);
    postgres = PostgresServer.start(folder.resolve("postgres"), 0);
    duckdb = Side.of("analytics");
    other = Side.of("ops"); // its own tables are not needed here
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void each_engine_gives_the_same_rows_and_goes_on_where_the_other_stopped() throws Exception {
    GivenEvents given = new GivenEvents(7, List.of("shop", "night"));

    given.archive(List.of(duckdb.lake, other.lake));
    duckdb.runDuckDb();
    other.runSpark();
    requireSameRows("Spark alone");

    given.archive(List.of(duckdb.lake, other.lake));
    duckdb.runDuckDb();
    other.runDuckDb();
    requireSameRows("DuckDB after Spark");

    given.archive(List.of(duckdb.lake, other.lake));
    duckdb.runDuckDb();
    other.runSpark();
    requireSameRows("Spark after DuckDB");
  }

  private static void requireSameRows(String step) throws SQLException {
    for (Dataset dataset : Dataset.values()) {
      List<String> expected = duckdb.curated(dataset);
      assertThat(expected).as(step + ": " + dataset).isNotEmpty();
      assertThat(other.curated(dataset)).as(step + ": " + dataset).isEqualTo(expected);
    }
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      String query =
          "select (to_jsonb(t) - '"
              + table.getValue()
              + "'::text[])::text from mart."
              + table.getKey()
              + " t order by 1";
      assertThat(other.rows(query)).as(step + ": " + table.getKey()).isEqualTo(duckdb.rows(query));
    }
    assertThat(duckdb.rows("select count(*)::text from mart.daily_activity where wau > 1"))
        .as("numbers that say something")
        .doesNotContain("0");
  }
}
