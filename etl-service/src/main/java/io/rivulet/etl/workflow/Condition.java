package io.rivulet.etl.workflow;

import io.rivulet.etl.run.JobRun.State;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a CONDITIONAL trigger waits for in a chain of runs.
 *
 * @param match whether all watched jobs must have ended as wanted, or any
 * @param wanted the final states wanted, by watched job
 */
public record Condition(Match match, Map<String, Set<State>> wanted) {

  /** How several watched jobs go together. */
  public enum Match {
    ALL,
    ANY
  }

  public Condition {
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("a condition must name a job and its states");
    }
    wanted.forEach(
        (job, states) -> {
          if (states.isEmpty() || !states.stream().allMatch(State::isFinal)) {
            throw new IllegalArgumentException(
                "a condition on "
                    + job
                    + " must name some of SUCCEEDED, FAILED, STOPPED, TIMEOUT, not "
                    + states);
          }
        });
    wanted = Map.copyOf(wanted);
  }

  /**
   * Whether it holds.
   *
   * @param ended the state of each job of the chain whose latest run is over for good
   */
  public boolean holds(Map<String, State> ended) {
    var jobs = wanted.entrySet().stream();
    return switch (match) {
      case ALL -> jobs.allMatch(w -> isWanted(ended.get(w.getKey()), w.getValue()));
      case ANY -> jobs.anyMatch(w -> isWanted(ended.get(w.getKey()), w.getValue()));
    };
  }

  private static boolean isWanted(@Nullable State state, Set<State> states) {
    return state != null && states.contains(state);
  }
}
