package io.rivulet.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
  @Test
  void rowsSurviveARestart(@TempDir Path folder) throws Exception {
    try (var server = PostgresServer.start(folder.resolve("with blank"), 0)) {
      update(server, "create table visit as select 42 as visitors");
    }

    try (var server = PostgresServer.start(folder.resolve("with blank"), 0)) {
      assertThat(query(server, "rivulet", "rivulet", "select visitors from visit")).isEqualTo("42");
    }
  }

  @Test
  void theServerOfAKilledRunIsReplacedWithItsRows(@TempDir Path folder) throws Exception {
    var data = folder.resolve("data");
    var earlierRun = startAnotherProgramWithAServer(data);
    earlierRun.destroyForcibly().waitFor();

    try (var server = PostgresServer.start(folder.resolve("data"), 0)) {
      assertThat(query(server, "rivulet", "rivulet", "select visitors from visit")).isEqualTo("42");
    }
  }

  @Test
  void aCommitIsOnDiskBeforeItIsAnswered(@TempDir Path folder) throws Exception {
    try (var server = PostgresServer.start(folder.resolve("data"), 0)) {
      assertThat(query(server, "rivulet", "rivulet", "show fsync")).isEqualTo("on");
      assertThat(query(server, "rivulet", "rivulet", "show synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void theReaderNeedsItsPasswordAndCannotWrite(@TempDir Path folder) throws Exception {
    try (var server = PostgresServer.start(folder.resolve("data"), 0)) {
      assertThat(query(server, "bi_reader", "bi_reader", "select 1")).isEqualTo("1");
      assertThatThrownBy(() -> query(server, "bi_reader", "guess", "select 1"))
          .hasMessageContaining("password authentication failed");
      assertThatThrownBy(() -> query(server, "bi_reader", "bi_reader", "create table t (a int)"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aFirstStartThatWasCutOffIsBegunAnew(@TempDir Path folder) throws Exception {
    var data = Files.createDirectories(folder.resolve("data"));
    Files.createDirectories(data.resolve("base/1"));
    Files.createFile(data.resolve("postgresql.conf"));

    try (var server = PostgresServer.start(data, 0)) {
      assertThat(query(server, "rivulet", "rivulet", "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aFirstStartThatWasKilledInInitdbIsBegunAnew(@TempDir Path folder) throws Exception {
    var data = folder.resolve("data");
    var earlierRun = anotherProgramWithAServer(data).start();
    await().until(() -> Files.exists(data.resolve("postgresql.conf")));
    earlierRun.destroyForcibly().waitFor();

    try (var server = PostgresServer.start(data, 0)) {
      assertThat(query(server, "rivulet", "rivulet", "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aFolderOfSomethingElseIsNotTouched(@TempDir Path folder) throws Exception {
    var data = Files.createDirectories(folder.resolve("data"));
    var photo = Files.createFile(data.resolve("photo.jpg"));

    assertThatThrownBy(() -> PostgresServer.start(data, 0))
        .isInstanceOf(IllegalStateException.class);

    assertThat(photo).exists();
  }

  @Test
  void theSuperuserNeedsThePasswordThatOnlyTheOwnerCanRead(@TempDir Path folder) throws Exception {
    try (var server = PostgresServer.start(folder.resolve("data"), 0)) {
      var file = folder.resolve("data.password");

      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(query(server, "postgres", Files.readString(file).strip(), "select 1"))
          .isEqualTo("1");
      assertThatThrownBy(() -> query(server, "postgres", "postgres", "select 1"))
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void aFolderWhoseSuperuserHadNoPasswordKeepsItsRows(@TempDir Path folder) throws Exception {
    var data = folder.resolve("data");
    try (var server = PostgresServer.start(data, 0)) {
      update(server, "create table visit as select 42 as visitors");
    }
    Files.delete(folder.resolve("data.password"));

    try (var server = PostgresServer.start(data, 0)) {
      assertThat(query(server, "rivulet", "rivulet", "select visitors from visit")).isEqualTo("42");
      assertThatThrownBy(() -> query(server, "postgres", "", "select 1"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aProcessThatOnlyHasTheOldServersNumberIsLeftAlone(@TempDir Path folder) throws Exception {
    var data = folder.resolve("data");
    PostgresServer.start(data, 0).close();
    var other =
        Files.copy(
            Path.of("/bin/sleep"), folder.resolve("postgres"), StandardCopyOption.COPY_ATTRIBUTES);
    var process = new ProcessBuilder(other.toString(), "600").start();
    try {
      Files.writeString(data.resolve("postmaster.pid"), process.pid() + "\n");

      try (var server = PostgresServer.start(data, 0)) {
        assertThat(query(server, "rivulet", "rivulet", "select 1")).isEqualTo("1");
        assertThat(process.isAlive()).isTrue();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theDeathOfTheServerIsTold(@TempDir Path folder) throws Exception {
    var data = folder.resolve("data");
    try (var server = PostgresServer.start(data, 0)) {
      var number = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
      new ProcessBuilder("kill", "-9", number).start();

      assertThat(server.failure()).succeedsWithin(Duration.ofSeconds(10)).isNotNull();
    }
  }

  @Test
  void aServerThatIsClosedHasNotFailed(@TempDir Path folder) throws Exception {
    var server = PostgresServer.start(folder.resolve("data"), 0);

    server.close();

    assertThat(server.failure()).isNotDone();
  }

  /** Returns when the program has made a table visit(visitors) with the row 42. */
  private static Process startAnotherProgramWithAServer(Path data) throws Exception {
    var program = anotherProgramWithAServer(data).start();
    var lines = program.inputReader(UTF_8);
    assertThat(lines.lines().anyMatch("ready"::equals)).isTrue();
    return program;
  }

  private static ProcessBuilder anotherProgramWithAServer(Path data) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AnotherProgram.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Starts a server and waits for its own end. */
  static final class AnotherProgram {
    private AnotherProgram() {}

    public static void main(String[] arguments) throws Exception {
      var server = PostgresServer.start(Path.of(arguments[0]), 0);
      update(server, "create table visit as select 42 as visitors");
      System.out.println("ready");
      new CountDownLatch(1).await();
    }
  }

  private static void update(PostgresServer server, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(server.jdbcUrl("analytics"), "rivulet", "rivulet");
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static String query(PostgresServer server, String user, String password, String sql)
      throws SQLException {
    try (var connection = DriverManager.getConnection(server.jdbcUrl("analytics"), user, password);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
