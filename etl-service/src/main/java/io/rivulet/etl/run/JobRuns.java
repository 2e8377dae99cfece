package io.rivulet.etl.run;

import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.run.RunQueue.NewRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of runs in database {@code ops}. */
public final class JobRuns {
  /** Runs are forgotten after this many days. */
  static final int KEPT_DAYS = 14;

  private static final String COLUMNS =
      "run_id, job, state, attempt, trigger, previous_run_id, workflow_run_id, arguments,"
          + " created_at, not_before, started_at, ended_at, rows_in, rows_out, bytes_in, message";

  private final JdbcClient jdbc;

  public JobRuns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds a run in state STARTING and returns its id. */
  long create(NewRun run) {
    return jdbc.sql(
            "insert into job_run (job, state, attempt, trigger, previous_run_id, arguments,"
                + " workflow_run_id, not_before)"
                + " values (?, 'STARTING', ?, ?, ?, ?::jsonb, ?, ?) returning run_id")
        .params(
            Arrays.asList(
                run.job(),
                run.attempt(),
                run.trigger(),
                run.previousRun(),
                json(run.arguments()),
                run.workflowRun(),
                run.notBefore() == null ? null : Timestamp.from(run.notBefore())))
        .query(Long.class)
        .single();
  }

  /**
   * Lets a run begin unless as many runs of its job as may are not over, or the job is paused.
   *
   * @return RUNNING, WAITING, or the state in which it was ended meanwhile
   */
  public State begin(long runId, String job) {
    // The lock makes two workers that begin runs of one job do so one after the other. Runs of the
    // job can be created meanwhile.
    jdbc.sql("select 1 from job where job = ? for no key update").param(job).query().listOfRows();
    int begun =
        jdbc.sql(
                "update job_run set state = 'RUNNING', started_at = now() where run_id = ?"
                    + " and state in ('STARTING', 'WAITING')"
                    + " and (select count(*) from job_run where job = ?"
                    + " and state in ('RUNNING', 'STOPPING'))"
                    + " < (select max_concurrent_runs from job where job = ? and not is_paused)")
            .params(runId, job, job)
            .update();
    if (begun == 0) {
      await(runId);
    }
    return find(runId).orElseThrow().state();
  }

  /** Says of a run that has not begun that it waits for its turn. */
  public void await(long runId) {
    jdbc.sql("update job_run set state = 'WAITING' where run_id = ? and state = 'STARTING'")
        .param(runId)
        .update();
  }

  /**
   * Ends a run that has not begun.
   *
   * @return false when it began meanwhile or is over
   */
  public boolean endUnbegun(long runId, String message) {
    return jdbc.sql(
                "update job_run set state = 'STOPPED', ended_at = now(), rows_in = 0, rows_out = 0,"
                    + " bytes_in = 0, message = ? where run_id = ?"
                    + " and state in ('STARTING', 'WAITING')")
            .params(message, runId)
            .update()
        == 1;
  }

  /**
   * Writes down how a run ended; one that was asked to stop and failed was stopped.
   *
   * @return false when it was over already
   */
  public boolean end(long runId, State state, RunContext counts, String message) {
    int ended =
        jdbc.sql(
                "update job_run set"
                    + " state = case when state = 'STOPPING' and :state = 'FAILED' then 'STOPPED'"
                    + " else :state end, ended_at = now(), rows_in = :in, rows_out = :out,"
                    + " bytes_in = :bytes, message = left(:message, 2000) where run_id = :id"
                    + " and state in ('STARTING', 'WAITING', 'RUNNING', 'STOPPING')")
            .param("state", state.name())
            .param("in", counts.rowsIn())
            .param("out", counts.rowsOut())
            .param("bytes", counts.bytesIn())
            .param("message", message)
            .param("id", runId)
            .update();
    return ended == 1;
  }

  /** Forgets what a run that is over was told of persons. */
  public void forgetPersonal(long runId) {
    jdbc.sql(
            "update job_run r set arguments = (select jsonb_object_agg(g.key, case when"
                + " g.key = any (p.names) then to_jsonb(:forgotten::text) else g.value end)"
                + " from jsonb_each(r.arguments) g) from (select"
                + " array_agg(a ->> 'name') as names from job_run o join job j on j.job = o.job,"
                + " jsonb_array_elements(j.arguments) a where o.run_id = :id"
                + " and a ->> 'kind' = 'PERSONAL') p where r.run_id = :id"
                + " and jsonb_exists_any(r.arguments, p.names)")
        .param("forgotten", Argument.FORGOTTEN)
        .param("id", runId)
        .update();
  }

  /** Asks a run that is running to stop; false when it is not running. */
  public boolean requestStop(long runId) {
    return jdbc.sql("update job_run set state = 'STOPPING' where run_id = ? and state = 'RUNNING'")
            .param(runId)
            .update()
        == 1;
  }

