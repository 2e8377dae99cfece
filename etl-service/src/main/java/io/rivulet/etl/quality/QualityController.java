package io.rivulet.etl.quality;

import io.rivulet.etl.quality.RuleResult.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
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
  ResponseEntity<?> results(
      @RequestParam(required = false) @Nullable String project,
      @RequestParam(required = false) @Nullable String dataset,
      @RequestParam(required = false) @Nullable Long run,
      @RequestParam(required = false) @Nullable String outcome,
      @RequestParam(defaultValue = "100") int limit) {
    if (limit < 1 || limit > MOST_RESULTS) {
      return error(
          HttpStatus.BAD_REQUEST,
          "invalid_limit",
          "limit must be 1 to " + MOST_RESULTS + ", not " + limit);
    }
    if (outcome != null && !Outcome.wireNames().contains(outcome)) {
      return error(
          HttpStatus.BAD_REQUEST,
          "invalid_outcome",
          "outcome is one of " + Outcome.wireNames() + ", not '" + outcome + "'");
    }
    return ResponseEntity.ok(results.latest(project, dataset, run, outcome, limit));
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
  ResponseEntity<?> restartHistory(@PathVariable String project, @PathVariable String dataset) {
    files.of(dataset);
    return results.restartHistory(project, dataset)
        ? ResponseEntity.ok(Map.of("project", project, "dataset", dataset))
        : error(
            HttpStatus.NOT_FOUND,
            "unknown_history",
            "no rule has measured dataset '" + dataset + "' of project '" + project + "'");
  }

  @ExceptionHandler({IllegalArgumentException.class, InvalidRulesException.class})
  ResponseEntity<?> refused(RuntimeException e) {
    return error(HttpStatus.BAD_REQUEST, "invalid_dataset", String.valueOf(e.getMessage()));
  }

  private static ResponseEntity<?> error(HttpStatus status, String code, String message) {
    return ResponseEntity.status(status).body(Map.of("code", code, "message", message));
  }
}
