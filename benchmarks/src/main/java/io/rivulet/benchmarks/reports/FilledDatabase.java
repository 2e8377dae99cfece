package io.rivulet.benchmarks.reports;

import io.rivulet.embedded.PostgresServer;
import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/**
 * A reporting database with the tables of one project, as {@code ./run} starts it.
 *
 * @param days from 2026-01-01 on
 */
record FilledDatabase(PostgresServer server, int days) implements AutoCloseable {
  static final String PROJECT = "benchmark";

  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
  private static final int FOUR_WEEKS = 28;

  /** A question to a view, as a BI tool sends it. */
  record Question(String name, String sql) {}

  /** Starts the server and fills it; the same numbers give the same rows. */
  static FilledDatabase start(Path work, int sessions, int days) throws IOException, SQLException {
    PostgresServer server = PostgresServer.start(work.resolve("postgres"), 0);
    FilledDatabase filled = new FilledDatabase(server, days);
    Flyway.configure()
        .dataSource(server.jdbcUrl("analytics"), "rivulet", "rivulet")
        .locations(ReportingSql.ANALYTICS_MIGRATIONS)
        .load()
        .migrate();
    try (Connection owner =
            DriverManager.getConnection(server.jdbcUrl("analytics"), "rivulet", "rivulet");
        Statement statement = owner.createStatement()) {
      statement.execute(
          resource("fill.sql")
              .replace("${sessions}", Integer.toString(sessions))
              .replace("${days}", Integer.toString(days)));
      // as autovacuum does in a while
      statement.execute("vacuum analyze");
    }
    return filled;
  }

  /** The questions of {@code views.sql}, over the last four weeks. */
  List<Question> questions() throws IOException {
    String all =
        resource("views.sql")
            .replace("${from}", lastDay().minusDays(FOUR_WEEKS - 1L).toString())
            .replace("${to}", lastDay().toString());
    return Stream.of(all.split("\n\n")).skip(1).map(FilledDatabase::question).toList();
  }

  private static Question question(String block) {
    String[] lines = block.strip().split("\n", 2);
    return new Question(lines[0].replaceFirst("^-- ", ""), lines[1]);
  }

  LocalDate firstDay() {
    return FIRST_DAY;
  }

  LocalDate lastDay() {
    return FIRST_DAY.plusDays(days - 1L);
  }

  /** A connection of the role that BI tools have. */
  Connection reader() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl("analytics"), "bi_reader", "bi_reader");
  }

  /** The rows of an answer, all of them fetched. */
  static long rows(Connection reader, String sql) throws SQLException {
    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      long count = 0;
      while (rows.next()) {
        for (int i = 1; i <= columns; i++) {
          rows.getString(i);
        }
        count++;
      }
      return count;
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(FilledDatabase.class.getResourceAsStream("/reports/" + name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
