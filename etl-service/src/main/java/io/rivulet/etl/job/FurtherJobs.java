package io.rivulet.etl.job;

import io.rivulet.etl.run.Job;
import java.util.List;
import java.util.Map;

/** Jobs that owners of an installation add to those built in, with triggers of their own. */
public interface FurtherJobs {

  /**
   * A job and what starts it; a trigger of the jobs file with the same name takes precedence.
   *
   * @param triggers by name
   */
  record Further(Job job, Map<String, TriggerEntry> triggers) {}

  /** What describes them, by file, as it is now. */
  Map<String, String> texts();

  /**
   * The jobs of those of these texts that are its own, at most one of each; one that is invalid and
   * was valid before stays as it was, another is left out, and the log says so.
   */
  List<Further> jobs(Map<String, String> texts);
}
