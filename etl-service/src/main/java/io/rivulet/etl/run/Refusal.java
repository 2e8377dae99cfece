package io.rivulet.etl.run;

import org.springframework.http.HttpStatus;

/** A request to the API that is not done: the answer's status, and its code and message as JSON. */
public final class Refusal extends RuntimeException {
  private final HttpStatus status;
  private final String code;

  /**
   * @param code for programs, such as {@code unknown_job}
   * @param message for people
   */
  public Refusal(HttpStatus status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The request itself is wrong. */
  public static Refusal badRequest(String code, String message) {
    return new Refusal(HttpStatus.BAD_REQUEST, code, message);
  }

  /** There is nothing of that name. */
  public static Refusal notFound(String code, String message) {
    return new Refusal(HttpStatus.NOT_FOUND, code, message);
  }

  /** It cannot be done as things stand. */
  public static Refusal conflict(String code, String message) {
    return new Refusal(HttpStatus.CONFLICT, code, message);
  }

  HttpStatus status() {
    return status;
  }

  String code() {
    return code;
  }
}
