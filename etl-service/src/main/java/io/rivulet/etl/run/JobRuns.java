package io.rivulet.etl.run;

import io.rivulet.etl.run.JobRun.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of runs in database {@code ops}. */
public final class JobRuns {
  /** Runs are forgotten after this many days. */
  static final int KEPT_DAYS = 14;

  private static final String COLUMNS =
      "run_id, job, state, attempt, trigger, previous_run_id, arguments ->> 'project' as project,"
          + " created_at, started_at, ended_at, rows_in, rows_out, bytes_in, message";

  private final JdbcClient jdbc;

  public JobRuns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds a run in state STARTING and returns its id. */
  long create(
      String job,
      String trigger,
      @Nullable Long previousRun,
      int attempt,
      @Nullable String project) {
    return jdbc.sql(
            "insert into job_run (job, state, attempt, trigger, previous_run_id, arguments)"
                + " values (?, 'STARTING', ?, ?, ?,"
                + " jsonb_strip_nulls(jsonb_build_object('project', ?::text))) returning run_id")
        .params(Arrays.asList(job, attempt, trigger, previousRun, project))
        .query(Long.class)
        .single();
  }

  /**
   * Lets a run begin unless another run of its job is not over.
   *
   * @return RUNNING, WAITING, or the state in which it was ended meanwhile
   */
  State begin(long runId, String job) {
    // The lock makes two workers that begin runs of one job do so one after the other.
    jdbc.sql("select 1 from job where job = ? for update").param(job).query().listOfRows();
    int begun =
        jdbc.sql(
                "update job_run set state = 'RUNNING', started_at = now() where run_id = ?"
                    + " and state in ('STARTING', 'WAITING')"
                    + " and not exists (select 1 from job_run where job = ?"
                    + " and state in ('RUNNING', 'STOPPING'))")
            .params(runId, job)
            .update();
    if (begun == 0) {
      jdbc.sql("update job_run set state = 'WAITING' where run_id = ? and state = 'STARTING'")
          .param(runId)
          .update();
    }
    return find(runId).orElseThrow().state();
  }

  /**
   * Writes down how a run ended.
   *
   * @return false when it was over already
   */
  boolean end(long runId, State state, RunContext counts, String message) {
    int ended =
        jdbc.sql(
                "update job_run set state = ?, ended_at = now(), rows_in = ?, rows_out = ?,"
                    + " bytes_in = ?, message = left(?, 2000) where run_id = ?"
                    + " and state in ('RUNNING', 'STOPPING')")
            .params(
                state.name(), counts.rowsIn(), counts.rowsOut(), counts.bytesIn(), message, runId)
            .update();
    return ended == 1;
  }

  /** Asks a run to stop; false when it is over. */
  boolean requestStop(long runId) {
    int asked =
        jdbc.sql(
                "update job_run set state = case when state = 'RUNNING' then 'STOPPING'"
                    + " else 'STOPPED' end,"
                    + " ended_at = case when state = 'RUNNING' then ended_at else now() end"
                    + " where run_id = ? and state in ('STARTING', 'WAITING', 'RUNNING')")
            .param(runId)
            .update();
    return asked == 1;
  }

  /** Whether a run of the job that covers the project, or all, has yet to begin. */
  boolean isAhead(String job, @Nullable String project) {
    return jdbc.sql(
            "select exists (select 1 from job_run where job = ? and state in ('STARTING', 'WAITING')"
                + " and (arguments ->> 'project' is null or arguments ->> 'project' = ?))")
        .params(Arrays.asList(job, project))
        .query(Boolean.class)
        .single();
  }

  /** Whether a run of the job is waiting for its turn or running. */
  boolean isActive(String job) {
    return jdbc.sql(
            "select exists (select 1 from job_run where job = ?"
                + " and state in ('STARTING', 'WAITING', 'RUNNING', 'STOPPING'))")
        .param(job)
        .query(Boolean.class)
        .single();
  }

  /** The run of that id. */
  public Optional<JobRun> find(long runId) {
    return jdbc.sql("select " + COLUMNS + " from job_run where run_id = ?")
        .param(runId)
        .query(JobRuns::run)
        .optional();
  }

  /** The latest runs, newest first. */
  public List<JobRun> latest(@Nullable String job, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from job_run where ?::text is null or job = ? order by run_id desc limit ?")
        .params(Arrays.asList(job, job, limit))
        .query(JobRuns::run)
        .list();
  }

  /** All jobs with their descriptions. */
  public List<Map<String, Object>> jobs() {
    return jdbc.sql("select job, description from job order by job").query().listOfRows();
  }

  /** All triggers. */
  public List<Map<String, Object>> triggers() {
    return jdbc.sql(
            "select trigger, job, kind, watched_job, watched_state, is_paused from trigger"
                + " order by trigger")
        .query()
        .listOfRows();
  }

  /** A trigger that the end of a run fires, and the job it starts. */
  record Fired(String trigger, String job) {}

  /** The triggers that the end of a run of {@code job} in {@code state} fires. */
  List<Fired> triggersOn(String job, State state) {
    return jdbc.sql(
            "select trigger, job from trigger where kind = 'CONDITIONAL' and not is_paused"
                + " and watched_job = ? and watched_state = ? order by trigger")
        .params(job, state.name())
        .query((row, n) -> new Fired(row.getString("trigger"), row.getString("job")))
        .list();
  }

  /** Forgets runs that ended long ago. */
  void forgetOld() {
    jdbc.sql(
            "delete from job_run r where created_at < now() - make_interval(days => ?)"
                + " and not exists (select 1 from job_run n where n.previous_run_id = r.run_id)")
        .param(KEPT_DAYS)
        .update();
  }

  private static JobRun run(ResultSet row, int number) throws SQLException {
    return new JobRun(
        row.getLong("run_id"),
        row.getString("job"),
        State.valueOf(row.getString("state")),
        row.getInt("attempt"),
        row.getString("trigger"),
        row.getObject("previous_run_id", Long.class),
        row.getString("project"),
        java.util.Objects.requireNonNull(instant(row, "created_at")),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getObject("rows_in", Long.class),
        row.getObject("rows_out", Long.class),
        row.getObject("bytes_in", Long.class),
        row.getString("message"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
