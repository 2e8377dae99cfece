package io.rivulet.event;

/**
 * Text that regular expressions can look at for so many steps and no longer. The expression may be
 * sane or the owner's, but the text comes from anybody, and {@code ^(a+)+$} takes years on some
 * texts of 50 characters. All matchers of one text share its steps. Used by one thread.
 */
public final class BoundedText implements CharSequence {

  /** The steps are used up: nobody knows whether the expression is found. */
  public static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("a regular expression takes too many steps on the text", null, false, false);
    }
  }

  private final String text;
  private int stepsLeft;

  /**
   * Bounds a text.
   *
   * @param maxSteps how many characters are handed out, the same one again and again included
   */
  public BoundedText(String text, int maxSteps) {
    this.text = text;
    this.stepsLeft = maxSteps;
  }

  /** Steps that are left; not below 0. */
  public int stepsLeft() {
    return Math.max(0, stepsLeft);
  }

  /**
   * One step.
   *
   * @throws TooManySteps when all are used up
   */
  @Override
  public char charAt(int index) {
    if (--stepsLeft < 0) {
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
