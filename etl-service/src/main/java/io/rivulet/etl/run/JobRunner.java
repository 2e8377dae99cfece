package io.rivulet.etl.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteReschedule;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.run.JobRuns.Fired;
import io.rivulet.etl.run.RunContext.StoppedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts runs and carries them out. The runs stand in {@code ops.job_run}; db-scheduler is the
 * clock and the queue of workers, in the same database, so that a run and the task that carries it
 * out are created in one transaction.
 */
public final class JobRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  /** A worker that sends no heartbeat for four times this long is dead; its run is repeated. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration POLLING = Duration.ofSeconds(1);
  private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(10);

  /** A run that finds another run of its job asks again after this long. */
  private static final Duration WAITING = Duration.ofSeconds(2);

  /** How often a run is repeated whose worker was lost. */
  private static final int MAX_ATTEMPTS = 3;

  private static final int THREADS = 2;

  private static final String WORKER_LOST = "worker lost";

  private final Map<String, Job> jobs;
  private final JobRuns runs;
  private final TransactionTemplate transaction;
  private final CustomTask<Void> runTask;
  private final Scheduler scheduler;
  private final Map<Long, RunContext> running = new ConcurrentHashMap<>();

  /**
   * @param ops data source that takes part in {@code transaction}
   * @param scheduled the job that runs on schedule
   * @param every pause between its runs
   */
  public JobRunner(
      List<Job> jobs,
      JobRuns runs,
      TransactionTemplate transaction,
      DataSource ops,
      String scheduled,
      Duration every) {
    this.jobs = jobs.stream().collect(Collectors.toMap(Job::name, Function.identity()));
    this.runs = runs;
    this.transaction = transaction;
    this.runTask =
        Tasks.custom("run", Void.class)
            .onFailureReschedule(FixedDelay.of(WAITING))
            .onDeadExecutionRevive()
            .execute(
                (task, context) ->
                    carryOut(Long.parseLong(task.getId()))
                        ? new OnCompleteRemove<>()
                        : new OnCompleteReschedule<>(FixedDelay.of(WAITING)));
    RecurringTask<Void> schedule =
        Tasks.recurring("schedule-" + scheduled, FixedDelay.of(every))
            .execute((task, context) -> startOnSchedule(scheduled));
    this.scheduler =
        Scheduler.create(ops, List.of(runTask))
            .startTasks(List.of(schedule))
            .threads(THREADS)
            .pollingInterval(POLLING)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(SHUTDOWN_WAIT)
            .build();
  }

  /** Starts the clock and the workers. */
  public void start() {
    scheduler.start();
  }

  /** Asks running jobs to stop and waits for them, a bounded time. */
  @Override
  public void close() {
    running.values().forEach(RunContext::requestStop);
    scheduler.stop();
  }

  /** Names of the jobs. */
  public List<String> jobNames() {
    return jobs.keySet().stream().sorted(Comparator.naturalOrder()).toList();
  }

  /**
   * Starts a run because somebody asked for it.
   *
   * @param project the only project to work on; null for all
   */
  public JobRun startOnDemand(String job, @Nullable String project) {
    long id = inTransaction(() -> create(job, job + "-on-demand", null, 1, project));
    return runs.find(id).orElseThrow();
  }

  /** Asks a run to stop; false when it is over already. */
  public boolean stop(long runId) {
    boolean asked = inTransaction(() -> runs.requestStop(runId));
    Optional.ofNullable(running.get(runId)).ifPresent(RunContext::requestStop);
    return asked;
  }

  private void startOnSchedule(String job) {
    transaction.executeWithoutResult(
        status -> {
          runs.forgetOld();
          if (!runs.isActive(job)) {
            create(job, job + "-on-schedule", null, 1, null);
          }
        });
  }

  private long create(
      String job,
      String trigger,
      @Nullable Long previousRun,
      int attempt,
      @Nullable String project) {
    long id = runs.create(job, trigger, previousRun, attempt, project);
    scheduler.schedule(runTask.instance(Long.toString(id)), Instant.now());
    return id;
  }

  /**
   * What a worker does with a run, from beginning to end.
   *
   * @return false when another run of the job is not over, so that this one must wait
   */
  private boolean carryOut(long runId) {
    JobRun run = runs.find(runId).orElseThrow();
    Job job = jobs.get(run.job());
    if (job == null || run.state().isFinal()) {
      return true;
    }
    RunContext context = new RunContext(runId, Optional.ofNullable(run.project()));
    if (run.state() == State.RUNNING || run.state() == State.STOPPING) {
      // db-scheduler hands out a run again only when the worker that had it is dead.
      boolean stopWanted = run.state() == State.STOPPING;
      end(run, stopWanted ? State.STOPPED : State.FAILED, context, WORKER_LOST);
      return true;
    }
    running.put(runId, context);
    try {
      switch (inTransaction(() -> runs.begin(runId, run.job()))) {
        case WAITING -> {
          return false;
        }
        case RUNNING -> job.run(context);
        default -> {
          // stopped before it began
          return true;
        }
      }
      end(run, State.SUCCEEDED, context, "");
    } catch (StoppedException e) {
      end(run, State.STOPPED, context, e.getMessage());
    } catch (Exception e) {
      log.error("run {} of job {} failed", runId, run.job(), e);
      end(run, State.FAILED, context, String.valueOf(e.getMessage()));
    } finally {
      running.remove(runId);
    }
    return true;
  }

  /** Ends a run and fires what waits for its end, in one transaction. */
  private void end(JobRun run, State state, RunContext context, @Nullable String message) {
    transaction.executeWithoutResult(
        status -> {
          if (!runs.end(run.id(), state, context, message == null ? "" : message)) {
            // Somebody took this worker for dead and ended the run.
            return;
          }
          if (state == State.FAILED
              && WORKER_LOST.equals(message)
              && run.attempt() < MAX_ATTEMPTS) {
            create(
                run.job(),
                run.trigger() == null ? run.job() + "-on-demand" : run.trigger(),
                run.id(),
                run.attempt() + 1,
                run.project());
          }
          for (Fired fired : runs.triggersOn(run.job(), state)) {
            // A run that has not begun will see what this one published.
            if (!runs.isAhead(fired.job(), run.project())) {
              create(fired.job(), fired.trigger(), run.id(), 1, run.project());
            }
          }
        });
  }

  private <T> T inTransaction(java.util.function.Supplier<T> work) {
    return java.util.Objects.requireNonNull(transaction.execute(status -> work.get()));
  }
}
