package io.rivulet.standalone;

/** The suite cannot start; the message is one sentence for the person who started it. */
public final class StartRefused extends Exception {
  private static final long serialVersionUID = 1L;

  StartRefused(String message) {
    super(message);
  }

  StartRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
