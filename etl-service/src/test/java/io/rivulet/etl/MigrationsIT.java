package io.rivulet.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.embedded.PostgresServer;
import io.rivulet.event.Sha256;
import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Databases that any earlier version left behind become those of this one, with all that is in
 * them. Each has the rows of {@code released/<database>/V<n>.sql} for all its versions n, put in as
 * soon as they could be.
 */
class MigrationsIT {
  /** A line for each migration, in the order in which they were released: SHA-256 and file. */
  private static final String CHECKSUMS = "checksums.txt";

  /** What a migration may change of rows that are there: nothing else. */
  private static final List<String> REPLACED = List.of("mart.metric_definition");

  enum Database {
    ANALYTICS(ReportingSql.ANALYTICS_MIGRATIONS, "mart"),
    OPS(ReportingSql.OPS_MIGRATIONS, "public");

    final String migrations;
    final String tables;

    Database(String migrations, String tables) {
      this.migrations = migrations;
      this.tables = tables;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    List<Released> released() throws IOException {
      return resource("released/" + id() + "/" + CHECKSUMS)
          .lines()
          .map(line -> line.split(" +", 2))
          .map(parts -> new Released(this, parts[1], parts[0]))
          .toList();
    }
  }

  /** A migration that has been in a version that somebody may run. */
  record Released(Database database, String file, String sha256) {
    int version() {
      return Integer.parseInt(file.substring(1, file.indexOf("__")));
    }

    /** The database that has been migrated so far and no further. */
    String databaseName() {
      return database.id() + "_at_" + version();
    }

    @Override
    public String toString() {
      return database.id() + " " + file;
    }
  }

  /** One for each database, since a new connection takes longer than most of what is asked. */
  private static final Map<String, SingleConnectionDataSource> OWNERS = new HashMap<>();

  static PostgresServer postgres;
  static JdbcClient superuser;

  @BeforeAll
  static void leave_databases_of_all_versions(@TempDir Path temporary) throws Exception {
    postgres = PostgresServer.start(temporary.resolve("postgres"), 0);
    String password = Files.readString(temporary.resolve("postgres.password")).strip();
    superuser =
        JdbcClient.create(
            new SingleConnectionDataSource(url("postgres"), "postgres", password, true));
    for (Database database : Database.values()) {
      String before = "template1";
      for (Released released : database.released()) {
        create(released.databaseName(), before);
        flyway(released.databaseName(), database, Integer.toString(released.version())).migrate();
        Path rows =
            Path.of(
                "src/test/resources/released", database.id(), "V" + released.version() + ".sql");
        if (Files.exists(rows)) {
          owner(released.databaseName()).sql(Files.readString(rows)).update();
        }
        before = released.databaseName();
      }
      create(fresh(database), "template1");
      EtlConfiguration.migrate(dataSource(fresh(database)), database.migrations);
    }
  }

  @AfterAll
  static void stop() {
    OWNERS.values().forEach(SingleConnectionDataSource::destroy);
    postgres.close();
  }

  static Stream<Released> released() throws IOException {
    return Stream.concat(Database.ANALYTICS.released().stream(), Database.OPS.released().stream());
  }

  @ParameterizedTest
  @EnumSource
  void each_migration_is_listed_with_what_it_was_when_it_was_released(Database database)
      throws IOException {
    List<String> files =
        Stream.of(
                flyway(database.released().get(0).databaseName(), database, "latest").info().all())
            .filter(migration -> migration.getVersion() != null)
            .map(migration -> migration.getScript())
            .toList();

    // A new migration: add its line at the end. Another checksum of a listed one: it was edited,
    // and databases that have it would refuse this version; put it back and write a new one.
    assertThat(files.stream().map(file -> checksum(database, file) + "  " + file))
        .containsExactlyElementsOf(
            resource("released/" + database.id() + "/" + CHECKSUMS).lines().toList());
  }

  @ParameterizedTest
  @EnumSource
  void a_migration_has_a_higher_number_than_all_that_were_released_before(Database database)
      throws IOException {
    // Otherwise databases that have gone further refuse this version.
    assertThat(database.released()).extracting(Released::version).isSorted();
  }

  @ParameterizedTest
  @MethodSource("released")
  void a_database_of_any_version_becomes_one_of_this_with_all_its_rows(Released from)
      throws IOException {
    Database database = from.database();
    String upgraded = from.databaseName() + "_upgraded";
    create(upgraded, from.databaseName());
    Map<String, List<String>> before = rows(upgraded, database);

    EtlConfiguration.migrate(dataSource(upgraded), database.migrations);

    before.forEach((table, rows) -> assertKept(upgraded, table, rows));
    assertThat(schema(upgraded, database)).isEqualTo(schema(fresh(database), database));
    if (database == Database.ANALYTICS) {
      assertReportsAnswer(upgraded);
    }
  }

