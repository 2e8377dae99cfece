package io.rivulet.etl.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.rivulet.etl.run.JobRun;
import io.rivulet.etl.run.JobSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Figures on runs: {@code rivulet_etl_runs_total} and {@code rivulet_etl_run_duration_seconds} by
 * job and state of the runs that this instance ended; {@code rivulet_etl_runs_waiting} and {@code
 * rivulet_etl_job_late} (1 or 0) by job, the same on all instances.
 */
public final class RunMetrics {
  private final MeterRegistry registry;
  private final MultiGauge waiting;
  private final MultiGauge late;

  public RunMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.waiting =
        MultiGauge.builder("rivulet.etl.runs.waiting")
            .description("Runs that have yet to begin")
            .register(registry);
    this.late =
        MultiGauge.builder("rivulet.etl.job.late")
            .description("1 when the job has not succeeded for longer than it is expected to")
            .register(registry);
  }

  /** Counts a run that ended. */
  void ended(JobRun run) {
    Tags tags = Tags.of("job", run.job(), "state", run.state().name());
    registry.counter("rivulet.etl.runs", tags).increment();
    if (run.startedAt() != null && run.endedAt() != null) {
      registry
          .timer("rivulet.etl.run.duration", tags)
          .record(Duration.between(run.startedAt(), run.endedAt()));
    }
  }

  /** Takes over how things stand in the database. */
  void refresh(List<JobSettings> jobs, Map<String, Integer> waitingRuns) {
    waiting.register(
        jobs.stream()
            .map(j -> Row.of(Tags.of("job", j.job()), waitingRuns.getOrDefault(j.job(), 0)))
            .toList(),
        true);
    // From 0 on: who watches them grow would not see the first one.
    for (JobSettings job : jobs) {
      for (JobRun.State state : List.of(JobRun.State.FAILED, JobRun.State.TIMEOUT)) {
        registry.counter("rivulet.etl.runs", "job", job.job(), "state", state.name());
      }
    }
    late.register(
        jobs.stream()
            .map(j -> Row.of(Tags.of("job", j.job()), j.lateSince() == null ? 0 : 1))
            .toList(),
        true);
  }
}
