package io.rivulet.etl.sqljob;

import io.rivulet.etl.engine.Workbench;

/** Looks at what a run is about to publish, before it does. */
@FunctionalInterface
public interface StagedCheck {

  /**
   * Adds what a query may read besides {@code events} and {@code sessions}, which are there.
   *
   * @param query that will be run
   */
  default void addViews(String project, String query, Workbench workbench) {}

  /**
   * Judges the rows.
   *
   * @param dataset the table that they are for, such as {@code custom_top_pages}
   * @param relation of the workbench that holds them
   * @return to be run once the rows are published, with the workbench closed: notes what they are
   * @throws RuntimeException when they must not be published; the run fails with its message
   */
  Runnable check(
      String job, long runId, String project, Workbench workbench, String dataset, String relation);
}
