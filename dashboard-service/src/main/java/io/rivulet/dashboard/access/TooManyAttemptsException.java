package io.rivulet.dashboard.access;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** An attempt to sign in that is not looked at. */
class TooManyAttemptsException extends AuthenticationException {

  private static final long serialVersionUID = 1L;

  private final Duration wait;

  TooManyAttemptsException(Duration wait) {
    super("too many attempts to sign in");
    this.wait = wait;
  }

  /** Whole seconds until the next attempt is looked at, at least one. */
  long waitSeconds() {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
