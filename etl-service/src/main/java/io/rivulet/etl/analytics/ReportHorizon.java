package io.rivulet.etl.analytics;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far back the reports of a project reach that have rows of single days. */
public final class ReportHorizon {
  /** The tables whose days retention removes. */
  public static final List<String> TABLES =
      List.of(
          "session",
          "person_day",
          "event_daily",
          "event_platform_daily",
          "device_daily",
          "funnel_entry",
          "funnel_daily",
          "path_daily",
          "property_daily");

  private ReportHorizon() {}

  /** The first day that is kept; empty where all are. */
  public static Optional<LocalDate> of(JdbcClient jdbc, String project) {
    return jdbc.sql("select first_day from mart.report_horizon where project = ?")
        .param(project)
        .query(LocalDate.class)
        .optional();
  }

  /** Removes the days before it of what a publication has written. */
  public static void keep(Publication publication, String project) throws SQLException {
    for (String table : TABLES) {
      publication.execute(
          "delete from mart."
              + table
              + " t using mart.report_horizon h where t.project = ? and h.project = t.project"
              + " and t.day < h.first_day",
          project);
    }
  }
}
