package io.rivulet.etl.job;

import io.rivulet.etl.run.Retries;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a job runs, as the jobs file says; what it leaves out has the defaults.
 *
 * @param timeout longest time of a run, 1 s to 30 days, 24 h by default
 * @param retries repetitions of a failed run, 0 by default
 * @param backOff pause before the first repetition, 30 s by default, doubled for each further one
 * @param maxBackOff longest pause, 10 min by default
 * @param maxConcurrentRuns 1 to 16, 1 by default
 * @param expectedEvery the job is late when it has not succeeded for this long; absent for never
 * @param arguments presets that runs may replace
 * @param fixedArguments presets that they may not
 */
public record JobEntry(
    Duration timeout,
    Integer retries,
    Duration backOff,
    Duration maxBackOff,
    Integer maxConcurrentRuns,
    @Nullable Duration expectedEvery,
    Map<String, String> arguments,
    Map<String, String> fixedArguments) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration TIMEOUT = Duration.ofHours(24);
  private static final Duration BACK_OFF = Duration.ofSeconds(30);
  private static final Duration MAX_BACK_OFF = Duration.ofMinutes(10);
  private static final int MOST_AT_ONCE = 16;

  /** What a job has of which the file says nothing. */
  static final JobEntry DEFAULT =
      new JobEntry(TIMEOUT, 0, BACK_OFF, MAX_BACK_OFF, 1, null, Map.of(), Map.of());

  public JobEntry {
    timeout = Objects.requireNonNullElse(timeout, TIMEOUT);
    retries = Objects.requireNonNullElse(retries, 0);
    backOff = Objects.requireNonNullElse(backOff, BACK_OFF);
    maxBackOff = Objects.requireNonNullElse(maxBackOff, MAX_BACK_OFF);
    maxConcurrentRuns = Objects.requireNonNullElse(maxConcurrentRuns, 1);
    arguments = Map.copyOf(Objects.requireNonNullElse(arguments, Map.of()));
    fixedArguments = Map.copyOf(Objects.requireNonNullElse(fixedArguments, Map.of()));
    requireWithin("timeout", timeout);
    if (expectedEvery != null) {
      requireWithin("expected-every", expectedEvery);
    }
    if (maxConcurrentRuns < 1 || maxConcurrentRuns > MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          "max-concurrent-runs must be 1 to " + MOST_AT_ONCE + ", not " + maxConcurrentRuns);
    }
    // checked here, where the message gets the line
    var unused = new Retries(retries, backOff, maxBackOff);
  }

  private static void requireWithin(String field, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(field + " must be 1s to 30d, not " + value);
    }
  }
}
