package io.rivulet.etl.quality;

import java.util.Locale;
import java.util.Map;
import software.amazon.glue.dqdl.model.DQRule;

/**
 * One rule of a dataset.
 *
 * @param dqdl the rule as DQDL's parser gives it, of a type that {@link RuleTypes} knows
 * @param level what its failure means
 */
record Rule(DQRule dqdl, Level level) {

  /** What the failure of a rule means. */
  enum Level {
    /** Nothing is published. */
    FAIL,
    /** It is noted, and published all the same. */
    WARN;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String COMPOSITE = "Composite";

  /** Whether it is made of other rules with {@code and} and {@code or}. */
  static boolean isComposed(DQRule rule) {
    return rule.getRuleType().equals(COMPOSITE);
  }

  /** A rule as DQDL. */
  static String text(DQRule rule) {
    return rule.toString();
  }

  /**
   * What a rule that is not composed measures: the rule without its condition, so that changing a
   * threshold keeps the history.
   */
  static String measure(DQRule rule) {
    StringBuilder measure = new StringBuilder(rule.getRuleType());
    for (Map.Entry<String, String> parameter : rule.getParameters().entrySet()) {
      measure.append(" \"").append(parameter.getValue()).append('"');
    }
    if (rule.getWhereClause() != null) {
      measure.append(" where \"").append(rule.getWhereClause()).append('"');
    }
    return measure.toString();
  }
}
