package io.rivulet.etl.job;

import io.rivulet.etl.run.JobRun;
import io.rivulet.event.project.StrictYaml;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The jobs file: how jobs run and what starts them.
 *
 * @param jobs by name; a job that is not named runs with the defaults
 * @param triggers by name
 */
public record JobsFile(Map<String, JobEntry> jobs, Map<String, TriggerEntry> triggers) {
  private static final String TRIGGER_NAME = "[a-z][a-z0-9_-]{0,63}";

  public JobsFile {
    jobs = new TreeMap<>(Objects.requireNonNullElse(jobs, Map.of()));
    triggers = new TreeMap<>(Objects.requireNonNullElse(triggers, Map.of()));
    jobs.replaceAll((name, entry) -> entry == null ? JobEntry.DEFAULT : entry);
    triggers.forEach(
        (name, entry) -> {
          if (!name.matches(TRIGGER_NAME) || name.endsWith(JobRun.ON_DEMAND)) {
            throw new IllegalArgumentException(
                "trigger name '"
                    + name
                    + "' must be 1 to 64 of a-z, 0-9, - and _, a letter first, and not end in "
                    + JobRun.ON_DEMAND);
          }
          if (entry == null) {
            throw new IllegalArgumentException("trigger '" + name + "' is empty");
          }
        });
  }

  /**
   * Reads the text of a jobs file.
   *
   * @param source what to call it in messages
   * @throws InvalidYamlException naming source, line and reason
   */
  public static JobsFile parse(String source, String yaml) throws InvalidYamlException {
    return StrictYaml.read("jobs file " + source, yaml, JobsFile.class);
  }
}
