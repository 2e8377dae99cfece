package io.rivulet.etl.quality;

import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.quality.Rule.Level;
import io.rivulet.etl.quality.RuleResult.Outcome;
import io.rivulet.etl.quality.Thresholds.NoHistoryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.model.DQRuleLogicalOperator;
import software.amazon.glue.dqdl.model.condition.Condition;

/**
 * Evaluates the rules of a dataset on a staged relation: all measures by one query where that is
 * possible, each by its own where one of them is in error, then the conditions.
 */
final class Evaluation {
  /** Longest that all measures of a dataset may take together. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  /** What a rule measured: a number, nothing, or why it cannot be measured. */
  private record Measured(@Nullable Double value, @Nullable String problem) {}

  private final Workbench workbench;
  private final Rules rules;
  private final Function<String, List<Double>> history;
  private final List<RuleResult> results = new ArrayList<>();
  private final Map<String, Measured> measured = new LinkedHashMap<>();
  private final long endNanos;

  private Evaluation(
      Workbench workbench, Rules rules, Duration longest, Function<String, List<Double>> history) {
    this.endNanos = System.nanoTime() + longest.toNanos();
    this.workbench = workbench;
    this.rules = rules;
    this.history = history;
  }

  /**
   * Evaluates all rules.
   *
   * @param relation of the workbench
   * @param longest that measuring may take; what is not measured then is in error
   * @param history earlier values of a measure, the latest first
   * @throws IllegalStateException when the workbench is cancelled
   */
  static List<RuleResult> of(
      Workbench workbench,
      Rules rules,
      String relation,
      Duration longest,
      Function<String, List<Double>> history) {
    if (rules.rules().isEmpty()) {
      return List.of();
    }
    Evaluation evaluation = new Evaluation(workbench, rules, longest, history);
    workbench.execute(
        "create or replace temp view " + SelectGuard.PRIMARY + " as select * from " + relation);
    try {
      evaluation.measure(workbench.columns(SelectGuard.PRIMARY));
    } finally {
      if (!workbench.isCancelled()) {
        workbench.execute("drop view " + SelectGuard.PRIMARY);
      }
    }
    evaluation.rules.rules().forEach(r -> evaluation.judge(r.dqdl(), r.level(), false));
    return evaluation.results;
  }

  private void measure(List<String> columns) {
    RuleSql sql = new RuleSql(columns, new SelectGuard(workbench));
    Map<String, String> expressions = new LinkedHashMap<>();
    for (Rule rule : rules.rules()) {
      for (DQRule leaf : leaves(rule.dqdl())) {
        try {
          expressions.put(Rule.text(leaf), sql.measure(leaf));
        } catch (RuleException e) {
          measured.put(Rule.text(leaf), new Measured(null, e.getMessage()));
        }
      }
    }
    try {
      List<@Nullable Double> values = numbers(expressions.values());
      int i = 0;
      for (String rule : expressions.keySet()) {
        measured.put(rule, new Measured(values.get(i++), null));
      }
    } catch (IllegalStateException together) {
      if (workbench.isCancelled()) {
        throw together;
      }
      expressions.forEach((rule, expression) -> measured.put(rule, alone(expression)));
    }
  }

  private Measured alone(String expression) {
    if (left().isNegative()) {
      return new Measured(null, "the rules of the dataset take too long");
    }
    try {
      return new Measured(numbers(List.of(expression)).get(0), null);
    } catch (IllegalStateException e) {
      if (workbench.isCancelled()) {
        throw e;
      }
      return new Measured(null, e.getMessage());
    }
  }

  /** The values of expressions; the count before them makes it one row, however many there are. */
  private List<@Nullable Double> numbers(Collection<String> expressions) {
    List<@Nullable Double> numbers =
        workbench.numbers(
            expressions.stream()
                .map(e -> ",\ncast(" + e + " as double)")
                .collect(Collectors.joining("", "select count(*)", " from " + SelectGuard.PRIMARY)),
            left());
    return numbers.subList(1, numbers.size());
  }

  private Duration left() {
    return Duration.ofNanos(endNanos - System.nanoTime());
  }

  private static List<DQRule> leaves(DQRule rule) {
    return Rule.isComposed(rule)
        ? rule.getNestedRules().stream().flatMap(r -> leaves(r).stream()).toList()
        : List.of(rule);
  }

  private Outcome judge(DQRule rule, Level level, boolean isPart) {
    return Rule.isComposed(rule) ? composed(rule, level, isPart) : leaf(rule, level, isPart);
  }

  private Outcome composed(DQRule rule, Level level, boolean isPart) {
    List<Outcome> parts =
        rule.getNestedRules().stream().map(part -> judge(part, level, true)).toList();
    boolean passed =
        rule.getOperator() == DQRuleLogicalOperator.AND
            ? parts.stream().allMatch(p -> p == Outcome.PASSED)
            : parts.contains(Outcome.PASSED);
    Outcome outcome = Outcome.PASSED;
    if (!passed) {
      outcome = parts.contains(Outcome.ERROR) ? Outcome.ERROR : Outcome.FAILED;
    }
    String text = Rule.text(rule);
    results.add(
        new RuleResult(
            rules.dataset(),
            text,
            text,
            isPart,
            level,
            outcome,
            null,
            null,
            passed ? null : "its parts say: " + parts.stream().map(Outcome::wireName).toList()));
    return outcome;
  }

  private Outcome leaf(DQRule rule, Level level, boolean isPart) {
    Measured measure = Objects.requireNonNull(measured.get(Rule.text(rule)));
    Thresholds thresholds = new Thresholds(history.apply(Rule.measure(rule)));
    Outcome outcome = Outcome.ERROR;
    String message = measure.problem();
    Double value = measure.value();
    if (message == null && value == null) {
      outcome = Outcome.FAILED;
      message = "there is nothing to measure";
    } else if (value != null) {
      try {
        outcome = holds(rule, value, thresholds) ? Outcome.PASSED : Outcome.FAILED;
      } catch (NoHistoryException e) {
        outcome = Outcome.PASSED;
        message = e.getMessage();
      } catch (RuleException e) {
        message = e.getMessage();
      }
    }
    results.add(
        new RuleResult(
            rules.dataset(),
            Rule.text(rule),
            Rule.measure(rule),
            isPart,
            level,
            outcome,
            value,
            threshold(rule, thresholds),
            message));
    return outcome;
  }

  private static boolean holds(DQRule rule, Double value, Thresholds thresholds) {
    if (RuleTypes.isPlain(rule)) {
      return value == 1;
    }
    Condition condition =
        RuleTypes.isByRow(rule) ? rule.getThresholdCondition() : rule.getCondition();
    if (condition == null) {
      // all rows must meet the condition
      return value == 1;
    }
    return condition.evaluate(value, rule, thresholds);
  }

  private static @Nullable String threshold(DQRule rule, Thresholds thresholds) {
    Condition condition =
        RuleTypes.isByRow(rule) ? rule.getThresholdCondition() : rule.getCondition();
    if (condition == null || condition.getConditionAsString().isEmpty()) {
      return null;
    }
    String text = condition.getFormattedCondition();
    List<Double> compared = thresholds.compared();
    if (compared.isEmpty() || !text.contains("last(")) {
      return text;
    }
    return text + " = " + compared.stream().map(RuleSql::shown).collect(Collectors.joining(", "));
  }
}
