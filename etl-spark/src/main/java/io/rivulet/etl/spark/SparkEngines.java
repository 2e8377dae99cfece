package io.rivulet.etl.spark;

import io.rivulet.etl.Engines;
import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.run.RunContext;
import java.net.URI;
import org.apache.spark.sql.SparkSession;

/**
 * Engines on one Spark application. Each project has a scratch folder, so one run at a time may
 * work on a project.
 *
 * @param scratch folder that the driver and all executors reach, without a slash at its end
 */
record SparkEngines(SparkSession spark, URI scratch, ProjectSettings projects) implements Engines {
  /**
   * All that a driver with 1 GB of memory can list: what one publication reads is either published
   * or read again.
   */
  private static final Slice SLICE = new Slice(256L << 30, 200_000);

  @Override
  public Slice slice() {
    return SLICE;
  }

  @Override
  public SparkEngine open(RunContext run, String project) {
    SparkEngine engine =
        new SparkEngine(spark.newSession(), URI.create(scratch + "/project=" + project));
    run.onStop(spark.sparkContext()::cancelAllJobs);
    try {
      projects.load(engine, project);
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }
}
