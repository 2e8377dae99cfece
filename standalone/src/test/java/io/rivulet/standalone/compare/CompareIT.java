package io.rivulet.standalone.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.embedded.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class CompareIT {
  @TempDir private static Path folder;
  private static PostgresServer server;

  @BeforeAll
  static void migrate() {
    server = PostgresServer.start(folder.resolve("postgresql"), 0);
    Flyway.configure()
        .dataSource(server.jdbcUrl("analytics"), "rivulet", "rivulet")
        .locations("classpath:db/analytics")
        .load()
        .migrate();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void fill() throws Exception {
    execute(
        "truncate mart.session, mart.daily_activity, mart.event_daily, mart.retention, mart.person");
    execute(Files.readString(resource("compare/reports.sql")));
  }

  @Test
  void reports_that_say_what_the_file_says_are_found_equal() throws Exception {
    assertThat(compare()).contains("metrics are equal").endsWith("exit 0");
  }

  @Test
  void a_session_that_ends_elsewhere_is_named() throws Exception {
    execute("update mart.session set ended_at = '2026-05-01 10:29' where session_id = 's1'");

    assertThat(compare())
        .contains(
            "all: sessions one by one differs:"
                + " user ann, 2026-05-01T10:00:00Z to 2026-05-01T10:29:00Z: computed none, rivulet 2")
        .endsWith("exit 1");
  }

  @Test
  void a_session_of_an_instance_is_none_of_a_user_of_that_name() throws Exception {
    execute("update mart.session set instance_id = 'ann' where session_id = 's2'");

    assertThat(compare()).endsWith("exit 1");
  }

  @Test
  void a_wrong_day_is_named() throws Exception {
    execute("update mart.daily_activity set active_users = 3 where day = '2026-05-02'");

    assertThat(compare())
        .contains("all: active users per day differs: 2026-05-02: computed 1, rivulet 3")
        .endsWith("exit 1");
  }

  @Test
  void a_wrong_retention_is_found() throws Exception {
    execute("update mart.retention set retained_on = 2 where n = 1 and period = 'day'");

    assertThat(compare()).endsWith("exit 1");
  }

  @Test
  void a_missing_user_is_found() throws Exception {
    execute("delete from mart.person where person_id = 'guest'");

    assertThat(compare()).endsWith("exit 1");
  }

  @Test
  void a_wrong_number_of_an_events_name_is_found() throws Exception {
    execute("update mart.event_daily set event_name = 'Pause' where day = '2026-05-02'");

    assertThat(compare()).endsWith("exit 1");
  }

  private static String compare() throws URISyntaxException {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    int exit;
    try {
      exit =
          Compare.execute(
              resource("compare/events.ndjson").toString(),
              "--project",
              "demo",
              "--jdbc-url",
              server.jdbcUrl("analytics"));
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8) + "exit " + exit;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl("analytics"), "rivulet", "rivulet");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Path resource(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(CompareIT.class.getClassLoader().getResource(name), name);
    return Path.of(url.toURI());
  }
}
