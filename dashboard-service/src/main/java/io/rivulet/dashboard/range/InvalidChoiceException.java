package io.rivulet.dashboard.range;

/** A choice of the reader that no report can answer; the message says why, in words for people. */
public class InvalidChoiceException extends RuntimeException {

  private final String code;

  public InvalidChoiceException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The refusal in one word, for programs. */
  public String code() {
    return code;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
