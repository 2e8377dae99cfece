package io.rivulet.etl.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteReschedule;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.rivulet.etl.alert.Alerts;
import io.rivulet.etl.run.Argument.InvalidArgumentException;
import io.rivulet.etl.run.Arguments;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.JobRun;
import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.run.JobSettings;
import io.rivulet.etl.run.JobTable;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.run.RunContext.Stop;
import io.rivulet.etl.run.RunContext.StoppedException;
import io.rivulet.etl.run.RunQueue;
import io.rivulet.etl.workflow.Workflows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries runs out. The runs stand in {@code ops.job_run}; db-scheduler is the queue of workers, in
 * the same database, and knows by their heartbeats which of them are alive.
 */
public final class JobRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  /** A worker that sends no heartbeat for four times this long is dead; its run is repeated. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration POLLING = Duration.ofSeconds(1);
  private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(10);

  /** A run that may not begin yet asks again after this long. */
  private static final Duration WAITING = Duration.ofSeconds(2);

  /** What a run that took too long may take to stop before it is closed without waiting for it. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Runs that one instance carries out at once; each may take the memory of one DuckDB. */
  private static final int THREADS = 2;

  /** Runs of one job that may wait; more are refused. */
  private static final int MOST_WAITING = 100;

  private static final String WORKER_LOST = "worker lost";
  private static final String WORKER_STOPPED = "worker shut down";

  /** A run that this instance carries out. */
  private record Running(JobRun run, RunContext context, Instant deadline) {}

  private final Function<String, Optional<Job>> jobs;
  private final JobTable settings;
  private final JobRuns runs;
  private final Workflows workflows;
  private final Alerts alerts;
  private final RunMetrics metrics;
  private final TransactionTemplate transaction;
  private final Scheduler scheduler;
  private final Map<Long, Running> running = new ConcurrentHashMap<>();

  /**
   * @param jobs the jobs that this instance can carry out, by name
   * @param ops data source that takes part in {@code transaction}
   */
  public JobRunner(
      Function<String, Optional<Job>> jobs,
      JobTable settings,
      JobRuns runs,
      Workflows workflows,
      Alerts alerts,
      RunMetrics metrics,
      TransactionTemplate transaction,
      DataSource ops) {
    this.jobs = jobs;
    this.settings = settings;
    this.runs = runs;
    this.workflows = workflows;
    this.alerts = alerts;
    this.metrics = metrics;
    this.transaction = transaction;
    CustomTask<Void> task =
        Tasks.custom(RunQueue.TASK)
            .onFailureReschedule(FixedDelay.of(WAITING))
            .onDeadExecutionRevive()
            .execute(
                (instance, context) ->
                    carryOut(Long.parseLong(instance.getId()))
                        ? new OnCompleteRemove<>()
                        : new OnCompleteReschedule<>(FixedDelay.of(WAITING)));
    this.scheduler =
        Scheduler.create(ops, task)
            .threads(THREADS)
            .pollingInterval(POLLING)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(SHUTDOWN_WAIT)
            .build();
  }

  /** Starts the workers. */
  public void start() {
    scheduler.start();
  }

  /** Asks running jobs to stop and waits for them, a bounded time; others will repeat them. */
  @Override
  public void close() {
    running.values().forEach(r -> r.context().requestStop(Stop.SHUTDOWN));
    scheduler.stop();
  }

  /** So many runs of a job have yet to begin that no more are taken; the message says so. */
  public static final class QueueFullException extends RuntimeException {
    QueueFullException(String message) {
      super(message);
    }
  }

  /**
   * Starts a run because somebody asked for it.
   *
   * @param given arguments from the API's JSON
   * @throws InvalidArgumentException when the job does not take them
   * @throws QueueFullException when too many runs of the job wait
   */
  public JobRun startOnDemand(JobSettings job, Map<String, ?> given) {
    Map<String, String> arguments = Arguments.resolve(job.job(), job.arguments(), given);
    if (runs.waiting(job.job()) >= MOST_WAITING) {
      throw new QueueFullException(
          MOST_WAITING + " runs of job " + job.job() + " are waiting; no more are taken");
    }
    Long id =
        transaction.execute(
            status -> workflows.begin(job.job() + JobRun.ON_DEMAND, job.job(), arguments));
    return runs.find(Objects.requireNonNull(id)).orElseThrow();
  }

  /** Asks a run to stop; false when it is over already. */
  public boolean stop(long runId) {
    boolean asked =
        Boolean.TRUE.equals(
            transaction.execute(
                status -> {
                  if (runs.requestStop(runId)) {
                    return true;
                  }
                  JobRun run = runs.find(runId).orElseThrow();
                  // It has not begun: it is over at once.
                  return !run.state().isFinal()
                      && run.state() != State.STOPPING
                      && close(
                          run,
                          State.STOPPED,
                          new RunContext(runId, Map.of()),
                          "stopped before it began",
                          false);
                }));
    Optional.ofNullable(running.get(runId)).ifPresent(r -> r.context().requestStop());
    return asked;
  }

  /** Ends what is asked to stop, here or on another instance, and what takes too long. */
  public void watch(Instant now) {
    for (long runId : runs.stopping(running.keySet())) {
      Optional.ofNullable(running.get(runId)).ifPresent(r -> r.context().requestStop());
    }
    for (Running r : List.copyOf(running.values())) {
      if (r.deadline().isBefore(now)) {
        r.context().requestStop(Stop.TIMEOUT);
      }
      if (r.deadline().plus(GRACE).isBefore(now) && running.remove(r.run().id(), r)) {
        end(r.run(), State.TIMEOUT, r.context(), "took too long and does not stop", false);
      }
    }
  }

  /**
   * What a worker does with a run, from beginning to end.
   *
   * @return false when it may not begin yet
   */
  private boolean carryOut(long runId) {
    Optional<JobRun> found = runs.find(runId);
    if (found.isEmpty() || found.get().state().isFinal()) {
      return true;
    }
    JobRun run = found.get();
    RunContext context = new RunContext(runId, run.arguments());
    if (run.state() == State.RUNNING || run.state() == State.STOPPING) {
      // db-scheduler hands out a run again only when the worker that had it is dead.
      boolean stopWanted = run.state() == State.STOPPING;
      end(run, stopWanted ? State.STOPPED : State.FAILED, context, WORKER_LOST, true);
      return true;
    }
    Optional<JobSettings> declared = settings.find(run.job());
    if (declared.isEmpty()) {
      end(run, State.FAILED, context, "job " + run.job() + " is no longer declared", false);
      return true;
    }
    Optional<Job> job = jobs.apply(run.job());
    if (job.isEmpty()) {
      // Declared by an instance of another version, which will carry it out.
      return false;
    }
    State begun =
        Objects.requireNonNull(transaction.execute(status -> runs.begin(runId, run.job())));
    if (begun != State.RUNNING) {
      // Stopped before it began, or to wait.
      return begun.isFinal();
    }
    work(run, job.get(), context, Duration.ofSeconds(declared.get().timeoutSeconds()));
    return true;
  }

  private void work(JobRun run, Job job, RunContext context, Duration timeout) {
    Running entry = new Running(run, context, Instant.now().plus(timeout));
    running.put(run.id(), entry);
    Exception failure = null;
    context.workBegins();
    try {
      job.run(context);
    } catch (Exception e) {
      failure = e;
    } finally {
      context.workEnds();
      running.remove(run.id(), entry);
    }
    if (failure == null) {
      end(run, State.SUCCEEDED, context, "", false);
      return;
    }
    String message = String.valueOf(failure.getMessage());
    // What fails while it is being stopped fails because of it.
    Optional<Stop> stop = context.stop();
    if (stop.isEmpty()) {
      log.error("run {} of job {} failed", run.id(), run.job(), failure);
      end(run, State.FAILED, context, message, false);
      return;
    }
    if (!(failure instanceof StoppedException)) {
      log.info("run {} of job {} broke off, to stop: {}", run.id(), run.job(), message);
    }
    switch (stop.get()) {
      case REQUESTED -> end(run, State.STOPPED, context, message, false);
      case TIMEOUT -> end(run, State.TIMEOUT, context, "took longer than " + timeout, false);
      case SHUTDOWN -> end(run, State.FAILED, context, WORKER_STOPPED, true);
    }
  }

  private void end(
      JobRun run, State state, RunContext context, @Nullable String message, boolean isLost) {
    transaction.executeWithoutResult(
        status -> close(run, state, context, message == null ? "" : message, isLost));
  }

  /**
   * Ends a run and queues what its end starts: its repetition, or else what waits for it. In the
   * caller's transaction.
   *
   * @return false when it was over already: somebody took this worker for dead
   */
  private boolean close(
      JobRun run, State state, RunContext context, String message, boolean isLost) {
    if (!runs.end(run.id(), state, context, message)) {
      return false;
    }
    JobRun ended = runs.find(run.id()).orElseThrow();
    metrics.ended(ended);
    Optional<Duration> pause =
        settings
            .find(run.job())
            .flatMap(job -> job.retryPolicy().after(state, isLost, run.attempt()));
    if (pause.isPresent()) {
      workflows.repeat(ended, Instant.now().plus(pause.get()));
      return true;
    }
    workflows.ended(ended);
    if (state == State.SUCCEEDED) {
      alerts.succeeded(run.job());
    } else if (state == State.FAILED || state == State.TIMEOUT) {
      alerts.ended(ended);
    }
    return true;
  }
}
