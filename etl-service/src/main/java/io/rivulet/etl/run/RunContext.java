package io.rivulet.etl.run;

import java.util.Optional;

/**
 * What a job knows of the run it is executed in, and where it counts its work.
 *
 * <p>Not for use by several threads, but for {@link #requestStop}.
 */
public final class RunContext {

  /** Somebody asked for the run to stop; what it published so far stays. */
  public static final class StoppedException extends RuntimeException {
    StoppedException(long runId) {
      super("run " + runId + " was stopped on request");
    }
  }

  private final long runId;
  private final Optional<String> project;
  private volatile boolean stopRequested;
  private long rowsIn;
  private long rowsOut;
  private long bytesIn;

  /**
   * @param project the only project to work on; empty for all
   */
  public RunContext(long runId, Optional<String> project) {
    this.runId = runId;
    this.project = project;
  }

  public long runId() {
    return runId;
  }

  /** Whether the run is to work on that project. */
  public boolean covers(String projectId) {
    return project.isEmpty() || project.get().equals(projectId);
  }

  /** Counts rows and compressed bytes read, and rows written. */
  public void count(long moreRowsIn, long moreRowsOut, long moreBytesIn) {
    rowsIn += moreRowsIn;
    rowsOut += moreRowsOut;
    bytesIn += moreBytesIn;
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

  /** Asks the run to stop before its next publication; any thread may call it. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Ends the run here if somebody asked for it.
   *
   * @throws StoppedException when a stop was asked for
   */
  public void checkStop() {
    if (stopRequested) {
      throw new StoppedException(runId);
    }
  }
}
