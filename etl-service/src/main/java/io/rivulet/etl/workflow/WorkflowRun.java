package io.rivulet.etl.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rivulet.etl.run.JobRun.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of runs, as the API shows it.
 *
 * @param trigger that began it
 * @param state RUNNING while a node is not over; then SUCCEEDED when every node did, else FAILED
 * @param nodes in the order of their runs
 */
public record WorkflowRun(
    long id,
    String trigger,
    State state,
    @JsonProperty("started_at") Instant startedAt,
    List<Node> nodes) {

  /**
   * A trigger that fired in the chain.
   *
   * @param runId the latest run that it led to
   * @param firedBy the run whose end fired it; absent at the root
   */
  public record Node(
      String trigger,
      String job,
      @JsonProperty("run_id") long runId,
      State state,
      int attempt,
      @JsonProperty("fired_by") @Nullable Long firedBy,
      @Nullable String message) {}

  public WorkflowRun {
    nodes = List.copyOf(nodes);
  }

  static WorkflowRun of(long id, String trigger, Instant startedAt, List<Node> nodes) {
    State state = State.SUCCEEDED;
    if (nodes.stream().anyMatch(n -> !n.state().isFinal())) {
      state = State.RUNNING;
    } else if (nodes.stream().anyMatch(n -> n.state() != State.SUCCEEDED)) {
      state = State.FAILED;
    }
    return new WorkflowRun(id, trigger, state, startedAt, nodes);
  }
}
