package io.rivulet.etl.job;

import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.JobRun;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.trigger.Schedule;
import io.rivulet.etl.workflow.Condition;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings {@code ops.job} and {@code ops.trigger} in line with what is declared. What is declared no
 * more is retired: its runs stay, and it comes back as it was, paused or not, when it is declared
 * again.
 */
final class JobTables {
  private final JdbcClient jdbc;

  JobTables(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Writes the declarations, in the caller's transaction. */
  void write(Declarations declared, Instant now) {
    // Two instances that start at once write one after the other.
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('rivulet jobs', 0))")
        .query()
        .listOfRows();
    declared.jobs().values().forEach(this::write);
    declared.triggers().forEach((name, trigger) -> write(name, trigger, now));
    retire("job", "job", declared.jobs().keySet());
    List<String> triggers =
        java.util.stream.Stream.concat(
                declared.triggers().keySet().stream(),
                declared.jobs().keySet().stream().map(job -> job + JobRun.ON_DEMAND))
            .toList();
    retire("trigger", "trigger", triggers);
  }

  private void write(DeclaredJob job) {
    JobEntry entry = job.entry();
    jdbc.sql(
            "insert into job (job, description, arguments, max_concurrent_runs, timeout_seconds,"
                + " retries, back_off_seconds, max_back_off_seconds, expected_every_seconds)"
                + " values (?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?)"
                + " on conflict (job) do update set description = excluded.description,"
                + " arguments = excluded.arguments,"
                + " max_concurrent_runs = excluded.max_concurrent_runs,"
                + " timeout_seconds = excluded.timeout_seconds, retries = excluded.retries,"
                + " back_off_seconds = excluded.back_off_seconds,"
                + " max_back_off_seconds = excluded.max_back_off_seconds,"
                + " expected_since = case when job.expected_every_seconds"
                + " is distinct from excluded.expected_every_seconds or job.retired_at is not null"
                + " then now() else job.expected_since end,"
                + " late_since = case when job.expected_every_seconds"
                + " is not distinct from excluded.expected_every_seconds then job.late_since end,"
                + " expected_every_seconds = excluded.expected_every_seconds, retired_at = null")
        .params(
            Arrays.asList(
                job.name(),
                job.description(),
                JsonMapper.shared()
                    .writeValueAsString(job.arguments().stream().map(JobTables::json).toList()),
                entry.maxConcurrentRuns(),
                entry.timeout().toSeconds(),
                entry.retries(),
                entry.backOff().toSeconds(),
                entry.maxBackOff().toSeconds(),
                seconds(entry.expectedEvery())))
        .update();
    jdbc.sql(
            "insert into trigger (trigger, job, kind) values (?, ?, 'ON_DEMAND')"
                + " on conflict (trigger) do update set retired_at = null")
        .params(job.name() + JobRun.ON_DEMAND, job.name())
        .update();
  }

  private static Map<String, Object> json(Argument argument) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", argument.name());
    json.put("kind", argument.kind().name());
    json.put("description", argument.description());
    if (argument.preset() != null) {
      json.put("default", argument.preset());
    }
    json.put("fixed", argument.isFixed());
    return json;
  }

  private void write(String name, TriggerEntry trigger, Instant now) {
    Optional<Schedule> schedule = trigger.schedule();
    Optional<Condition> condition = trigger.condition();
    jdbc.sql(
            "insert into trigger (trigger, job, kind, arguments, schedule, time_zone, missed,"
                + " match, objects, window_seconds, next_fire_at)"
                + " values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (trigger) do update set job = excluded.job, kind = excluded.kind,"
                + " arguments = excluded.arguments, missed = excluded.missed,"
                + " match = excluded.match, objects = excluded.objects,"
                + " window_seconds = excluded.window_seconds,"
                // a schedule that stays keeps its time, so that what was missed is seen
                + " next_fire_at = case when trigger.schedule is not distinct from excluded.schedule"
                + " and trigger.time_zone is not distinct from excluded.time_zone"
                + " and trigger.kind = excluded.kind and trigger.retired_at is null"
                + " then coalesce(trigger.next_fire_at, excluded.next_fire_at)"
                + " else excluded.next_fire_at end,"
                + " schedule = excluded.schedule, time_zone = excluded.time_zone,"
                + " retired_at = null")
        .params(
            Arrays.asList(
                name,
                trigger.job(),
                trigger.kind(),
                JobRuns.json(trigger.arguments()),
                schedule.map(Schedule::text).orElse(null),
                trigger.cron() == null ? null : trigger.timeZone().getId(),
                schedule.isEmpty() ? null : trigger.missed().name(),
                condition.map(c -> c.match().name()).orElse(null),
                trigger.objects(),
                seconds(trigger.window()),
                firstFire(trigger, schedule, now)))
        .update();
    jdbc.sql("delete from trigger_condition where trigger = ?").param(name).update();
    condition.ifPresent(
        c ->
            c.wanted()
                .forEach(
                    (job, states) ->
                        states.forEach(
                            state ->
                                jdbc.sql("insert into trigger_condition values (?, ?, ?)")
                                    .params(name, job, state.name())
                                    .update())));
  }

  /** A pause begins with a run; a cron expression waits for its time. */
  private static @Nullable Timestamp firstFire(
      TriggerEntry trigger, Optional<Schedule> schedule, Instant now) {
    if (schedule.isEmpty()) {
      return trigger.objects() == null ? null : Timestamp.from(now);
    }
    Instant first = schedule.get() instanceof Schedule.Every ? now : schedule.get().next(now);
    return first == null ? null : Timestamp.from(first);
  }

  private static @Nullable Long seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toSeconds();
  }

  private void retire(String table, String key, java.util.Collection<String> declared) {
    jdbc.sql(
            "update "
                + table
                + " set retired_at = now() where retired_at is null and not ("
                + key
                + " = any (string_to_array(?, ',')))")
        .param(String.join(",", declared))
        .update();
  }
}
