package io.rivulet.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server on the loopback address, durable as an installed one. Its databases {@code
 * analytics} and {@code ops} belong to the role {@code rivulet}; {@code bi_reader} may only
 * connect. The password of a role is its name.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** How soon the server's death is noticed, at the latest. */
  private static final Duration WATCH_EVERY = Duration.ofSeconds(1);

  /** Who may connect: whoever has a role's password, the superuser's too. */
  private static final List<String> ACCESS = List.of("host all all 127.0.0.1/32 scram-sha-256");

  /** The same until the superuser, who had no password in folders of old, has one. */
  private static final List<String> ACCESS_WITHOUT_PASSWORD =
      List.of("host all postgres 127.0.0.1/32 trust", ACCESS.get(0));

  private final EmbeddedPostgres server;
  private final PostgresFolder folder;
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private PostgresServer(EmbeddedPostgres server, PostgresFolder folder) {
    this.server = server;
    this.folder = folder;
  }

  /**
   * Starts the server on the databases of a folder, which is initialised when it is new. A server
   * that a killed program left running on this folder is stopped first; so only one program at a
   * time may use the folder.
   *
   * @param port 0 for a free one
   * @throws IllegalStateException when it cannot be started, e.g. because the port is taken
   */
  public static PostgresServer start(Path dataDirectory, int port) {
    var folder = dataDirectory.toAbsolutePath();
    // Per user: another one may neither read nor replace the programs in it.
    var programs =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "rivulet-postgresql-" + System.getProperty("user.name"));
    return start(folder, port, programs);
  }

  /** The same, with PostgreSQL's own programs (about 60 MB) unpacked into a folder of choice. */
  public static PostgresServer start(Path dataDirectory, int port, Path programsDirectory) {
    try {
      var folder = new PostgresFolder(dataDirectory);
      createPrivateDirectory(programsDirectory);
      folder.stopLeftOver();
      folder.clearUnfinished();
      if (!folder.hasPassword() && !folder.hasDatabases()) {
        folder.keepPassword(PostgresFolder.newPassword());
      }
      var server = startServer(folder, port, programsDirectory);
      try {
        if (!folder.hasPassword()) {
          setPassword(server, folder);
        }
        createRolesAndDatabases(server, folder);
      } catch (IOException | SQLException e) {
        server.close();
        throw e;
      }
      var started = new PostgresServer(server, folder);
      started.watch();
      return started;
    } catch (IOException | SQLException | RuntimeException e) {
      throw new IllegalStateException("PostgreSQL did not start: " + e.getMessage(), e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** The address of a database, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  /** Completes with the reason when the server has ended though nobody closed it. */
  public CompletableFuture<String> failure() {
    return failure;
  }

  /** Stops the server cleanly, ending its clients' connections. */
  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedPostgres startServer(
      PostgresFolder folder, int port, Path programsDirectory) throws IOException {
    Files.createDirectories(folder.databases());
    folder.limitLog();
    var output = Redirect.appendTo(folder.logFile().toFile());
    var builder = EmbeddedPostgres.builder();
    if (folder.hasPassword()) {
      // For initdb, and for the library's question whether the server answers.
      builder.setLocaleConfig("pwfile", folder.passwordFile().toString());
      builder.setConnectConfig("password", folder.password());
    }
    return builder
        .setDataDirectory(folder.databases())
        .setCleanDataDirectory(false)
        // Inside, because the library lets everybody write to it.
        .setOverrideWorkingDirectory(programsDirectory.resolve("unpacked").toFile())
        .setRegisterShutdownHook(false)
        .setPort(port)
        .setPGStartupWait(START_LIMIT)
        .setOutputRedirector(output)
        .setErrorRedirector(output)
        .setDataDirectoryCustomizer(
            unused -> writeAccess(folder, folder.hasPassword() ? ACCESS : ACCESS_WITHOUT_PASSWORD))
        // The same order of text on every machine.
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "''")
        // The library starts it without durability.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("wal_level", "minimal")
        .setServerConfig("max_wal_senders", "0")
        .setServerConfig("max_wal_size", "512MB")
        .setServerConfig("shared_buffers", "64MB")
        .setServerConfig("work_mem", "8MB")
        .setServerConfig("maintenance_work_mem", "32MB")
        // Reports lie in memory or on an SSD, where rows of an index cost little more than those of
        // a whole table.
        .setServerConfig("random_page_cost", "1.1")
        .setServerConfig("max_connections", "60")
        .setServerConfig("io_method", "sync")
        .setServerConfig("max_parallel_workers_per_gather", "0")
        .setServerConfig("autovacuum_max_workers", "1")
        .setServerConfig("timezone", "UTC")
        .setServerConfig("log_timezone", "UTC")
        .start();
  }

  private static void createPrivateDirectory(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static void writeAccess(PostgresFolder folder, List<String> access) {
    try {
      Files.write(folder.databases().resolve("pg_hba.conf"), access);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Once for a folder of old, whose superuser needed none. */
  private static void setPassword(EmbeddedPostgres server, PostgresFolder folder)
      throws IOException, SQLException {
    var password = PostgresFolder.newPassword();
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("alter role postgres password '" + password + "'");
      folder.keepPassword(password);
      writeAccess(folder, ACCESS);
      statement.execute("select pg_reload_conf()");
    }
  }

  private static void createRolesAndDatabases(EmbeddedPostgres server, PostgresFolder folder)
      throws IOException, SQLException {
    try (var connection = superuser(server, folder);
        var statement = connection.createStatement()) {
      createRole(connection, statement, "rivulet");
      createRole(connection, statement, "bi_reader");
      createDatabase(connection, statement, "analytics");
      createDatabase(connection, statement, "ops");
      statement.execute("grant connect on database analytics to bi_reader");
    }
  }

  private static Connection superuser(EmbeddedPostgres server, PostgresFolder folder)
      throws IOException, SQLException {
    return server.getPostgresDatabase(Map.of("password", folder.password())).getConnection();
  }

  private static void createRole(Connection connection, Statement statement, String role)
      throws SQLException {
    if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
      statement.execute("create role " + role + " login password '" + role + "'");
    }
  }

  private static void createDatabase(Connection connection, Statement statement, String database)
      throws SQLException {
    if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
      statement.execute("create database " + database + " owner rivulet");
    }
    // By default every role may connect to every database.
    statement.execute("revoke all on database " + database + " from public");
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /**
   * Asks the system, not the process: the server is no child of this one, and where nobody collects
   * orphans a dead one stays listed.
   */
  private void watch() throws IOException {
    var process = folder.server();
    if (process.isEmpty()) {
      return; // a system that does not tell the arguments of processes
    }
    var watch = new Thread(() -> awaitDeath(process.get()), "watch-postgresql");
    watch.setDaemon(true);
    watch.start();
  }

  private void awaitDeath(ProcessHandle process) {
    try {
      while (!closed.await(WATCH_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!folder.isServer(process) && closed.getCount() > 0) {
          failure.complete("PostgreSQL has ended, its log is " + folder.logFile());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops the server that runs on this folder because the program that started it was killed; does
   * nothing when there is none. Nothing committed is lost. {@link #start} does this too; it frees
   * the port for those who want to know before.
   */
  public static void stopLeftOver(Path dataDirectory) throws IOException {
    new PostgresFolder(dataDirectory).stopLeftOver();
  }
}
