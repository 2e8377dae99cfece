package io.rivulet.etl.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job knows of the run it is executed in, and where it counts its work.
 *
 * <p>For the job's thread alone, but for what asks it to stop.
 */
public final class RunContext {
  private static final Logger log = LoggerFactory.getLogger(RunContext.class);

  /** The run was asked to stop or took too long; what it published so far stays. */
  public static final class StoppedException extends RuntimeException {
    StoppedException(String message) {
      super(message);
    }
  }

  /** Why a run is to end early. */
  public enum Stop {
    /** Somebody asked for it. */
    REQUESTED,
    /** It took longer than its job may. */
    TIMEOUT,
    /** Its worker shuts down; another one is to repeat it. */
    SHUTDOWN
  }

  private final long runId;
  private final Map<String, String> arguments;
  private final List<Runnable> whenStopped = new ArrayList<>();
  private volatile @Nullable Stop stop;
  private @Nullable Thread worker;
  private long rowsIn;
  private long rowsOut;
  private long bytesIn;
  private String said = "";

  /** A run with these arguments. */
  public RunContext(long runId, Map<String, String> arguments) {
    this.runId = runId;
    this.arguments = Map.copyOf(arguments);
  }

  /**
   * @param project the only project to work on; empty for all
   */
  public RunContext(long runId, Optional<String> project) {
    this(runId, project.map(p -> Map.of("project", p)).orElse(Map.of()));
  }

  public long runId() {
    return runId;
  }

  /** Whether the run is to work on that project. */
  public boolean covers(String projectId) {
    return argument("project").map(projectId::equals).orElse(true);
  }

  /** The value of an argument that the job declares; empty when it has none. */
  public Optional<String> argument(String name) {
    return Optional.ofNullable(arguments.get(name));
  }

  /** The value of an argument of kind {@link Argument.Kind#DATE}. */
  public Optional<LocalDate> date(String name) {
    return argument(name).map(LocalDate::parse);
  }

  /** The value of an argument of kind {@link Argument.Kind#NUMBER}. */
  public Optional<Long> number(String name) {
    return argument(name).map(Long::valueOf);
  }

  /** Whether an argument of kind {@link Argument.Kind#FLAG} is given and true. */
  public boolean flag(String name) {
    return argument(name).map(Boolean::parseBoolean).orElse(false);
  }

  /** Counts rows and compressed bytes read, and rows written. */
  public void count(long moreRowsIn, long moreRowsOut, long moreBytesIn) {
    rowsIn += moreRowsIn;
    rowsOut += moreRowsOut;
    bytesIn += moreBytesIn;
  }

  /** Says what people shall read of the run when it has succeeded. */
  public void say(String what) {
    said = what;
  }

  /** What was said last; empty for nothing. */
  public String said() {
    return said;
  }

  public long rowsIn() {
    return rowsIn;
  }

  public long rowsOut() {
    return rowsOut;
  }

  public long bytesIn() {
    return bytesIn;
  }

  /**
   * Has something done when the run is to stop, at once when it already is: to cancel what the
   * job's thread waits for. It is done in another thread.
   */
  public synchronized void onStop(Runnable cancel) {
    whenStopped.add(cancel);
    if (stop != null) {
      cancel.run();
    }
  }

  /** Asks the run to stop before its next publication; any thread may call it. */
  public void requestStop() {
    requestStop(Stop.REQUESTED);
  }

  /**
   * Asks the run to end, for the first of the reasons given. Asked again, it cancels again, should
   * the job have begun to wait for something else.
   */
  public synchronized void requestStop(Stop reason) {
    if (stop == null) {
      stop = reason;
    }
    for (Runnable cancel : whenStopped) {
      try {
        cancel.run();
      } catch (RuntimeException e) {
        log.warn("run {}: what it waits for cannot be cancelled", runId, e);
      }
    }
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** Why the run was asked to end early; empty when it was not. */
  public Optional<Stop> stop() {
    return Optional.ofNullable(stop);
  }

  /** Says that the calling thread does the job's work, and is interrupted when it is to stop. */
  public synchronized void workBegins() {
    worker = Thread.currentThread();
  }

  /** Says that the work is over; from here on the thread is not interrupted. */
  public synchronized void workEnds() {
    worker = null;
    whenStopped.clear();
    var unused = Thread.interrupted();
  }

  /**
   * Ends the run here if somebody asked for it.
   *
   * @throws StoppedException when a stop was asked for
   */
  public void checkStop() {
    Stop reason = stop;
    if (reason != null) {
      throw new StoppedException(
          "run "
              + runId
              + switch (reason) {
                case REQUESTED -> " was stopped on request";
                case TIMEOUT -> " took longer than its job may";
                case SHUTDOWN -> " was stopped with its worker";
              });
    }
  }
}
