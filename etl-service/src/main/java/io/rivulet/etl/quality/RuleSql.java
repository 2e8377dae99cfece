package io.rivulet.etl.quality;

import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.model.condition.Condition;
import software.amazon.glue.dqdl.model.condition.date.DateBasedCondition;
import software.amazon.glue.dqdl.model.condition.date.DateExpression;
import software.amazon.glue.dqdl.model.condition.duration.Duration;
import software.amazon.glue.dqdl.model.condition.duration.DurationBasedCondition;
import software.amazon.glue.dqdl.model.condition.number.NullNumericOperand;
import software.amazon.glue.dqdl.model.condition.number.NumberBasedCondition;
import software.amazon.glue.dqdl.model.condition.number.NumericOperand;
import software.amazon.glue.dqdl.model.condition.string.Keyword;
import software.amazon.glue.dqdl.model.condition.string.KeywordStringOperand;
import software.amazon.glue.dqdl.model.condition.string.StringBasedCondition;
import software.amazon.glue.dqdl.model.condition.string.StringOperand;

/**
 * The SQL that measures what a rule is about, as expressions over one relation, so that all rules
 * of a dataset are measured by one scan. Shares are 0 to 1, and 1 where there is no row.
 */
final class RuleSql {
  private static final int SHOWN_DIGITS = 12;

  private final List<String> columns;
  private final SelectGuard guard;

  /**
   * @param columns names of the dataset's columns
   */
  RuleSql(List<String> columns, SelectGuard guard) {
    this.columns = columns;
    this.guard = guard;
  }

  /**
   * The expression whose value the rule's condition is about: for {@code Completeness "a" > 0.9} it
   * is {@code count("a") / count(*)}.
   *
   * @throws RuleException when the dataset cannot have it
   */
  String measure(DQRule rule) {
    return switch (rule.getRuleType()) {
      case "RowCount" -> "count(*)" + filter(rule, "true");
      case "ColumnCount" -> Integer.toString(columns.size());
      case "ColumnExists" -> columns.contains(rule.getParameters().get("TargetColumn")) ? "1" : "0";
      case "IsComplete", "Completeness" ->
          share("count(*)" + filter(rule, column(rule) + " is not null"), rows(rule));
      case "IsUnique" ->
          share(
              "count(distinct " + column(rule) + ")" + filter(rule, "true"),
              "count(" + column(rule) + ")" + filter(rule, "true"));
      case "IsPrimaryKey" -> primaryKey(rule);
      case "DistinctValuesCount" -> "count(distinct " + column(rule) + ")" + filter(rule, "true");
      case "Uniqueness" -> unique(rule, "coalesce(sum(copies), 0)");
      case "UniqueValueRatio" -> unique(rule, "count(*)");
      case "Mean" -> "avg(" + column(rule) + ")" + filter(rule, "true");
      case "Sum" -> "coalesce(sum(" + column(rule) + ")" + filter(rule, "true") + ", 0)";
      case "StandardDeviation" -> "stddev_pop(" + column(rule) + ")" + filter(rule, "true");
      case "ColumnValues", "ColumnLength", "DataFreshness" ->
          share("count(*)" + filter(rule, holds(rule)), rows(rule));
      case "CustomSql" ->
          "("
              + guard.checked(
                  Objects.requireNonNull(rule.getParameters().get("CustomSqlStatement")))
              + "\n)";
      default -> throw new RuleException("rule type " + rule.getRuleType() + " is not supported");
    };
  }

