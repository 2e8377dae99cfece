package io.rivulet.etl.run;

import io.rivulet.etl.run.Argument.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The declared jobs in database {@code ops}, without the retired ones. */
public final class JobTable {
  private static final String SELECT =
      "select job, description, arguments, max_concurrent_runs, timeout_seconds, retries,"
          + " back_off_seconds, max_back_off_seconds, expected_every_seconds, late_since, is_paused"
          + " from job where retired_at is null";

  private final JdbcClient jdbc;

  public JobTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All, by name. */
  public List<JobSettings> all() {
    return jdbc.sql(SELECT + " order by job").query(JobTable::settings).list();
  }

  /** The job of that name; empty when there is none or it is retired. */
  public Optional<JobSettings> find(String job) {
    return jdbc.sql(SELECT + " and job = ?").param(job).query(JobTable::settings).optional();
  }

  /** Pauses a job or lets it go on; while it is paused no run of it begins. */
  public void pause(String job, boolean paused) {
    jdbc.sql(
            "update job set is_paused = ?, expected_since = now(), late_since = null where job = ?")
        .params(paused, job)
        .update();
  }

  private static JobSettings settings(ResultSet row, int number) throws SQLException {
    return new JobSettings(
        row.getString("job"),
        row.getString("description"),
        arguments(row.getString("arguments")),
        row.getInt("max_concurrent_runs"),
        row.getLong("timeout_seconds"),
        new Retries(
            row.getInt("retries"),
            Duration.ofSeconds(row.getLong("back_off_seconds")),
            Duration.ofSeconds(row.getLong("max_back_off_seconds"))),
        row.getObject("expected_every_seconds", Long.class),
        JobRuns.instant(row, "late_since"),
        row.getBoolean("is_paused"));
  }

  private static List<Argument> arguments(String json) {
    List<Argument> arguments = new ArrayList<>();
    for (JsonNode node : JsonMapper.shared().readTree(json)) {
      arguments.add(
          new Argument(
              node.path("name").asString(),
              Kind.valueOf(node.path("kind").asString()),
              node.path("description").asString(),
              node.has("default") ? node.path("default").asString() : null,
              node.path("fixed").asBoolean()));
    }
    return arguments;
  }
}
