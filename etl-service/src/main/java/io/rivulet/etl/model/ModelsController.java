package io.rivulet.etl.model;

import io.rivulet.etl.run.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Models over the API: versions, runs and cards. */
@RestController
class ModelsController {
  /** Rows of one answer. */
  private static final int MOST_ROWS = 200;

  private final ModelRegistry registry;
  private final TrialRegistry trials;

  ModelsController(ModelRegistry registry, TrialRegistry trials) {
    this.registry = registry;
    this.trials = trials;
  }

  @GetMapping("/api/models")
  List<Map<String, Object>> versions(@RequestParam(required = false) @Nullable String project) {
    return registry.versions(project, MOST_ROWS);
  }

  @GetMapping("/api/models/{model}/runs")
  List<Map<String, Object>> runs(@PathVariable String model, @RequestParam String project) {
    return registry.runs(project, model, null, MOST_ROWS);
  }

  /**
   * Runs of all models of a project.
   *
   * @param kind train or score; both when absent
   */
  @GetMapping("/api/models/runs")
  List<Map<String, Object>> runs(
      @RequestParam String project,
      @RequestParam(required = false) @Nullable String model,
      @RequestParam(required = false) @Nullable String kind) {
    return registry.runs(project, model, kind, MOST_ROWS);
  }

  /** What tuning tried before a training. */
  @GetMapping("/api/models/{model}/runs/{run}/trials")
  List<Map<String, Object>> trials(
      @PathVariable String model, @PathVariable long run, @RequestParam String project) {
    return trials.of(project, model, run);
  }

  /** The beginning and the end of what an owner's model said while it was trained. */
  @GetMapping(value = "/api/models/{model}/runs/{run}/log", produces = "text/plain;charset=UTF-8")
  String log(@PathVariable String model, @PathVariable long run, @RequestParam String project) {
    return registry
        .log(project, model, run)
        .orElseThrow(() -> Refusal.notFound("unknown_log", "nothing is kept of what the run said"));
  }

  /** What a version learned: of an owner's model a zip of {@code model/}. */
  @GetMapping(
      value = "/api/models/{model}/versions/{version}/artifact",
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  byte[] artifact(
      @PathVariable String model, @PathVariable int version, @RequestParam String project) {
    return registry
        .artifact(project, model, version)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "unknown_version", "nothing is kept of what that version learned"));
  }

  @GetMapping(
      value = "/api/models/{model}/versions/{version}/card",
      produces = MediaType.APPLICATION_JSON_VALUE)
  String card(@PathVariable String model, @PathVariable int version, @RequestParam String project) {
    return card(project, model, version, false);
  }

  /** For people, in Markdown. */
  @GetMapping(
      value = "/api/models/{model}/versions/{version}/card.md",
      produces = "text/markdown;charset=UTF-8")
  String readableCard(
      @PathVariable String model, @PathVariable int version, @RequestParam String project) {
    return card(project, model, version, true);
  }

  private String card(String project, String model, int version, boolean isReadable) {
    return registry
        .card(project, model, version, isReadable)
        .orElseThrow(
            () -> Refusal.notFound("unknown_version", "there is no such version of the model"));
  }
}
