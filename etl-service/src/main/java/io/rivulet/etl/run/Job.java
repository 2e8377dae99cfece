package io.rivulet.etl.run;

import java.util.List;

/**
 * Something that runs on triggers. Running it twice must change nothing the second time. Every bean
 * of this type is a job; the jobs file says when and how it runs.
 */
public interface Job {

  /** The name under which runs, triggers and bookmarks know it. */
  String name();

  /** What it does, for people, in one sentence. */
  String description();

  /** The arguments that its runs take, {@link RunContext#argument} gives their values. */
  default List<Argument> arguments() {
    return List.of(Argument.project());
  }

  /**
   * Whether runs may take hours. An instance carries out one such run at a time, so that others,
   * for which people wait, need not wait for it.
   */
  default boolean isLong() {
    return false;
  }

  /**
   * Does the work.
   *
   * @throws RunContext.StoppedException when the run was asked to stop
   * @throws Exception when it failed; the run keeps the message
   */
  void run(RunContext run) throws Exception;
}
