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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server on the loopback address, durable as an installed one. Its databases {@code
 * analytics} and {@code ops} belong to the role {@code rivulet}; {@code bi_reader} may only
 * connect. The password of a role is its name.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_POLL = Duration.ofMillis(50);

  /** Written by a running server, removed when it stops cleanly; begins with the process number. */
  private static final String PID_FILE = "postmaster.pid";

  private static final long LOG_LIMIT_BYTES = 10_000_000;

  /**
   * Who may connect: the programs' roles with their passwords; the superuser for this class's own
   * set-up.
   */
  private static final List<String> ACCESS =
      List.of("host all postgres 127.0.0.1/32 trust", "host all all 127.0.0.1/32 scram-sha-256");

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
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
      Files.createDirectories(dataDirectory);
      createPrivateDirectory(programsDirectory);
      stopLeftOver(dataDirectory);
      var server = startServer(dataDirectory, port, programsDirectory);
      try {
        createRolesAndDatabases(server);
      } catch (SQLException e) {
        server.close();
        throw e;
      }
      return new PostgresServer(server);
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

  /** Stops the server cleanly, ending its clients' connections. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedPostgres startServer(Path dataDirectory, int port, Path programsDirectory)
      throws IOException {
    var serverLog = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".log");
    if (Files.exists(serverLog) && Files.size(serverLog) > LOG_LIMIT_BYTES) {
      Files.delete(serverLog);
    }
    var output = Redirect.appendTo(serverLog.toFile());
    return EmbeddedPostgres.builder()
        .setDataDirectory(dataDirectory)
        .setCleanDataDirectory(false)
        // Inside, because the library lets everybody write to it.
        .setOverrideWorkingDirectory(programsDirectory.resolve("unpacked").toFile())
        .setRegisterShutdownHook(false)
        .setPort(port)
        .setPGStartupWait(START_LIMIT)
        .setOutputRedirector(output)
        .setErrorRedirector(output)
        .setDataDirectoryCustomizer(PostgresServer::writeAccess)
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

  private static void writeAccess(java.io.File dataDirectory) {
    try {
      Files.write(dataDirectory.toPath().resolve("pg_hba.conf"), ACCESS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void createRolesAndDatabases(EmbeddedPostgres server) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      createRole(connection, statement, "rivulet");
      createRole(connection, statement, "bi_reader");
      createDatabase(connection, statement, "analytics");
      createDatabase(connection, statement, "ops");
      statement.execute("grant connect on database analytics to bi_reader");
    }
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
   * Stops the server that runs on this folder because the program that started it was killed; does
   * nothing when there is none. Nothing committed is lost. {@link #start} does this too; it frees
   * the port for those who want to know before.
   */
  public static void stopLeftOver(Path dataDirectory) throws IOException {
    var leftOver = leftOver(dataDirectory);
    if (leftOver.isEmpty()) {
      return;
    }
    var process = leftOver.get();
    log.info(
        "Stopping the PostgreSQL server (process {}) that an earlier run left on {}",
        process.pid(),
        dataDirectory);
    // SIGINT is PostgreSQL's fast shutdown: clients are cut off.
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    awaitRemoval(dataDirectory.resolve(PID_FILE));
  }

  /** Waits for the server's last act; its process may stay listed where nobody collects orphans. */
  private static void awaitRemoval(Path pidFile) throws IOException {
    long end = System.nanoTime() + STOP_LIMIT.toNanos();
    while (Files.exists(pidFile)) {
      if (System.nanoTime() > end) {
        throw new IOException("the server of an earlier run does not stop, see " + pidFile);
      }
      try {
        Thread.sleep(STOP_POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while stopping the server of an earlier run", e);
      }
    }
  }

  private static Optional<ProcessHandle> leftOver(Path dataDirectory) throws IOException {
    var pidFile = dataDirectory.resolve(PID_FILE);
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.get(0).matches("\\d+")) {
      return Optional.empty();
    }
    // After a reboot the number may be another program's.
    return ProcessHandle.of(Long.parseLong(lines.get(0)))
        .filter(process -> process.info().command().orElse("").endsWith("postgres"));
  }
}
