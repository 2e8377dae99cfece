package io.rivulet.etl.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, as the API shows it.
 *
 * @param attempt 1, and one more for each repetition of a run that failed
 * @param trigger what started it
 * @param previousRun the run whose end fired the trigger, or that this run repeats
 * @param workflowRun the chain of runs in which it was created
 * @param notBefore a repetition waits until then
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
    @JsonProperty("workflow_run") @Nullable Long workflowRun,
    Map<String, String> arguments,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("not_before") @Nullable Instant notBefore,
    @JsonProperty("started_at") @Nullable Instant startedAt,
    @JsonProperty("ended_at") @Nullable Instant endedAt,
    @JsonProperty("rows_in") @Nullable Long rowsIn,
    @JsonProperty("rows_out") @Nullable Long rowsOut,
    @JsonProperty("bytes_in") @Nullable Long bytesIn,
    @Nullable String message) {

  /** A job's name with this is the trigger that starts it because somebody asks for it. */
  public static final String ON_DEMAND = "-on-demand";

  /** Where a run stands; the names are those of AWS Glue. */
  public enum State {
    /** Created, not yet taken by a worker. */
    STARTING,
    /** Taken, but as many runs of the job as may are not yet over, or the job is paused. */
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

  /** The only project it works on; absent for all. */
  @JsonProperty("project")
  public @Nullable String project() {
    return arguments.get("project");
  }
}
