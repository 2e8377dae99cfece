package io.rivulet.etl.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A declared job, as the API shows it.
 *
 * @param arguments what its runs take
 * @param expectedEverySeconds it is late when it has not succeeded for so long; absent for never
 * @param lateSince since when it is late; absent when it is not
 */
public record JobSettings(
    String job,
    String description,
    List<Argument> arguments,
    @JsonProperty("max_concurrent_runs") int maxConcurrentRuns,
    @JsonProperty("timeout_seconds") long timeoutSeconds,
    @JsonIgnore Retries retryPolicy,
    @JsonProperty("expected_every_seconds") @Nullable Long expectedEverySeconds,
    @JsonProperty("late_since") @Nullable Instant lateSince,
    @JsonProperty("is_paused") boolean isPaused) {

  public JobSettings {
    arguments = List.copyOf(arguments);
  }

  /** Repetitions of a run that failed. */
  @JsonProperty("retries")
  public int retries() {
    return retryPolicy.most();
  }
}
