package io.rivulet.ingest.plan;

/** A tracking plan cannot be read or says something that cannot be. Names file and line. */
final class InvalidPlanException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param line counted from 1; less where none is known
   */
  InvalidPlanException(String source, int line, String reason) {
    super(
        "invalid tracking plan "
            + source
            + (line > 0 ? " at or just before line " + line : "")
            + ": "
            + reason);
  }
}
