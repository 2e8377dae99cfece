package io.rivulet.etl.keep;

import io.rivulet.etl.analytics.Bookmarks;
import io.rivulet.etl.preprocess.Days;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.preprocess.Scope;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all raw objects of a project that arrived on some days, those that were read before too, in
 * the slices of preprocess. A run that was stopped or killed goes on where it was when it is asked
 * for again.
 */
public final class BackfillJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(BackfillJob.class);

  /** The name of the job. */
  public static final String NAME = "backfill";

  private final PreprocessJob preprocess;
  private final Bookmarks bookmarks;

  public BackfillJob(PreprocessJob preprocess, Bookmarks bookmarks) {
    this.preprocess = preprocess;
    this.bookmarks = bookmarks;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Reads all raw objects of a project that arrived on some days, again where they were read.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        new Argument("project", Argument.Kind.TEXT, "The project; it must be named."),
        new Argument("from", Argument.Kind.DATE, "First day of arrival, UTC."),
        new Argument("to", Argument.Kind.DATE, "Last day of arrival, UTC."));
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    String project =
        run.argument("project")
            .orElseThrow(() -> new IllegalArgumentException("backfill needs a project"));
    Days days =
        Days.of(run.date("from"), run.date("to"))
            .orElseThrow(() -> new IllegalArgumentException("backfill needs from, to or both"));
    if (!bookmarks.beginBackfill(project, days.first(), days.last())) {
      log.info("project {}: goes on with the backfill of {}", project, days);
    }
    preprocess.read(run, project, new Scope(Optional.of(days), Optional.empty()));
    bookmarks.endBackfill(project, days.first(), days.last());
  }
}