  @Test
  void a_database_that_a_later_version_has_migrated_is_refused() {
    create("later", "template1");
    EtlConfiguration.migrate(dataSource("later"), ReportingSql.OPS_MIGRATIONS);
    owner("later")
        .sql(
            "insert into flyway_schema_history (installed_rank, version, description, type, script,"
                + " installed_by, execution_time, success)"
                + " values (1000, '999', 'later', 'SQL', 'V999__later.sql', 'rivulet', 1, true)")
        .update();

    assertThatThrownBy(
            () -> EtlConfiguration.migrate(dataSource("later"), ReportingSql.OPS_MIGRATIONS))
        .hasMessageContaining("a later version of Rivulet has migrated")
        .hasMessageContaining("999");
  }

  /** Every view can be read by BI tools, and the rows of old are accounted for. */
  private static void assertReportsAnswer(String name) {
    JdbcClient reader = JdbcClient.create(connection(name, "bi_reader"));
    List<String> views =
        reader
            .sql("select table_name from information_schema.views where table_schema = 'bi'")
            .query(String.class)
            .list();
    assertThat(views).hasSizeGreaterThan(15);
    for (String view : views) {
      assertThat(reader.sql("select * from bi." + view).query().listOfRows()).isNotNull();
    }
    assertThat(
            reader
                .sql("select count(*) from bi.closing_balance where difference <> 0")
                .query(Long.class)
                .single())
        .isZero();
    assertThat(
            reader
                .sql("select sum(users) from bi.activity_gaps where project = 'shop'")
                .query(Long.class)
                .single())
        .as("persons' days")
        .isEqualTo(3);
  }

  /** Of each table its rows as JSON. */
  private static Map<String, List<String>> rows(String name, Database database) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String table :
        owner(name)
            .sql(
                "select table_schema || '.' || table_name from information_schema.tables"
                    + " where table_schema = ? and table_type = 'BASE TABLE'"
                    + " and table_name <> 'flyway_schema_history'")
            .param(database.tables)
            .query(String.class)
            .list()) {
      rows.put(
          table,
          owner(name)
              .sql("select to_jsonb(t)::text from " + table + " t")
              .query(String.class)
              .list());
    }
    rows.keySet().removeAll(REPLACED);
    return rows;
  }

  /** In the columns that are still there; a table may go as a whole. */
  private static void assertKept(String name, String table, List<String> rows) {
    JdbcClient owner = owner(name);
    if (owner.sql("select to_regclass(?) is null").param(table).query(Boolean.class).single()) {
      return;
    }
    for (String row : rows) {
      assertThat(
              owner
                  .sql(
                      "select count(*) from "
                          + table
                          + " t where to_jsonb(t) @> ("
                          + "select coalesce(jsonb_object_agg(key, value), '{}')"
                          + " from jsonb_each(?::jsonb) where jsonb_exists(to_jsonb(t), key))")
                  .param(row)
                  .query(Long.class)
                  .single())
          .as("%s %s", table, row)
          .isEqualTo(1);
    }
  }

  /** Everything of the database that has a definition, a line for each. */
  private static String schema(String name, Database database) throws IOException {
    return String.join(
        "\n",
        owner(name)
            .sql(resource("released/schema.sql"))
            .param(List.of(database.tables, "bi").toArray(String[]::new))
            .query(String.class)
            .list());
  }

  private static Flyway flyway(String name, Database database, String target) {
    return Flyway.configure()
        .dataSource(dataSource(name))
        .defaultSchema("public")
        .locations(database.migrations)
        // those of this version may name what is not there yet
        .repeatableSqlMigrationPrefix("none")
        .target(MigrationVersion.fromVersion(target))
        .load();
  }

  private static void create(String name, String template) {
    // who copies a database must be alone in it
    Optional.ofNullable(OWNERS.remove(template)).ifPresent(SingleConnectionDataSource::destroy);
    superuser.sql("create database " + name + " template " + template + " owner rivulet").update();
  }

  private static JdbcClient owner(String name) {
    return JdbcClient.create(dataSource(name));
  }

  private static SingleConnectionDataSource dataSource(String name) {
    return OWNERS.computeIfAbsent(name, n -> connection(n, "rivulet"));
  }

  /** Roles have their name as password. */
  private static SingleConnectionDataSource connection(String name, String role) {
    return new SingleConnectionDataSource(url(name), role, role, true);
  }

  private static String fresh(Database database) {
    return database.id() + "_fresh";
  }

  private static String url(String name) {
    return postgres.jdbcUrl(name);
  }

  private static String checksum(Database database, String file) {
    try {
      return Sha256.hex(resource("db/" + database.id() + "/" + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            MigrationsIT.class.getClassLoader().getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
