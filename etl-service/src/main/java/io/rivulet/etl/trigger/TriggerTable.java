package io.rivulet.etl.trigger;

import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.trigger.Schedule.Missed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The declared triggers in database {@code ops}, without the retired ones. */
public final class TriggerTable {

  /**
   * A trigger whose time has come.
   *
   * @param schedule of a SCHEDULED trigger; null for an EVENT trigger
   * @param objects of an EVENT trigger
   * @param window of an EVENT trigger
   */
  record Due(
      String name,
      String job,
      Map<String, String> arguments,
      Instant at,
      @Nullable Schedule schedule,
      Missed missed,
      long objects,
      Duration window,
      Arrivals arrivals) {}

  private final JdbcClient jdbc;

  public TriggerTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All, by name, with what they watch. */
  public List<Map<String, Object>> all() {
    return jdbc
        .sql(
            "select t.trigger, t.job, t.kind, t.is_paused, t.arguments::text as arguments,"
                + " t.schedule, t.time_zone, t.missed, t.match, t.objects, t.window_seconds,"
                + " (select string_agg(c.watched_job || ' ' || c.watched_state, ', '"
                + " order by c.watched_job, c.watched_state) from trigger_condition c"
                + " where c.trigger = t.trigger) as watches,"
                + " t.next_fire_at, t.last_fired_at from trigger t where t.retired_at is null"
                + " order by t.trigger")
        .query()
        .listOfRows()
        .stream()
        .map(
            columns -> {
              Map<String, Object> trigger = new LinkedHashMap<>(columns);
              trigger.values().removeIf(Objects::isNull);
              trigger.put("arguments", JobRuns.arguments(String.valueOf(columns.get("arguments"))));
              return trigger;
            })
        .toList();
  }

  /** Whether there is such a trigger. */
  public boolean exists(String trigger) {
    return jdbc.sql(
            "select exists (select 1 from trigger where trigger = ? and retired_at is null)")
        .param(trigger)
        .query(Boolean.class)
        .single();
  }

  /** Pauses a trigger or lets it go on, from now: what it would have done meanwhile is lost. */
  void pause(String trigger, boolean paused) {
    jdbc.sql(
            "update trigger set is_paused = ?, new_since = null, left_over = 0, awaits_end = false"
                + " where trigger = ?")
        .params(paused, trigger)
        .update();
  }

  /** The schedule of a SCHEDULED trigger. */
  Optional<Schedule> schedule(String trigger) {
    return jdbc.sql(
            "select schedule, time_zone from trigger where trigger = ? and schedule is not null")
        .param(trigger)
        .query((row, n) -> schedule(row))
        .optional();
  }

  /**
   * A trigger of a kind whose time has come, locked for the caller's transaction; one that another
   * instance has locked is its business.
   */
  Optional<Due> due(String kind, Instant now) {
    return jdbc.sql(
            "select t.* from trigger t where t.kind = ? and t.next_fire_at <= ?"
                + " and not t.is_paused and t.retired_at is null"
                + " order by t.next_fire_at limit 1 for no key update of t skip locked")
        .params(kind, Timestamp.from(now))
        .query(TriggerTable::due)
        .optional();
  }

  /** The same trigger again, if it is still in force, locked for the caller's transaction. */
  Optional<Due> locked(String trigger) {
    return jdbc.sql(
            "select t.* from trigger t where t.trigger = ? and not t.is_paused"
                + " and t.next_fire_at is not null"
                + " and t.retired_at is null for no key update of t")
        .param(trigger)
        .query(TriggerTable::due)
        .optional();
  }

  /** Sets when it fires or looks next. */
  void next(String trigger, @Nullable Instant next) {
    jdbc.sql("update trigger set next_fire_at = ? where trigger = ?")
        .params(Arrays.asList(next == null ? null : Timestamp.from(next), trigger))
        .update();
  }

  /** Notes that it fired. */
  void fired(String trigger) {
    jdbc.sql("update trigger set last_fired_at = now() where trigger = ?").param(trigger).update();
  }

  /** Keeps what an EVENT trigger remembers. */
  void remember(String trigger, Arrivals arrivals) {
    Instant since = arrivals.newSince();
    jdbc.sql("update trigger set new_since = ?, left_over = ?, awaits_end = ? where trigger = ?")
        .params(
            Arrays.asList(
                since == null ? null : Timestamp.from(since),
                arrivals.leftOver(),
                arrivals.awaitsEnd(),
                trigger))
        .update();
  }

  /** Whether the latest run that this trigger started is over and did not succeed. */
  boolean lastRunFailed(String trigger) {
    return jdbc.sql("select state from job_run where trigger = ? order by run_id desc limit 1")
        .param(trigger)
        .query(String.class)
        .optional()
        .map(State::valueOf)
        .map(state -> state.isFinal() && state != State.SUCCEEDED)
        .orElse(false);
  }

  private static Due due(ResultSet row, int number) throws SQLException {
    String missed = row.getString("missed");
    return new Due(
        row.getString("trigger"),
        row.getString("job"),
        JobRuns.arguments(row.getString("arguments")),
        Objects.requireNonNull(JobRuns.instant(row, "next_fire_at")),
        row.getString("schedule") == null ? null : schedule(row),
        missed == null ? Missed.RUN_ONCE : Missed.valueOf(missed),
        row.getLong("objects"),
        Duration.ofSeconds(row.getLong("window_seconds")),
        new Arrivals(
            JobRuns.instant(row, "new_since"),
            row.getLong("left_over"),
            row.getBoolean("awaits_end")));
  }

  private static Schedule schedule(ResultSet row) throws SQLException {
    String zone = row.getString("time_zone");
    return Schedule.parse(
        row.getString("schedule"), zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
  }
}
