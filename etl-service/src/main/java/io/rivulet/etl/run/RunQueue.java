package io.rivulet.etl.run;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Creates runs and queues them for the workers. The run and its task stand in one database, so that
 * both are created in the caller's transaction or neither.
 */
public final class RunQueue {

  /** The task that carries a run out; its instances are named by the run's id. */
  public static final TaskDescriptor<Void> TASK = TaskDescriptor.of("run");

  /**
   * A run to create.
   *
   * @param previousRun the run whose end started it, or that it repeats
   * @param notBefore when it may begin; null for now
   */
  public record NewRun(
      String job,
      String trigger,
      @Nullable Long previousRun,
      int attempt,
      Map<String, String> arguments,
      long workflowRun,
      @Nullable Instant notBefore) {}

  private final JobRuns runs;
  private final SchedulerClient workers;

  /**
   * @param ops data source that takes part in the callers' transactions
   */
  public RunQueue(JobRuns runs, DataSource ops) {
    this.runs = runs;
    this.workers = SchedulerClient.Builder.create(ops).build();
  }

  /** Adds a run in state STARTING and returns its id. */
  public long add(NewRun run) {
    long id = runs.create(run);
    workers.scheduleIfNotExists(
        TASK.instance(Long.toString(id))
            .scheduledTo(run.notBefore() == null ? Instant.now() : run.notBefore()));
    return id;
  }
}
