package io.rivulet.etl.quality;

import io.rivulet.etl.quality.Rule.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a rule, or part of a composed one, says of a dataset.
 *
 * @param rule the rule as DQDL
 * @param measure what it measures; the rule itself for a composed one
 * @param value what was measured; null for a composed rule, and where nothing could be measured
 * @param threshold the condition, with numbers of the history filled in; null where it has none
 * @param message why it failed, for people; null when it passed
 */
record RuleResult(
    String dataset,
    String rule,
    String measure,
    boolean isPart,
    Level level,
    Outcome outcome,
    @Nullable Double value,
    @Nullable String threshold,
    @Nullable String message) {

  /** How an evaluation ended. */
  enum Outcome {
    PASSED,
    FAILED,
    /** It could not be evaluated, which counts as failed. */
    ERROR;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> wireNames() {
      return Arrays.stream(values()).map(Outcome::wireName).toList();
    }
  }

  /** Whether nothing may be published because of it. */
  boolean forbidsPublishing() {
    return !isPart && level == Level.FAIL && outcome != Outcome.PASSED;
  }

  boolean isWarning() {
    return !isPart && level == Level.WARN && outcome != Outcome.PASSED;
  }

  /** The dataset, the rule, its value and its threshold, for people. */
  String describe() {
    StringBuilder text = new StringBuilder(dataset).append(": ").append(rule);
    if (value != null) {
      text.append(" has value ").append(RuleSql.shown(value));
    }
    if (threshold != null && !rule.contains(threshold)) {
      text.append(", threshold ").append(threshold);
    }
    if (message != null) {
      text.append(" (").append(message).append(')');
    }
    return text.toString();
  }
}
