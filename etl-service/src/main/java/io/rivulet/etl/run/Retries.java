package io.rivulet.etl.run;

import io.rivulet.etl.run.JobRun.State;
import java.time.Duration;
import java.util.Optional;

/**
 * When a run that did not succeed is repeated.
 *
 * @param most repetitions of a run that failed, 0 to 20
 * @param backOff pause before the first; each further one is twice as long
 * @param longestBackOff longest pause
 */
public record Retries(int most, Duration backOff, Duration longestBackOff) {
  /** How often a run is begun whose worker is lost each time; each may have brought it down. */
  static final int ATTEMPTS_OF_LOST = 3;

  private static final int MOST = 20;

  public Retries {
    if (most < 0 || most > MOST) {
      throw new IllegalArgumentException("retries must be 0 to " + MOST + ", not " + most);
    }
    if (backOff.isNegative() || longestBackOff.compareTo(backOff) < 0) {
      throw new IllegalArgumentException(
          "back-off must be from 0s to max-back-off, which is "
              + longestBackOff
              + ", not "
              + backOff);
    }
  }

  /**
   * How long after its end a run is repeated; empty when it is not. What was stopped or took too
   * long never is.
   *
   * @param isLost whether the run failed because its worker went away
   * @param attempt of the run that ended, 1 for the first
   */
  public Optional<Duration> after(State state, boolean isLost, int attempt) {
    if (state != State.FAILED) {
      return Optional.empty();
    }
    if (isLost && attempt < ATTEMPTS_OF_LOST) {
      return Optional.of(Duration.ZERO);
    }
    return attempt <= most ? Optional.of(pause(attempt)) : Optional.empty();
  }

  private Duration pause(int attempt) {
    Duration pause = backOff;
    for (int i = 1; i < attempt && pause.compareTo(longestBackOff) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestBackOff) > 0 ? longestBackOff : pause;
  }
}
