package io.rivulet.etl.worker;

import io.rivulet.etl.run.Argument.InvalidArgumentException;
import io.rivulet.etl.run.JobRun;
import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.run.JobSettings;
import io.rivulet.etl.run.JobTable;
import io.rivulet.etl.run.Refusal;
import io.rivulet.etl.worker.JobRunner.QueueFullException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The API of jobs and runs. Every error is JSON with {@code code} and {@code message}. */
@RestController
@RequestMapping("/api")
class RunsController {
  private static final int MOST_RUNS = 1_000;

  private final JobRunner runner;
  private final JobTable jobs;
  private final JobRuns runs;

  RunsController(JobRunner runner, JobTable jobs, JobRuns runs) {
    this.runner = runner;
    this.jobs = jobs;
    this.runs = runs;
  }

  @GetMapping("/jobs")
  List<JobSettings> jobs() {
    return jobs.all();
  }

  @PostMapping("/jobs/{job}/pause")
  JobSettings pause(@PathVariable String job) {
    return pause(job, true);
  }

  @PostMapping("/jobs/{job}/resume")
  JobSettings resume(@PathVariable String job) {
    return pause(job, false);
  }

  private JobSettings pause(String job, boolean paused) {
    known(job);
    jobs.pause(job, paused);
    return known(job);
  }

  @GetMapping("/runs")
  List<JobRun> latest(
      @RequestParam(required = false) @Nullable String job,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(defaultValue = "50") int limit) {
    return runs.latest(job, state == null ? null : state(state), limited(limit));
  }

  private static State state(String name) {
    return Arrays.stream(State.values())
        .filter(s -> s.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.badRequest(
                    "invalid_state",
                    "state must be one of "
                        + Arrays.toString(State.values())
                        + ", not '"
                        + name
                        + "'"));
  }

  private static int limited(int limit) {
    if (limit < 1 || limit > MOST_RUNS) {
      throw Refusal.badRequest(
          "invalid_limit", "limit must be 1 to " + MOST_RUNS + ", not " + limit);
    }
    return limit;
  }

  @GetMapping("/runs/{id}")
  JobRun one(@PathVariable long id) {
    return runs.find(id)
        .orElseThrow(() -> Refusal.notFound("unknown_run", "there is no run " + id));
  }

  /** Starts a run: 202 with the run. The body has the arguments that the job takes. */
  @PostMapping("/jobs/{job}/runs")
  ResponseEntity<JobRun> start(
      @PathVariable String job, @RequestBody(required = false) @Nullable Map<String, Object> body) {
    JobSettings settings = known(job);
    if (settings.isPaused()) {
      throw Refusal.conflict("job_is_paused", "job " + job + " is paused");
    }
    try {
      return ResponseEntity.accepted()
          .body(runner.startOnDemand(settings, body == null ? Map.of() : body));
    } catch (InvalidArgumentException e) {
      throw Refusal.badRequest("invalid_arguments", String.valueOf(e.getMessage()));
    } catch (QueueFullException e) {
      throw new Refusal(
          HttpStatus.TOO_MANY_REQUESTS, "too_many_runs", String.valueOf(e.getMessage()));
    }
  }

  @PostMapping("/runs/{id}/stop")
  ResponseEntity<JobRun> stop(@PathVariable long id) {
    one(id);
    if (!runner.stop(id)) {
      throw Refusal.conflict("run_is_over", "run " + id + " is over or stopping already");
    }
    return ResponseEntity.accepted().body(one(id));
  }

  private JobSettings known(String job) {
    return jobs.find(job)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "unknown_job",
                    "there is no job '"
                        + job
                        + "', only "
                        + jobs.all().stream().map(JobSettings::job).toList()));
  }
}
