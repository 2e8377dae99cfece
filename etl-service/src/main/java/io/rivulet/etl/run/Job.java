package io.rivulet.etl.run;

/** Something that runs on triggers. Running it twice must change nothing the second time. */
public interface Job {

  /** The name under which runs, triggers and bookmarks know it. */
  String name();

  /**
   * Does the work.
   *
   * @throws RunContext.StoppedException when the run was asked to stop
   * @throws Exception when it failed; the run keeps the message
   */
  void run(RunContext run) throws Exception;
}