  /** A number as SQL takes it, without exponent. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** A number as people read it, without the last digits of a double. */
  static String shown(double value) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? Double.toString(value)
        : new BigDecimal(value)
            .round(new MathContext(SHOWN_DIGITS))
            .stripTrailingZeros()
            .toPlainString();
  }

  private String primaryKey(DQRule rule) {
    List<String> key = columns(rule);
    String complete =
        key.stream().map(c -> c + " is not null").collect(Collectors.joining(" and "));
    String distinct = key.size() == 1 ? key.get(0) : "(" + String.join(", ", key) + ")";
    return share("count(distinct " + distinct + ")" + filter(rule, complete), rows(rule));
  }

  /** The share of values that occur exactly once, of the values or of the distinct values. */
  private String unique(DQRule rule, String of) {
    String key = String.join(", ", columns(rule));
    String complete =
        columns(rule).stream().map(c -> c + " is not null").collect(Collectors.joining(" and "));
    return "(select "
        + share("count(*) filter (where copies = 1)", of)
        + " from (select count(*) as copies from "
        + SelectGuard.PRIMARY
        + " where "
        + complete
        + where(rule)
        + " group by "
        + key
        + "))";
  }

  private static String share(String part, String whole) {
    return "coalesce(cast(" + part + " as double) / nullif(" + whole + ", 0), 1)";
  }

  private String rows(DQRule rule) {
    return "count(*)" + filter(rule, "true");
  }

  private String filter(DQRule rule, String condition) {
    return " filter (where (" + condition + ")" + where(rule) + ")";
  }

  /** The rule's where clause, as what follows another condition. */
  private String where(DQRule rule) {
    if (rule.getWhereClause() == null) {
      return "";
    }
    String prefix = "select 1 from primary where (";
    String query = guard.checked(prefix + rule.getWhereClause() + "\n)");
    return " and (" + query.substring(query.indexOf('(') + 1);
  }

  private String column(DQRule rule) {
    return columns(rule).get(0);
  }

  private List<String> columns(DQRule rule) {
    return rule.getParameters().values().stream().map(this::quoted).toList();
  }

  private String quoted(String column) {
    if (!columns.contains(column)) {
      throw new RuleException("there is no column '" + column + "', only " + columns);
    }
    return Workbench.identifier(column);
  }

  /** The condition that a row meets or does not meet. */
  private String holds(DQRule rule) {
    Condition condition = rule.getCondition();
    String column = column(rule);
    if (rule.getRuleType().equals("ColumnLength")) {
      return numbers("length(cast(" + column + " as varchar))", (NumberBasedCondition) condition);
    }
    if (condition instanceof NumberBasedCondition numbers) {
      return numbers(column, numbers);
    }
    if (condition instanceof StringBasedCondition texts) {
      return texts(column, texts);
    }
    if (condition instanceof DateBasedCondition dates) {
      return compared(
          "cast(" + column + " as timestamp)",
          dates.getOperator().name(),
          dates.getOperands().stream().map(RuleSql::moment).toList());
    }
    return compared(
        "(epoch_us_of(cast(now() as timestamp)) - epoch_us_of(cast("
            + column
            + " as timestamp))) / 1000000.0",
        ((DurationBasedCondition) condition).getOperator().name(),
        ((DurationBasedCondition) condition).getOperands().stream().map(RuleSql::seconds).toList());
  }

  private static String numbers(String value, NumberBasedCondition condition) {
    Function<NumericOperand, String> literal =
        operand ->
            operand instanceof NullNumericOperand
                ? "null"
                : number(new Thresholds(List.of()).evaluate(operand));
    return compared(
        value,
        condition.getOperator().name(),
        condition.getOperands().stream().map(literal).toList());
  }

  /**
   * As Glue has it, a null meets no condition but {@code = NULL}, {@code in [..., NULL]}, and those
   * that say what a value is not.
   */
  private static String compared(String value, String operator, List<String> operands) {
    boolean namesNull = operands.contains("null");
    List<String> others = operands.stream().filter(o -> !o.equals("null")).toList();
    String equal = others.isEmpty() ? "false" : value + " in (" + String.join(", ", others) + ")";
    String isAny =
        "coalesce(" + equal + ", false)" + (namesNull ? " or " + value + " is null" : "");
    return switch (operator) {
      case "EQUALS", "IN" -> isAny;
      case "NOT_EQUALS", "NOT_IN" -> "not (" + isAny + ")";
      // without its ends, as Glue has it
      case "BETWEEN" -> value + " > " + operands.get(0) + " and " + value + " < " + operands.get(1);
      case "NOT_BETWEEN" ->
          value + " <= " + operands.get(0) + " or " + value + " >= " + operands.get(1);
      case "GREATER_THAN" -> value + " > " + operands.get(0);
      case "GREATER_THAN_EQUAL_TO" -> value + " >= " + operands.get(0);
      case "LESS_THAN" -> value + " < " + operands.get(0);
      case "LESS_THAN_EQUAL_TO" -> value + " <= " + operands.get(0);
      default -> throw new RuleException("operator " + operator + " is not supported");
    };
  }

  private static String texts(String column, StringBasedCondition condition) {
    String value = "cast(" + column + " as varchar)";
    String isAny =
        condition.getOperands().stream()
            .map(operand -> isText(value, operand, condition))
            .collect(Collectors.joining(" or "));
    return switch (condition.getOperator()) {
      case EQUALS, IN, MATCHES -> isAny;
      case NOT_EQUALS, NOT_IN, NOT_MATCHES -> "not (" + isAny + ")";
    };
  }

  private static String isText(
      String value, StringOperand operand, StringBasedCondition condition) {
    if (operand instanceof KeywordStringOperand keyword) {
      return switch (Keyword.valueOf(keyword.getOperand())) {
        case NULL -> value + " is null";
        case EMPTY -> "coalesce(" + value + " = '', false)";
        case WHITESPACES_ONLY ->
            "coalesce(" + value + " <> '' and trim(" + value + ") = '', false)";
      };
    }
    String text = Engine.literal(operand.getOperand().replace("\\\"", "\""));
    boolean isPattern = condition.getOperator().name().endsWith("MATCHES");
    return "coalesce("
        + (isPattern ? "regexp_full_match(" + value + ", " + text + ")" : value + " = " + text)
        + ", false)";
  }

  private static String moment(DateExpression expression) {
    LocalDateTime moment = expression.getEvaluatedExpression();
    if (moment == null) {
      return "null";
    }
    // The parser's now() is the machine's; what is stored is UTC.
    boolean isNow =
        expression instanceof DateExpression.CurrentDate
            || expression instanceof DateExpression.CurrentDateExpression;
    LocalDateTime utc =
        isNow
            ? LocalDateTime.ofInstant(
                moment.atZone(ZoneId.systemDefault()).toInstant(), ZoneOffset.UTC)
            : moment;
    return "timestamp '" + utc.toString().replace('T', ' ') + "'";
  }

  private static String seconds(Duration duration) {
    return Long.toString(
        duration.getAmount()
            * switch (duration.getUnit()) {
              case MINUTES -> 60L;
              case HOURS -> 3_600L;
              case DAYS -> 86_400L;
            });
  }
}
