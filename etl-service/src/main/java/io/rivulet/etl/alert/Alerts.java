package io.rivulet.etl.alert;

import io.rivulet.etl.run.JobRun;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages for the operators, in database {@code ops} until they are delivered: they are written in
 * the transaction that they tell of, so none is lost with a process and none told twice by two.
 */
public final class Alerts {
  /** Attempts to deliver a message before it is given up. */
  static final int ATTEMPTS = 6;

  /** Messages of this many undelivered ones are no longer kept. */
  private static final int MOST_KEPT = 1_000;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final boolean isWanted;

  /**
   * @param isWanted whether there is anybody to tell
   */
  public Alerts(JdbcClient jdbc, boolean isWanted) {
    this.jdbc = jdbc;
    this.isWanted = isWanted;
  }

  /**
   * Notes that a run failed for good or took too long, with the first line of its message: further
   * ones may quote rows.
   */
  public void ended(JobRun run) {
    add(
        run.state().name(),
        run.job(),
        run.id(),
        "Rivulet: job "
            + run.job()
            + ", run "
            + run.id()
            + ": "
            + run.state()
            + ": "
            + Objects.requireNonNullElse(run.message(), "").lines().findFirst().orElse(""));
  }

  /**
   * Notes the jobs that have not succeeded for as long as they are expected to, each once until it
   * succeeds. In the caller's transaction.
   *
   * @return the names of the jobs that became late now
   */
  public List<String> noteLate() {
    List<Late> late =
        jdbc.sql(
                "update job set late_since = now() where late_since is null and not is_paused"
                    + " and retired_at is null and expected_every_seconds is not null"
                    + " and expected_since < now() - expected_every_seconds * interval '1 second'"
                    + " returning job, expected_every_seconds, expected_since")
            .query(
                (row, n) ->
                    new Late(
                        row.getString("job"),
                        Duration.ofSeconds(row.getLong("expected_every_seconds")),
                        row.getTimestamp("expected_since").toInstant()))
            .list();
    late.forEach(
        l ->
            add(
                "LATE",
                l.job(),
                null,
                "Rivulet: job "
                    + l.job()
                    + " is late: it is expected to succeed every "
                    + l.every()
                    + " and last did, or was first expected to, at "
                    + l.since()));
    return late.stream().map(Late::job).toList();
  }

  private record Late(String job, Duration every, Instant since) {}

  /** Notes that a job succeeded, so that it is not late. */
  public void succeeded(String job) {
    jdbc.sql("update job set expected_since = now(), late_since = null where job = ?")
        .param(job)
        .update();
  }

  private void add(String kind, String job, @Nullable Long run, String text) {
    if (!isWanted) {
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", kind);
    body.put("job", job);
    if (run != null) {
      body.put("run", run);
    }
    body.put("at", Instant.now().toString());
    // The member that Slack, Mattermost and others show.
    body.put("text", text);
    jdbc.sql(
            "insert into alert (kind, job, run_id, body) select ?, ?, ?, ?"
                + " where (select count(*) from alert) < ?")
        .params(
            java.util.Arrays.asList(
                kind, job, run, JsonMapper.shared().writeValueAsString(body), MOST_KEPT))
        .update();
  }

  /** A message on its way. */
  record Alert(long id, String body, int attempts) {}

  /** A message that is to be sent now; nobody else gets it before its next attempt is due. */
  Optional<Alert> claim() {
    return jdbc.sql(
            "update alert set attempts = attempts + 1,"
                + " next_attempt_at = now() + ? * power(2, attempts) * interval '1 second'"
                + " where alert_id = (select alert_id from alert where next_attempt_at <= now()"
                + " order by next_attempt_at limit 1 for update skip locked)"
                + " returning alert_id, body, attempts")
        .param(FIRST_PAUSE.toSeconds())
        .query(
            (row, n) ->
                new Alert(row.getLong("alert_id"), row.getString("body"), row.getInt("attempts")))
        .optional();
  }

  /** Forgets a message that was delivered or given up. */
  void remove(long id) {
    jdbc.sql("delete from alert where alert_id = ?").param(id).update();
  }
}
