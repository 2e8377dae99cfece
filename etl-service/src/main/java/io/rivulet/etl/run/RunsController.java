package io.rivulet.etl.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  private final JobRuns runs;

  RunsController(JobRunner runner, JobRuns runs) {
    this.runner = runner;
    this.runs = runs;
  }

  @GetMapping("/jobs")
  List<Map<String, Object>> jobs() {
    return runs.jobs();
  }

  @GetMapping("/triggers")
  List<Map<String, Object>> triggers() {
    return runs.triggers();
  }

  @GetMapping("/runs")
  ResponseEntity<?> latest(
      @RequestParam(required = false) @Nullable String job,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MOST_RUNS) {
      return error(
          HttpStatus.BAD_REQUEST,
          "invalid_limit",
          "limit must be 1 to " + MOST_RUNS + ", not " + limit);
    }
    return ResponseEntity.ok(runs.latest(job, limit));
  }

  @GetMapping("/runs/{id}")
  ResponseEntity<?> one(@PathVariable long id) {
    return runs.find(id).<ResponseEntity<?>>map(ResponseEntity::ok).orElseGet(() -> noRun(id));
  }

  /** Starts a run: 202 with the run. Argument: {@code project}, the only one to work on. */
  @PostMapping("/jobs/{job}/runs")
  ResponseEntity<?> start(
      @PathVariable String job, @RequestBody(required = false) @Nullable Map<String, Object> body) {
    if (!runner.jobNames().contains(job)) {
      return error(
          HttpStatus.NOT_FOUND,
          "unknown_job",
          "there is no job '" + job + "', only " + runner.jobNames());
    }
    Map<String, Object> arguments = body == null ? Map.of() : body;
    Set<String> unknown = new TreeSet<>(arguments.keySet());
    unknown.remove("project");
    Object project = arguments.get("project");
    if (!unknown.isEmpty() || (project != null && !(project instanceof String))) {
      return error(
          HttpStatus.BAD_REQUEST,
          "invalid_arguments",
          "a run takes the argument project, a text; not " + arguments);
    }
    return ResponseEntity.accepted().body(runner.startOnDemand(job, (String) project));
  }

  @PostMapping("/runs/{id}/stop")
  ResponseEntity<?> stop(@PathVariable long id) {
    if (runs.find(id).isEmpty()) {
      return noRun(id);
    }
    if (!runner.stop(id)) {
      return error(HttpStatus.CONFLICT, "run_is_over", "run " + id + " is over");
    }
    return ResponseEntity.accepted().body(runs.find(id).orElseThrow());
  }

  private static ResponseEntity<?> noRun(long id) {
    return error(HttpStatus.NOT_FOUND, "unknown_run", "there is no run " + id);
  }

  private static ResponseEntity<?> error(HttpStatus status, String code, String message) {
    return ResponseEntity.status(status).body(Map.of("code", code, "message", message));
  }
}
