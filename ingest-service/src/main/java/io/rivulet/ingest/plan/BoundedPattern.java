package io.rivulet.ingest.plan;

import com.networknt.schema.regex.RegularExpression;
import io.rivulet.event.BoundedText;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A regular expression of a plan that gives up after so many steps, on one text and on all of a
 * request, see {@link BoundedText}.
 */
final class BoundedPattern implements RegularExpression {
  // A sane expression looks at each character of the largest event a few times.
  private static final int MAX_STEPS = 1_000_000;

  // The validator has no place in which a request could hand it to the expressions.
  private static final ThreadLocal<PatternSteps> OF_REQUEST = new ThreadLocal<>();

  private final Pattern pattern;

  /**
   * Does work with expressions that take their steps from these, which know afterwards whether
   * there were enough.
   */
  static <T> T within(PatternSteps steps, Supplier<T> work) {
    OF_REQUEST.set(steps);
    try {
      return work.get();
    } finally {
      OF_REQUEST.remove();
    }
  }

  /**
   * @throws java.util.regex.PatternSyntaxException when it is none
   */
  BoundedPattern(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** Whether the expression is found in the text; false too when that takes too many steps. */
  @Override
  public boolean matches(String text) {
    PatternSteps ofRequest = OF_REQUEST.get();
    int most = ofRequest == null ? MAX_STEPS : Math.min(MAX_STEPS, ofRequest.left());
    BoundedText bounded = new BoundedText(text, most);
    try {
      return pattern.matcher(bounded).find();
    } catch (BoundedText.TooManySteps e) {
      if (ofRequest != null && most < MAX_STEPS) {
        ofRequest.missed();
      }
      return false;
    } catch (StackOverflowError e) {
      return false;
    } finally {
      if (ofRequest != null) {
        ofRequest.take(most - bounded.stepsLeft());
      }
    }
  }
}
