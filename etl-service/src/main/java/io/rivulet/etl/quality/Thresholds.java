package io.rivulet.etl.quality;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.model.condition.number.AtomicNumberOperand;
import software.amazon.glue.dqdl.model.condition.number.BinaryExpressionOperand;
import software.amazon.glue.dqdl.model.condition.number.FunctionCallOperand;
import software.amazon.glue.dqdl.model.condition.number.NumericOperand;
import software.amazon.glue.dqdl.model.condition.number.OperandEvaluator;

/**
 * The numbers that a condition compares with, some of which come from the history: {@code
 * avg(last(10)) * 0.6} is six tenths of the mean of the last ten values, or of as many as there
 * are.
 */
final class Thresholds extends OperandEvaluator {
  private static final long serialVersionUID = 1;

  /** Nothing was measured before, so there is nothing to compare with. */
  static final class NoHistoryException extends RuntimeException {
    NoHistoryException() {
      super("there is no history yet");
    }
  }

  private final ArrayList<Double> history;
  private final ArrayList<Double> compared = new ArrayList<>();

  /**
   * @param history earlier values, the latest first
   */
  Thresholds(List<Double> history) {
    this.history = new ArrayList<>(history);
  }

  /** How many earlier values a condition asks for at most. */
  static final int LONGEST_HISTORY = 100;

  /** The numbers that were compared with, in the order of the condition. */
  List<Double> compared() {
    return compared;
  }

  @Override
  public Double evaluate(DQRule rule, NumericOperand operand) {
    Double number = evaluate(operand);
    compared.add(number);
    return number;
  }

  Double evaluate(NumericOperand operand) {
    if (operand instanceof AtomicNumberOperand) {
      return Double.valueOf(operand.getOperand());
    }
    if (operand instanceof BinaryExpressionOperand binary) {
      double left = evaluate(binary.getOperand1());
      double right = evaluate(binary.getOperand2());
      return switch (binary.getOperator()) {
        case "+" -> left + right;
        case "-" -> left - right;
        case "*" -> left * right;
        case "/" -> left / right;
        default -> throw new RuleException("operator " + binary.getOperator() + " is not known");
      };
    }
    if (operand instanceof FunctionCallOperand call) {
      return call(call);
    }
    throw new RuleException("'" + operand.getOperand() + "' is no number");
  }

  private double call(FunctionCallOperand call) {
    List<NumericOperand> operands = call.getOperands();
    String name = call.getFunctionName();
    if (name.equals("last")) {
      return last(call).get(0);
    }
    if (operands.isEmpty()
        || !(operands.get(0) instanceof FunctionCallOperand inner)
        || !inner.getFunctionName().equals("last")) {
      throw new RuleException(name + " is taken of the history alone, as in avg(last(10))");
    }
    List<Double> values = last(inner);
    List<Double> sorted = values.stream().sorted().toList();
    int n = values.size();
    return switch (name) {
      case "avg" -> mean(values);
      case "sum" -> mean(values) * n;
      case "min" -> sorted.get(0);
      case "max" -> sorted.get(n - 1);
      case "median" ->
          n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
      case "std" -> {
        double mean = mean(values);
        yield Math.sqrt(
            values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(0));
      }
      case "index" -> {
        if (operands.size() != 2) {
          throw new RuleException("index takes the history and a place, as in index(last(10), 2)");
        }
        int place = evaluate(operands.get(1)).intValue();
        if (place < 0) {
          throw new RuleException("the first place is 0, not " + place);
        }
        yield values.get(Math.min(place, n - 1));
      }
      default ->
          throw new RuleException(
              "function " + name + " is not known; avg, sum, min, max, median, std, index are");
    };
  }

  /** The values that {@code last(n)} names, the latest first. */
  private List<Double> last(FunctionCallOperand call) {
    @Nullable NumericOperand count =
        call.getOperands().isEmpty() ? null : call.getOperands().get(0);
    int n = count == null ? 1 : evaluate(count).intValue();
    if (n < 1 || n > LONGEST_HISTORY) {
      throw new RuleException("last takes 1 to " + LONGEST_HISTORY + ", not " + n);
    }
    if (history.isEmpty()) {
      throw new NoHistoryException();
    }
    return history.subList(0, Math.min(n, history.size()));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
