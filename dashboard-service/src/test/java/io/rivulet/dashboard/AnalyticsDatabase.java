package io.rivulet.dashboard;

import io.rivulet.stores.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** The reporting database as its owner sees it: migrated by the real migrations, filled by hand. */
final class AnalyticsDatabase implements AutoCloseable {

  private final TestPostgres server;

  private AnalyticsDatabase(TestPostgres server) {
    this.server = server;
  }

  /** A server whose database {@code analytics} has no schema yet. */
  static AnalyticsDatabase startEmpty(Path folder, int port) {
    return new AnalyticsDatabase(TestPostgres.onThisMachine(folder, port));
  }

  static AnalyticsDatabase start(Path folder) {
    AnalyticsDatabase database = new AnalyticsDatabase(TestPostgres.start(folder));
    database.migrate();
    return database;
  }

  void migrate() {
    Flyway.configure()
        .dataSource(url(), "rivulet", "rivulet")
        .locations("classpath:db/analytics")
        .load()
        .migrate();
  }

  /** Runs the files {@code given/<name>.sql}. */
  void given(String... names) throws IOException, SQLException {
    for (String name : names) {
      execute(Files.readString(Path.of("src/test/resources/given", name + ".sql")));
    }
    // as the ETL does of the same days
    execute(
        "truncate mart.activity_gap; insert into mart.activity_gap"
            + " select project, day, previous_day, count(*) from (select project, day, lag(day)"
            + " over (partition by project, person_id order by day) as previous_day"
            + " from mart.person_day) d group by project, day, previous_day");
  }

  void execute(String sql) throws SQLException {
    try (Connection owner = DriverManager.getConnection(url(), "rivulet", "rivulet");
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Takes every project out again. */
  void clear() throws SQLException {
    execute(
        "truncate mart.lake_day, mart.daily_activity, mart.person_day, mart.session, mart.event_daily,"
            + " mart.device_daily, mart.retention, mart.data_freshness, mart.lake_object,"
            + " mart.curated_receipt, mart.person, mart.funnel_daily, mart.path_daily,"
            + " mart.feature_daily, mart.activity_gap, mart.event_platform_daily,"
            + " mart.user_segment, mart.segment_size, mart.segment_flow, mart.churn_score,"
            + " mart.recommendation, mart.popular_item, mart.recommendation_model, mart.own_score");
  }

  String url() {
    return server.jdbcUrl("analytics");
  }

  @Override
  public void close() {
    server.close();
  }
}
