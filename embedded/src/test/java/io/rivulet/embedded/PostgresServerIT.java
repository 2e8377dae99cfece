package io.rivulet.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
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

  /** Returns when the program has made a table visit(visitors) with the row 42. */
  private static Process startAnotherProgramWithAServer(Path data) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var program =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                AnotherProgram.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var lines = program.inputReader(UTF_8);
    assertThat(lines.lines().anyMatch("ready"::equals)).isTrue();
    return program;
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
