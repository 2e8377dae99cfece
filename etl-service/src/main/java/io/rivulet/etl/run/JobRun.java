package io.rivulet.etl.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, as the API shows it.
 *
 * @param trigger what started it
 * @param previousRun the run whose end fired the trigger, or that this run repeats
 * @param project the only project it works on; absent for all
 * @param rowsIn events read; absent before the end
 * @param message what happened, for people; the error of a failed run
 */
public record JobRun(
    long id,
    String job,
    State state,
    int attempt,
    @Nullable String trigger,
    @JsonProperty("previous_run") @Nullable Long previousRun,
    @Nullable String project,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("started_at") @Nullable Instant startedAt,
    @JsonProperty("ended_at") @Nullable Instant endedAt,
    @JsonProperty("rows_in") @Nullable Long rowsIn,
    @JsonProperty("rows_out") @Nullable Long rowsOut,
    @JsonProperty("bytes_in") @Nullable Long bytesIn,
    @Nullable String message) {

  /** Where a run stands; the names are those of AWS Glue. */
  public enum State {
    /** Created, not yet taken by a worker. */
    STARTING,
    /** Taken, but another run of the job is not yet over. */
    WAITING,
    RUNNING,
    /** Asked to stop, not yet stopped. */
    STOPPING,
    STOPPED,
    SUCCEEDED,
    FAILED,
    TIMEOUT;

    /** Whether the run is over. */
    public boolean isFinal() {
      return this == STOPPED || this == SUCCEEDED || this == FAILED || this == TIMEOUT;
    }
  }
}
