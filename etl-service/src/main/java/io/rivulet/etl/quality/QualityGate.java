package io.rivulet.etl.quality;

import io.rivulet.etl.engine.Engine;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Stands before a publication: a job shows what it is about to publish, and when a rule fails that
 * is not a mere warning, the run fails and what was published before stays.
 */
@FunctionalInterface
public interface QualityGate {
  /** Lets everything pass. */
  QualityGate NONE = (job, runId, project, workbench, staged) -> {};

  /**
   * A relation of the engine that is about to be published.
   *
   * @param dataset by whose rules it is judged: 1 to 64 of a-z, 0-9, '.', '_' and '-'
   * @param relation a table or view of the engine
   */
  record Staged(String dataset, String relation) {}

  /** A rule failed; the message names it, its value and its threshold. */
  final class QualityFailedException extends RuntimeException {
    QualityFailedException(List<RuleResult> failed) {
      super(
          failed.stream()
              .map(RuleResult::describe)
              .collect(
                  Collectors.joining("; ", "quality rules failed, nothing is published: ", "")));
    }
  }

  /**
   * Judges what a run is about to publish for a project, and keeps what each rule says, passed or
   * not.
   *
   * @throws QualityFailedException when a rule fails that is not a warning
   * @throws InvalidRulesException when an owner's file of rules cannot be used
   */
  void check(String job, long runId, String project, Engine workbench, List<Staged> staged);
}
