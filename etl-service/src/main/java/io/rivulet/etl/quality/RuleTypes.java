package io.rivulet.etl.quality;

import java.util.List;
import java.util.Optional;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.model.condition.Condition;
import software.amazon.glue.dqdl.model.condition.date.DateBasedCondition;
import software.amazon.glue.dqdl.model.condition.duration.DurationBasedCondition;
import software.amazon.glue.dqdl.model.condition.number.NumberBasedCondition;
import software.amazon.glue.dqdl.model.condition.string.StringBasedCondition;

/** The rule types of DQDL that can be evaluated here, and the conditions that they take. */
final class RuleTypes {
  /** Types whose measure is compared with a number. */
  private static final List<String> MEASURED =
      List.of(
          "RowCount",
          "ColumnCount",
          "Completeness",
          "Uniqueness",
          "UniqueValueRatio",
          "DistinctValuesCount",
          "Mean",
          "Sum",
          "StandardDeviation",
          "CustomSql");

  /** Types that hold or do not hold. */
  private static final List<String> PLAIN =
      List.of("IsComplete", "IsUnique", "IsPrimaryKey", "ColumnExists");

  /** Types with a condition on each row. */
  private static final List<String> BY_ROW =
      List.of("ColumnValues", "ColumnLength", "DataFreshness");

  private RuleTypes() {}

  static boolean isPlain(DQRule rule) {
    return PLAIN.contains(rule.getRuleType());
  }

  static boolean isByRow(DQRule rule) {
    return BY_ROW.contains(rule.getRuleType());
  }

  /** Why a rule that is not composed cannot be evaluated here; empty when it can. */
  static Optional<String> problem(DQRule rule) {
    String type = rule.getRuleType();
    Condition condition = rule.getCondition();
    if (MEASURED.contains(type)) {
      return condition instanceof NumberBasedCondition
          ? Optional.empty()
          : Optional.of(type + " needs a condition on a number, such as > 0");
    }
    if (type.equals("ColumnValues")) {
      return condition instanceof NumberBasedCondition
              || condition instanceof StringBasedCondition
              || condition instanceof DateBasedCondition
          ? Optional.empty()
          : Optional.of("ColumnValues needs a condition on a number, a text or a date");
    }
    if (type.equals("ColumnLength")) {
      return condition instanceof NumberBasedCondition
          ? Optional.empty()
          : Optional.of("ColumnLength needs a condition on a number");
    }
    if (type.equals("DataFreshness")) {
      return condition instanceof DurationBasedCondition
          ? Optional.empty()
          : Optional.of("DataFreshness needs a condition on a duration, such as <= 24 hours");
    }
    return PLAIN.contains(type)
        ? Optional.empty()
        : Optional.of(
            "rule type "
                + type
                + " is not supported; supported are "
                + String.join(", ", PLAIN)
                + ", "
                + String.join(", ", BY_ROW)
                + ", "
                + String.join(", ", MEASURED));
  }
}
