package io.rivulet.etl.job;

import io.rivulet.etl.run.Arguments;
import io.rivulet.etl.run.Job;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All jobs and triggers, checked against each other.
 *
 * @param jobs by name
 * @param triggers by name
 */
record Declarations(Map<String, DeclaredJob> jobs, Map<String, TriggerEntry> triggers) {

  Declarations {
    jobs = Map.copyOf(jobs);
    triggers = Map.copyOf(triggers);
  }

  /**
   * Puts together what there is and what is said of it.
   *
   * @param jobs the jobs that can be run
   * @param ownTriggers triggers that jobs bring along, by name
   * @throws IllegalArgumentException when something names a job or argument that there is not; the
   *     message says where
   */
  static Declarations of(
      JobsFile file, Collection<? extends Job> jobs, Map<String, TriggerEntry> ownTriggers) {
    Map<String, DeclaredJob> declared = new TreeMap<>();
    for (Job job : jobs) {
      JobEntry entry = file.jobs().getOrDefault(job.name(), JobEntry.DEFAULT);
      if (declared.put(job.name(), inField("jobs." + job.name(), () -> DeclaredJob.of(job, entry)))
          != null) {
        throw new IllegalArgumentException("there are two jobs '" + job.name() + "'");
      }
    }
    file.jobs().keySet().forEach(name -> requireJob("jobs." + name, name, declared.keySet()));
    Map<String, TriggerEntry> triggers = new TreeMap<>(file.triggers());
    ownTriggers.forEach(triggers::putIfAbsent);
    triggers.forEach((name, trigger) -> check("triggers." + name, trigger, declared));
    return new Declarations(declared, triggers);
  }

  private static void check(String field, TriggerEntry trigger, Map<String, DeclaredJob> declared) {
    requireJob(field + ".job", trigger.job(), declared.keySet());
    trigger
        .condition()
        .ifPresent(
            c -> c.wanted().keySet().forEach(job -> requireJob(field, job, declared.keySet())));
    DeclaredJob job = java.util.Objects.requireNonNull(declared.get(trigger.job()));
    inField(
        field + ".arguments",
        () -> Arguments.resolve(job.name(), job.arguments(), trigger.arguments()));
  }

  private static void requireJob(String field, String job, Set<String> known) {
    if (!known.contains(job)) {
      throw new IllegalArgumentException(
          field + ": there is no job '" + job + "', only " + new java.util.TreeSet<>(known));
    }
  }

  private static <T> T inField(String field, java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }
}
