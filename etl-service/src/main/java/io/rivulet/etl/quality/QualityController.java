package io.rivulet.etl.quality;

import io.rivulet.etl.quality.RuleResult.Outcome;
import io.rivulet.etl.run.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What rules there are and what they said. */
@RestController
@RequestMapping("/api/quality")
class QualityController {
  private static final int MOST_RESULTS = 1_000;

  private final RuleFiles files;
  private final QualityResults results;

  QualityController(RuleFiles files, QualityResults results) {
    this.files = files;
    this.results = results;
  }

  /** What rules said, the newest first. */
  @GetMapping
  List<Map<String, Object>> results(
      @RequestParam(required = false) @Nullable String project,
      @RequestParam(required = false) @Nullable String dataset,
      @RequestParam(required = false) @Nullable Long run,
      @RequestParam(required = false) @Nullable String outcome,
      @RequestParam(defaultValue = "100") int limit) {
    if (limit < 1 || limit > MOST_RESULTS) {
      throw Refusal.badRequest(
          "invalid_limit", "limit must be 1 to " + MOST_RESULTS + ", not " + limit);
    }
    if (outcome != null && !Outcome.wireNames().contains(outcome)) {
      throw Refusal.badRequest(
          "invalid_outcome",
          "outcome is one of " + Outcome.wireNames() + ", not '" + outcome + "'");
    }
    return results.latest(project, dataset, run, outcome, limit);
  }

  /** The rules in force; a file that cannot be used has an error in place of them. */
  @GetMapping("/rules")
  List<Map<String, Object>> rules() {
    return files.datasets().stream().map(this::rules).toList();
  }

  private Map<String, Object> rules(String dataset) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("dataset", dataset);
    try {
      Rules rules = files.of(dataset);
      entry.put("origin", rules.origin());
      entry.put("rules", rules.rules().stream().map(r -> Rule.text(r.dqdl())).toList());
      entry.put("text", rules.text());
    } catch (InvalidRulesException e) {
      entry.put("error", String.valueOf(e.getMessage()));
    }
    return entry;
  }

  /** Says that a change of the numbers is right: what was measured before is no history. */
  @PostMapping("/{project}/{dataset}/restart-history")
  Map<String, String> restartHistory(@PathVariable String project, @PathVariable String dataset) {
    try {
      files.of(dataset);
    } catch (IllegalArgumentException | InvalidRulesException e) {
      throw Refusal.badRequest("invalid_dataset", String.valueOf(e.getMessage()));
    }
    if (!results.restartHistory(project, dataset)) {
      throw Refusal.notFound(
          "unknown_history",
          "no rule has measured dataset '" + dataset + "' of project '" + project + "'");
    }
    return Map.of("project", project, "dataset", dataset);
  }
}