  /**
   * Which of these runs, which workers carry out, are asked to stop or over: somebody took their
   * worker for dead.
   */
  public List<Long> notToGoOn(Collection<Long> runIds) {
    return runIds.isEmpty()
        ? List.of()
        : jdbc.sql("select run_id from job_run where state <> 'RUNNING' and run_id in (:ids)")
            .param("ids", runIds)
            .query(Long.class)
            .list();
  }

  /**
   * A run of the job that has yet to begin, does not wait for its repetition, and does what a run
   * with these arguments would do: it has the same, or the same without {@code project}. It cannot
   * begin before the caller's transaction ends.
   */
  public Optional<Long> ahead(String job, Map<String, String> arguments) {
    return jdbc.sql(
            "select run_id from job_run where job = ? and state in ('STARTING', 'WAITING')"
                + " and (not_before is null or not_before <= now())"
                + " and arguments in (?::jsonb, ?::jsonb - 'project')"
                + " order by run_id limit 1 for no key update skip locked")
        .params(job, json(arguments), json(arguments))
        .query(Long.class)
        .optional();
  }

  /** Whether a run of the job is waiting for its turn or running. */
  public boolean isActive(String job) {
    return jdbc.sql(
            "select exists (select 1 from job_run where job = ?"
                + " and state in ('STARTING', 'WAITING', 'RUNNING', 'STOPPING'))")
        .param(job)
        .query(Boolean.class)
        .single();
  }

  /** How many runs of the job have yet to begin. */
  public int waiting(String job) {
    return jdbc.sql(
            "select count(*) from job_run where job = ? and state in ('STARTING', 'WAITING')")
        .param(job)
        .query(Integer.class)
        .single();
  }

  /** How many runs of each job have yet to begin, jobs without any left out. */
  public Map<String, Integer> waiting() {
    Map<String, Integer> waiting = new TreeMap<>();
    jdbc.sql(
            "select job, count(*) as runs from job_run where state in ('STARTING', 'WAITING')"
                + " group by job")
        .query((RowCallbackHandler) row -> waiting.put(row.getString("job"), row.getInt("runs")));
    return waiting;
  }

  /** The run of that id. */
  public Optional<JobRun> find(long runId) {
    return jdbc.sql("select " + COLUMNS + " from job_run where run_id = ?")
        .param(runId)
        .query(JobRuns::run)
        .optional();
  }

  /** The latest runs, newest first; of one job, in one state, where these are given. */
  public List<JobRun> latest(@Nullable String job, @Nullable State state, int limit) {
    String stateName = state == null ? null : state.name();
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from job_run where (?::text is null or job = ?)"
                + " and (?::text is null or state = ?) order by run_id desc limit ?")
        .params(Arrays.asList(job, job, stateName, stateName, limit))
        .query(JobRuns::run)
        .list();
  }

  /** The runs created in a chain, oldest first. */
  public List<JobRun> ofWorkflow(long workflowRun) {
    return jdbc.sql("select " + COLUMNS + " from job_run where workflow_run_id = ? order by run_id")
        .param(workflowRun)
        .query(JobRuns::run)
        .list();
  }

  /** Forgets runs that ended long ago, and chains without runs. */
  public void forgetOld() {
    jdbc.sql(
            "delete from job_run r where created_at < now() - make_interval(days => ?)"
                + " and state in ('STOPPED', 'SUCCEEDED', 'FAILED', 'TIMEOUT')"
                + " and not exists (select 1 from job_run n where n.previous_run_id = r.run_id)")
        .param(KEPT_DAYS)
        .update();
    jdbc.sql(
            "delete from workflow_run w where started_at < now() - make_interval(days => ?)"
                + " and not exists (select 1 from job_run r"
                + " where r.workflow_run_id = w.workflow_run_id)")
        .param(KEPT_DAYS)
        .update();
  }

  /** Arguments as {@code ops} keeps them. */
  public static String json(Map<String, String> arguments) {
    return JsonMapper.shared().writeValueAsString(arguments);
  }

  /** Arguments from what {@code ops} keeps. */
  public static Map<String, String> arguments(String json) {
    Map<String, String> arguments = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : JsonMapper.shared().readTree(json).properties()) {
      arguments.put(entry.getKey(), entry.getValue().asString());
    }
    return arguments;
  }

  private static JobRun run(ResultSet row, int number) throws SQLException {
    return new JobRun(
        row.getLong("run_id"),
        row.getString("job"),
        State.valueOf(row.getString("state")),
        row.getInt("attempt"),
        row.getString("trigger"),
        row.getObject("previous_run_id", Long.class),
        row.getObject("workflow_run_id", Long.class),
        arguments(row.getString("arguments")),
        Objects.requireNonNull(instant(row, "created_at")),
        instant(row, "not_before"),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getObject("rows_in", Long.class),
        row.getObject("rows_out", Long.class),
        row.getObject("bytes_in", Long.class),
        row.getString("message"));
  }

  /** A point in time; null for none. */
  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
