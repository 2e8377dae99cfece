package io.rivulet.etl;

import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.run.RunContext;

/** Opens engines for the jobs, with what the projects file says in them. */
public interface Engines {

  /**
   * How much of what arrived one publication reads; more is done in slices.
   *
   * @param bytes most compressed bytes
   * @param objects most objects
   */
  record Slice(long bytes, int objects) {}

  /** What the projects file says. */
  ProjectSettings projects();

  /** What fits into one engine. */
  Slice slice();

  /**
   * An engine for one project of one run, with the relations of {@link ProjectSettings#load}. When
   * the run is to stop, what the engine is doing is cancelled.
   */
  Engine open(RunContext run, String project);
}
