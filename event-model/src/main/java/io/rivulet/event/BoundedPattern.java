package io.rivulet.event;

import java.util.regex.Pattern;

/**
 * A regular expression of the owner's that gives up after so many steps, see {@link BoundedText}.
 */
public final class BoundedPattern {
  private final Pattern pattern;
  private final int maxSteps;

  /**
   * Reads an expression.
   *
   * @param flags as of {@link Pattern#compile(String, int)}
   * @param maxSteps how many characters it may look at, the same one again and again included
   * @throws java.util.regex.PatternSyntaxException when it is none
   */
  public BoundedPattern(String expression, int flags, int maxSteps) {
    this.pattern = Pattern.compile(expression, flags);
    this.maxSteps = maxSteps;
  }

  /** Whether the expression is found in the text; false too when that is not told in time. */
  public boolean isFoundIn(String text) {
    try {
      return pattern.matcher(new BoundedText(text, maxSteps)).find();
    } catch (BoundedText.TooManySteps | StackOverflowError e) {
      return false;
    }
  }
}
