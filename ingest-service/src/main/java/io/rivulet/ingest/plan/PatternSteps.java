package io.rivulet.ingest.plan;

/**
 * How much the regular expressions of a plan may still do for one request: a batch of 2,500 events
 * with a text each on which an expression runs away must not hold a thread for seconds. A step is a
 * look at one character. Used by one thread.
 */
public final class PatternSteps {
  // A sane expression looks at each character of the largest request a few times.
  static final int MOST = 5_000_000;

  private int left = MOST;
  private boolean isMissing;

  /** Those for a request whose events have not been looked at yet. */
  public PatternSteps() {}

  int left() {
    return left;
  }

  void take(int steps) {
    left -= steps;
  }

  /** Of a text nobody can say whether it matches. */
  void missed() {
    isMissing = true;
  }

  /** Whether that was so since the last call. */
  boolean wereMissing() {
    boolean wereMissing = isMissing;
    isMissing = false;
    return wereMissing;
  }
}
