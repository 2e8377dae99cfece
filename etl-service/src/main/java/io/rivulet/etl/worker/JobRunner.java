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
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
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

  /** A worker tries for over a minute to write down how its run ended; PostgreSQL may restart. */
  private static final RetryTemplate UNTIL_WRITTEN =
      new RetryTemplate(
          RetryPolicy.builder()
              .includes(DataAccessException.class, TransactionException.class)
              .maxRetries(9)
              .delay(Duration.ofMillis(250))
              .multiplier(2)
              .maxDelay(Duration.ofSeconds(15))
              .build());

  /** Runs that one instance carries out at once; each may take the memory of one DuckDB. */
  private static final int THREADS = 2;

  /** Of these, runs of jobs that may take hours: a thread is kept for the others. */
  private static final int LONG_RUNS = THREADS - 1;

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
  private final Semaphore longRuns = new Semaphore(LONG_RUNS);

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
                  // What has not begun is over at once. A worker that begins it meanwhile locks
                  // it; then it is asked like any other.
                  if (runs.endUnbegun(runId, "stopped before it began")) {
                    JobRun ended = runs.find(runId).orElseThrow();
                    metrics.ended(ended);
                    follow(ended, false);
                    runs.forgetPersonal(runId);
                    return true;
                  }
                  return runs.requestStop(runId);
                }));
    Optional.ofNullable(running.get(runId)).ifPresent(r -> r.context().requestStop());
    return asked;
  }

  /** Ends what is asked to stop, here or on another instance, and what takes too long. */
  public void watch(Instant now) {
    for (long runId : runs.notToGoOn(List.copyOf(running.keySet()))) {
      Optional.ofNullable(running.get(runId)).ifPresent(r -> r.context().requestStop());
    }
    for (Running r : List.copyOf(running.values())) {
      if (r.deadline().isBefore(now)) {
        r.context().requestStop(Stop.TIMEOUT);
      }
      if (r.deadline().plus(GRACE).isBefore(now)) {
        end(
            r.run().id(),
            new End(State.TIMEOUT, "took too long and does not stop", false),
            r.context());
        running.remove(r.run().id(), r);
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
      end(runId, new End(stopWanted ? State.STOPPED : State.FAILED, WORKER_LOST, true), context);
      return true;
    }
    Optional<JobSettings> declared = settings.find(run.job());
    if (declared.isEmpty()) {
      end(
          runId,
          new End(State.FAILED, "job " + run.job() + " is no longer declared", false),
          context);
      return true;
    }
    Optional<Job> job = jobs.apply(run.job());
    if (job.isEmpty()) {
      // Declared by an instance of another version, which will carry it out.
      return false;
    }
    if (!job.get().isLong()) {
      return begin(run, job.get(), context, declared.get());
    }
    if (!longRuns.tryAcquire()) {
      runs.await(runId);
      return false;
    }
    try {
      return begin(run, job.get(), context, declared.get());
    } finally {
      longRuns.release();
    }
  }

  private boolean begin(JobRun run, Job job, RunContext context, JobSettings declared) {
    State begun =
        Objects.requireNonNull(transaction.execute(status -> runs.begin(run.id(), run.job())));
    if (begun != State.RUNNING) {
      // Stopped before it began, or to wait.
      return begun.isFinal();
    }
    work(run, job, context, Duration.ofSeconds(declared.timeoutSeconds()));
    return true;
  }

  /**
   * How a run ends.
   *
   * @param isLost whether it failed because its worker went away
   */
  private record End(State state, String message, boolean isLost) {}

  private void work(JobRun run, Job job, RunContext context, Duration timeout) {
    Running entry = new Running(run, context, Instant.now().plus(timeout));
    running.put(run.id(), entry);
    try {
      End end = result(run, job, context, timeout);
      UNTIL_WRITTEN.execute(
          () -> {
            end(run.id(), end, context);
            return end;
          });
    } catch (RetryException e) {
      throw new IllegalStateException("the end of run " + run.id() + " cannot be written", e);
    } finally {
      running.remove(run.id(), entry);
    }
  }

  private static End result(JobRun run, Job job, RunContext context, Duration timeout) {
    Throwable failure = null;
    context.workBegins();
    try {
      job.run(context);
    } catch (Throwable e) {
      // An OutOfMemoryError too: the run must not look like one whose worker is lost.
      failure = e;
    } finally {
      context.workEnds();
    }
    if (failure == null) {
      return new End(State.SUCCEEDED, context.said(), false);
    }
    String message =
        failure instanceof Exception ? String.valueOf(failure.getMessage()) : failure.toString();
    // What fails while it is being stopped fails because of it.
    Optional<Stop> stop = context.stop();
    if (stop.isEmpty()) {
      log.error("run {} of job {} failed", run.id(), run.job(), failure);
      return new End(State.FAILED, message, false);
    }
    if (!(failure instanceof StoppedException)) {
      log.info("run {} of job {} broke off, to stop: {}", run.id(), run.job(), message);
    }
    return switch (stop.get()) {
      case REQUESTED -> new End(State.STOPPED, message, false);
      case TIMEOUT -> new End(State.TIMEOUT, "took longer than " + timeout, false);
      case SHUTDOWN -> new End(State.FAILED, WORKER_STOPPED, true);
    };
  }

  /** Ends a run, unless it is over already: somebody took this worker for dead. */
  private void end(long runId, End end, RunContext counts) {
    Optional<JobRun> ended =
        transaction.execute(
            status -> {
              if (!runs.end(runId, end.state(), counts, end.message())) {
                return Optional.empty();
              }
              JobRun run = runs.find(runId).orElseThrow();
              follow(run, end.isLost());
              runs.forgetPersonal(runId);
              return Optional.of(run);
            });
    Objects.requireNonNull(ended).ifPresent(metrics::ended);
  }

  /**
   * Queues what the end of a run starts: its repetition, or else what waits for it. In the caller's
   * transaction.
   */
  private void follow(JobRun ended, boolean isLost) {
    Optional<Duration> pause =
        settings
            .find(ended.job())
            .flatMap(job -> job.retryPolicy().after(ended.state(), isLost, ended.attempt()));
    if (pause.isPresent()) {
      workflows.repeat(ended, Instant.now().plus(pause.get()));
      return;
    }
    // The job's row before those of triggers, as when the declarations are written.
    if (ended.state() == State.SUCCEEDED) {
      alerts.succeeded(ended.job());
    } else if (ended.state() == State.FAILED || ended.state() == State.TIMEOUT) {
      alerts.ended(ended);
    }
    workflows.ended(ended);
  }
}
