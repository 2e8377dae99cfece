package io.rivulet.etl.job;

import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A job with all that the jobs file says of it.
 *
 * @param arguments with the file's presets
 */
record DeclaredJob(String name, String description, List<Argument> arguments, JobEntry entry) {

  DeclaredJob {
    arguments = List.copyOf(arguments);
  }

  /**
   * Puts the two together.
   *
   * @throws IllegalArgumentException when the entry names an argument that the job does not take,
   *     or a value that it cannot have
   */
  static DeclaredJob of(Job job, JobEntry entry) {
    Set<String> unknown = new TreeSet<>(entry.arguments().keySet());
    unknown.addAll(entry.fixedArguments().keySet());
    List<Argument> arguments = new ArrayList<>();
    for (Argument argument : job.arguments()) {
      unknown.remove(argument.name());
      arguments.add(with(entry.fixedArguments(), true, with(entry.arguments(), false, argument)));
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("job " + job.name() + " takes no arguments " + unknown);
    }
    return new DeclaredJob(job.name(), job.description(), arguments, entry);
  }

  private static Argument with(Map<String, String> presets, boolean fixed, Argument argument) {
    String preset = presets.get(argument.name());
    return preset == null ? argument : argument.withPreset(preset, fixed);
  }
}
