package io.rivulet.ingest.plan;

import com.networknt.schema.regex.RegularExpression;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A regular expression of a plan that gives up after so many steps, on one text and on all of a
 * request: the expression is the owner's, but the text comes from anybody, and {@code ^(a+)+$}
 * takes years on some texts of 50 characters.
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
    Counted counted = new Counted(text, most);
    try {
      return pattern.matcher(counted).find();
    } catch (TooManySteps e) {
      if (ofRequest != null && most < MAX_STEPS) {
        ofRequest.missed();
      }
      return false;
    } catch (StackOverflowError e) {
      return false;
    } finally {
      if (ofRequest != null) {
        ofRequest.take(Math.min(most, counted.steps));
      }
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }

  /** Text that can be looked at so many times. */
  private static final class Counted implements CharSequence {
    private final String text;
    private final int most;
    private int steps;

    Counted(String text, int most) {
      this.text = text;
      this.most = most;
    }

    @Override
    public char charAt(int index) {
      if (++steps > most) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
