package io.rivulet.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rivulet.embedded.PostgresServer;
import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The views through PostgreSQL's ODBC driver, which Excel and other tools take. */
class BiOdbcIT {
  private static final String DRIVER = "PostgreSQL Unicode";

  private static Path folder;
  private static PostgresServer postgres;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    assumeTrue(
        isThere("isql", "--version"), "isql is not installed (Debian: apt install unixodbc)");
    assumeTrue(
        isThere("odbcinst", "-q", "-d", "-n", DRIVER),
        "ODBC driver '%s' is not installed (Debian: apt install odbc-postgresql)"
            .formatted(DRIVER));
    folder = temporary;
    postgres = PostgresServer.start(folder.resolve("postgres"), 0);
    EtlConfiguration.migrate(
        new DriverManagerDataSource(postgres.jdbcUrl("analytics"), "rivulet", "rivulet"),
        ReportingSql.ANALYTICS_MIGRATIONS);
    try (Connection owner =
            DriverManager.getConnection(postgres.jdbcUrl("analytics"), "rivulet", "rivulet");
        Statement statement = owner.createStatement()) {
      statement.execute(
          "insert into mart.monthly_activity values"
              + " ('shop', '2026-02-01', 3, 1, 1, 1, 0, 5, 4, 3, 1, 20, 900, 100.5, true),"
              + " ('shop', '2026-03-01', 5, 2, 3, 0, 0, 9, 6, 4, 2, 40, 1800, null, false)");
    }
    Files.writeString(
        folder.resolve("odbc.ini"),
        """
        [rivulet]
        Driver = %s
        Servername = 127.0.0.1
        Port = %d
        Database = analytics
        SSLmode = disable
        """
            .formatted(DRIVER, postgres.port()));
  }

  @AfterAll
  static void stop() {
    if (postgres != null) {
      postgres.close();
    }
  }

  private static boolean isThere(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What isql prints for the lines, its columns parted by bars. */
  private static List<String> isql(String... lines) throws Exception {
    Path asked = Files.write(folder.resolve("asked.sql"), List.of(lines));
    ProcessBuilder builder =
        new ProcessBuilder("isql", "-b", "-d|", "rivulet", "bi_reader", "bi_reader")
            .redirectErrorStream(true)
            .redirectInput(asked.toFile());
    builder.environment().put("ODBCINI", folder.resolve("odbc.ini").toString());
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return printed.lines().filter(line -> !line.isBlank()).toList();
  }

  @Test
  void days_numbers_and_truths_arrive_as_such() throws Exception {
    assertThat(
            isql(
                "select month, active_users, total_session_seconds, median_session_seconds,"
                    + " is_complete from bi.monthly_activity order by 1"))
        .containsExactly("2026-02-01|3|900.000000|100.500000|1", "2026-03-01|5|1800.000000||0");
    assertThat(
            isql(
                "select date_trunc('month', month) as m, extract(year from month) as y, sum(events)"
                    + " as n from (select * from bi.monthly_activity) q group by 1, 2 order by 1"))
        .containsExactly("2026-02-01 00:00:00|2026|20", "2026-03-01 00:00:00|2026|40");
  }

  @Test
  void the_views_are_listed_as_such_with_types_that_a_tool_knows() throws Exception {
    assertThat(isql("help")).contains("analytics|bi|monthly_activity|VIEW|");
    // SQL_VARCHAR with its length, SQL_TYPE_DATE, SQL_BIGINT
    assertThat(isql("help monthly_activity"))
        .anyMatch(line -> line.startsWith("analytics|bi|monthly_activity|project|12|varchar|64|"))
        .anyMatch(line -> line.startsWith("analytics|bi|monthly_activity|month|9|date|10|"))
        .anyMatch(line -> line.startsWith("analytics|bi|monthly_activity|events|-5|int8|19|"));
  }

  @Test
  void nothing_but_the_views_can_be_read() throws Exception {
    assertThat(isql("select count(*) from mart.session"))
        .anyMatch(line -> line.contains("ERROR"))
        .noneMatch(line -> line.matches("\\d+"));
  }
}
