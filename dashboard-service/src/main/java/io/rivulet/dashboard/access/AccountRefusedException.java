package io.rivulet.dashboard.access;

/** A change of accounts that is not made; the message says why, in words for people. */
public class AccountRefusedException extends RuntimeException {

  private final String code;

  AccountRefusedException(String code, String message) {
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
