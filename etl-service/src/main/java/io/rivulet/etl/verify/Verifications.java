package io.rivulet.etl.verify;

import io.rivulet.etl.analytics.ReportHorizon;
import io.rivulet.reporting.ReportingSql;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What verify found: the numbers that differ, and that it looked. */
final class Verifications {

  /**
   * A table to compare, the day that its rows belong to, the rest of their key, and what counts.
   */
  private record Compared(String table, String day, String key, String content) {
    Compared(String table, String day, String key) {
      this(table, day, key, "to_jsonb(t)");
    }
  }

  private static final List<Compared> TABLES =
      List.of(
          new Compared("daily_activity", "day", "''"),
          new Compared("activity_gap", "day", "coalesce(previous_day::text, '')"),
          new Compared("event_daily", "day", "event_name || ' ' || type"),
          new Compared(
              "event_platform_daily", "day", "platform || ' ' || event_name || ' ' || type"),
          new Compared("device_daily", "day", "dimension || ' ' || value"),
          new Compared("person_day", "day", "person_id"),
          new Compared("session", "day", "session_id"),
          new Compared("day_completeness", "day", "''"),
          new Compared("retention", "cohort_start", "period || ' ' || n"),
          new Compared("monthly_activity", "month", "''"),
          new Compared("funnel_daily", "day", "funnel || ' ' || step"),
          new Compared("feature_daily", "day", "feature"),
          new Compared(
              "path_daily", "day", "kind || ' ' || step || ' ' || from_name || ' ' || to_name"),
          new Compared("property_daily", "day", "event_name || ' ' || property || ' ' || rank"),
          new Compared("person", "first_seen_at::date", "person_id"),
          new Compared("curated_receipt", "event_date", "received_date::text"),
          // which lines of days before the horizon are copies is no longer known when they are read
          // again
          new Compared(
              "lake_object",
              "received_date",
              "object_key",
              "to_jsonb(t) - '{publication_id,is_to_read,duplicates,expired}'::text[]"
                  + " || jsonb_build_object('duplicates_or_expired', duplicates + expired)"));

  private final JdbcClient jdbc;

  /**
   * @param jdbc on database {@code analytics}
   */
  Verifications(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Compares what is published with what was computed anew, and keeps the differences.
   *
   * @param jdbc within a transaction that sees both as of one instant
   * @return how many numbers differ
   */
  static long compare(
      JdbcClient jdbc,
      long runId,
      String project,
      Optional<LocalDate> from,
      Optional<LocalDate> to) {
    LocalDate first = from.orElse(LocalDate.of(1, 1, 1));
    LocalDate kept =
        ReportHorizon.of(jdbc, project).filter(day -> day.isAfter(first)).orElse(first);
    LocalDate last = to.orElse(LocalDate.of(9999, 12, 31));
    jdbc.sql("delete from mart.verification_difference where run_id = ? and project = ?")
        .params(runId, project)
        .update();
    String template = ReportingSql.read("verify/difference");
    long differences = 0;
    for (Compared compared : TABLES) {
      differences +=
          jdbc.sql(
                  template
                      .replace("{{table}}", compared.table())
                      .replace("{{day}}", compared.day())
                      .replace("{{key}}", compared.key())
                      .replace("{{content}}", compared.content()))
              .param("run", runId)
              .param("project", project)
              .param("first", ReportHorizon.TABLES.contains(compared.table()) ? kept : first)
              .param("last", last)
              .update();
    }
    jdbc.sql(
            "insert into mart.verification (run_id, project, first_day, last_day, differences)"
                + " values (?, ?, ?, ?, ?) on conflict (run_id, project) do update set"
                + " differences = excluded.differences, verified_at = now()")
        .params(Arrays.asList(runId, project, from.orElse(null), to.orElse(null), differences))
        .update();
    return differences;
  }

  /** The latest verifications, newest first. */
  List<Map<String, Object>> latest(int limit) {
    return jdbc.sql(
            "select run_id, project, first_day::text as first_day, last_day::text as last_day,"
                + " differences, verified_at"
                + " from mart.verification order by run_id desc, project limit ?")
        .param(limit)
        .query()
        .listOfRows();
  }

  /** What a run found, by day, table and number. */
  List<Map<String, Object>> differences(long runId, int limit) {
    return jdbc.sql(
            "select project, relation, day::text as day, key, metric, published, recomputed"
                + " from mart.verification_difference where run_id = ?"
                + " order by project, relation, day, key, metric limit ?")
        .params(runId, limit)
        .query()
        .listOfRows();
  }
}
