package io.rivulet.etl.quality;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.engine.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a publication: a job shows what it is about to publish, and when a rule fails that
 * is not a mere warning, the run fails and what was published before stays.
 */
public final class QualityGate {
  private static final Logger log = LoggerFactory.getLogger(QualityGate.class);

  /**
   * A relation of the workbench that is about to be published.
   *
   * @param dataset by whose rules it is judged: 1 to 64 of a-z, 0-9, '.', '_' and '-'
   * @param relation a table or view of the workbench
   */
  public record Staged(String dataset, String relation) {}

  /** A rule failed; the message names it, its value and its threshold. */
  public static final class QualityFailedException extends RuntimeException {
    QualityFailedException(List<RuleResult> failed) {
      super(
          failed.stream()
              .map(RuleResult::describe)
              .collect(
                  Collectors.joining("; ", "quality rules failed, nothing is published: ", "")));
    }
  }

  private final RuleFiles files;
  private final QualityResults results;
  private final MeterRegistry metrics;

  QualityGate(RuleFiles files, QualityResults results, MeterRegistry metrics) {
    this.files = files;
    this.results = results;
    this.metrics = metrics;
  }

  /**
   * Judges what a run is about to publish for a project, and keeps what each rule says, passed or
   * not.
   *
   * @throws QualityFailedException when a rule fails that is not a warning
   * @throws InvalidRulesException when an owner's file of rules cannot be used
   */
  public void check(
      String job, long runId, String project, Workbench workbench, List<Staged> staged) {
    List<Rules> rules = staged.stream().map(s -> files.of(s.dataset())).toList();
    List<RuleResult> all = new ArrayList<>();
    for (int i = 0; i < staged.size(); i++) {
      Staged one = staged.get(i);
      all.addAll(
          Evaluation.of(
              workbench, rules.get(i), one.relation(), results.history(project, one.dataset())));
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
        metrics
            .counter(
                "rivulet.quality.rules",
                "dataset",
                result.dataset(),
                "level",
                result.level().wireName(),
                "outcome",
                result.outcome().wireName())
            .increment();
      }
    }
  }
}
