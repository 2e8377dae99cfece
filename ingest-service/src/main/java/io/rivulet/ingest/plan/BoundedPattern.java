package io.rivulet.ingest.plan;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * A regular expression of a plan that gives up after so many steps: the expression is the owner's,
 * but the text comes from anybody, and {@code ^(a+)+$} takes years on some texts of 50 characters.
 */
final class BoundedPattern implements RegularExpression {
  // A sane expression looks at each character of the largest event a few times.
  private static final int MAX_STEPS = 1_000_000;

  private final Pattern pattern;

  /**
   * @throws java.util.regex.PatternSyntaxException when it is none
   */
  BoundedPattern(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** Whether the expression is found in the text; false too when that is not told in time. */
  @Override
  public boolean matches(String text) {
    try {
      return pattern.matcher(new Counted(text)).find();
    } catch (TooManySteps | StackOverflowError e) {
      return false;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("more than " + MAX_STEPS + " steps", null, false, false);
    }
  }

  /** Text that can be looked at so many times. */
  private static final class Counted implements CharSequence {
    private final String text;
    private int steps;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MAX_STEPS) {
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
