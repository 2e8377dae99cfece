package io.rivulet.etl.quality;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gate that the rules in force are. */
final class RuleGate implements QualityGate {
  private static final Logger log = LoggerFactory.getLogger(RuleGate.class);

  private final RuleFiles files;
  private final QualityResults results;
  private final MeterRegistry metrics;

  RuleGate(RuleFiles files, QualityResults results, MeterRegistry metrics) {
    this.files = files;
    this.results = results;
    this.metrics = metrics;
  }

  @Override
  public void check(String job, long runId, String project, Engine engine, List<Staged> staged) {
    if (!(engine instanceof Workbench workbench)) {
      throw new IllegalArgumentException("rules are judged in DuckDB, not in " + engine);
    }
    List<Rules> rules = staged.stream().map(s -> files.of(s.dataset())).toList();
    List<RuleResult> all = new ArrayList<>();
    for (int i = 0; i < staged.size(); i++) {
      Staged one = staged.get(i);
      all.addAll(
          Evaluation.of(
              workbench,
              rules.get(i),
              one.relation(),
              Evaluation.LONGEST,
              results.history(project, one.dataset())));
    }
    results.keep(job, runId, project, all);
    count(all);
    all.stream()
        .filter(RuleResult::isWarning)
        .forEach(r -> log.warn("project {}: quality rule warns of {}", project, r.describe()));
    List<RuleResult> failed = all.stream().filter(RuleResult::forbidsPublishing).toList();
    if (!failed.isEmpty()) {
      throw new QualityFailedException(failed);
    }
  }

  private void count(List<RuleResult> all) {
    for (RuleResult result : all) {
      if (!result.isPart()) {
        // From 0 on: who watches failures grow would not see the first one.
        for (RuleResult.Outcome outcome : RuleResult.Outcome.values()) {
          counter(result, outcome).increment(outcome == result.outcome() ? 1 : 0);
        }
      }
    }
  }

  private Counter counter(RuleResult result, RuleResult.Outcome outcome) {
    return metrics.counter(
        "rivulet.quality.rules",
        "dataset",
        result.dataset(),
        "level",
        result.level().wireName(),
        "outcome",
        outcome.wireName());
  }
}
