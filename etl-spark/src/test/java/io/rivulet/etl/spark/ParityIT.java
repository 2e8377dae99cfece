package io.rivulet.etl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.embedded.PostgresServer;
import io.rivulet.etl.EtlSettings;
import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Suppressions;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.SoftAssertions;
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
        - id: shop
          write-keys: [k1]
          time-zone: Europe/Vienna
          key-events: [Order Completed]
          funnels:
            - {name: Buying, steps: [Clicked, Order Completed], window: 1d}
            - {name: Any, steps: [Clicked, /news, user.signedIn], window: 3d, order: any}
          features:
            - {name: Clicking, events: [Clicked]}
            - {name: Buying, events: [Order Completed, Clicked]}
          properties:
            - {event: Order Completed, names: [price, n, list, big, it's, ö, none]}
        - id: night
          write-keys: [k2]
          time-zone: America/New_York
          week-start: sunday
          bots: include
          session: {split-at-midnight: true, split-on-campaign: true}
          funnels:
            - {name: Buying, steps: [Clicked, Clicked, Order Completed], window: 1h}
      """;

  /** Which run computed a row, and when. */
  private static final String OF_RUNS =
      "'{publication_id,object_keys,run_id,published_at,restated_at,restatement_id}'::text[]";

  /** Where runs keep their books, what migrations fill, and what other jobs do. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "publication",
          "bookmark",
          "raw_sweep",
          "event_change", // report takes what preprocess put there
          "obsolete_object",
          "metric_definition",
          "suppression_salt",
          "suppression",
          "churn_score",
          "own_score",
          "user_segment",
          "segment_size",
          "segment_flow",
          "recommendation",
          "popular_item",
          "recommendation_model",
          "erasure",
          "erasure_event",
          "backfill",
          "verification",
          "verification_difference",
          "report_horizon",
          "curated_horizon");

  private static final int FEW = 3;

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
              "-Xmx1g",
              "-Dspark.master=local[2]",
              "-Dspark.ui.enabled=false",
              "-Dspark.log.level=WARN",
              "-Dspark.sql.shuffle.partitions=2",
              // of a few hundred rows the compilers take longer than the rows
              "-XX:TieredStopAtLevel=1",
              "-Dspark.sql.codegen.wholeStage=false",
              "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
              "-Dspark.sql.adaptive.enabled=false",
              "-cp",
              System.getProperty("java.class.path"),
              SparkEtl.class.getName(),
              "--lake=" + lake.toUri(),
              "--projects=" + folder.resolve("projects.yml"),
              "--analytics=" + postgres.jdbcUrl(database),
              "preprocess",
              "report"));
      Path log = Path.of("target", "spark.log");
      Process spark =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(log.toFile()))
              .start();
      try {
        assertThat(spark.waitFor(10, TimeUnit.MINUTES)).as("Spark ends").isTrue();
        assertThat(spark.exitValue()).as(Files.readString(log)).isZero();
      } finally {
        spark.destroyForcibly();
      }
    }

    /** Whoever was erased is not curated when more of them comes. */
    void erase(String project, String user) throws SQLException {
      Suppressions nobody = new Suppressions(project, "salt", Set.of());
      try (Connection connection =
              DriverManager.getConnection(postgres.jdbcUrl(database), "rivulet", "rivulet");
          Statement statement = connection.createStatement()) {
        statement.execute("update mart.suppression_salt set salt = 'salt'");
        statement.execute(
            "insert into mart.erasure (project, person_hash, run_id) values ('%1$s', '%2$s', 1);"
                .formatted(project, nobody.ofUser(user)));
        statement.execute(
            "insert into mart.suppression (project, id_hash, erasure_id)"
                + " select project, person_hash, erasure_id from mart.erasure");
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
        return texts(connection, "select struct_pack(" + names + ")::varchar from t order by 1");
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
    for (Side side : List.of(duckdb, other)) {
      side.erase("shop", "u3");
    }
    GivenEvents given = new GivenEvents(7);
    List<Path> lakes = List.of(duckdb.lake, other.lake);

    given.archive("shop", lakes);
    duckdb.runDuckDb();
    other.runDuckDb();

    given.archive("shop", lakes);
    given.archive("night", lakes);
    duckdb.runDuckDb();
    other.runSpark();
    requireSameRows("Spark, on what DuckDB made of shop and on nothing of night");

    given.archive("shop", lakes);
    given.archive("night", lakes);
    duckdb.runDuckDb();
    other.runDuckDb();
    requireSameRows("DuckDB, on what Spark made");
  }

  private static void requireSameRows(String step) throws SQLException {
    SoftAssertions tables = new SoftAssertions();
    for (Dataset dataset : Dataset.values()) {
      requireSame(tables, dataset.wireName(), duckdb.curated(dataset), other.curated(dataset));
    }
    for (String table :
        duckdb.rows(
            "select relname from pg_class where relnamespace = 'mart'::regnamespace"
                + " and relkind in ('r', 'p') and not relispartition order by relname")) {
      if (!OF_OTHERS.contains(table)) {
        String query =
            "select (to_jsonb(t) - " + OF_RUNS + ")::text from mart." + table + " t order by 1";
        requireSame(tables, table, duckdb.rows(query), other.rows(query));
      }
    }
    assertThat(tables.errorsCollected()).as(step).isEmpty();
  }

  /** Shows a few of the rows that only one has: all of them are more than anybody reads. */
  private static void requireSame(
      SoftAssertions tables, String name, List<String> expected, List<String> actual) {
    tables.assertThat(expected).as("rows of " + name).isNotEmpty();
    tables.assertThat(actual.size()).as("rows of " + name).isEqualTo(expected.size());
    Set<String> all = new HashSet<>(expected);
    Set<String> others = new HashSet<>(actual);
    tables
        .assertThat(actual.stream().filter(row -> !all.contains(row)).limit(FEW))
        .as(name + ": only the other has")
        .isEmpty();
    tables
        .assertThat(expected.stream().filter(row -> !others.contains(row)).limit(FEW))
        .as(name + ": only DuckDB has")
        .isEmpty();
  }
}
