package io.rivulet.etl.job;

import io.rivulet.etl.job.FurtherJobs.Further;
import io.rivulet.etl.run.Arguments;
import io.rivulet.etl.run.Job;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All jobs and triggers, checked against each other.
 *
 * @param jobs by name
 * @param triggers by name
 */
record Declarations(Map<String, DeclaredJob> jobs, Map<String, TriggerEntry> triggers) {
  private static final Logger log = LoggerFactory.getLogger(Declarations.class);

  Declarations {
    jobs = Map.copyOf(jobs);
    triggers = Map.copyOf(triggers);
  }

  /**
   * Puts together what there is and what is said of it. A further job with which something is wrong
   * is left out, and said in the log.
   *
   * @param builtIn the jobs that are always there
   * @param further others with their triggers
   * @param someLeftOut whether there are further jobs that could not be read: what the jobs file
   *     says of jobs that there are not may mean these, and is left out too
   * @throws IllegalArgumentException when the jobs file names a job or argument that there is not;
   *     the message says where
   */
  static Declarations of(
      JobsFile file, Collection<Job> builtIn, List<Further> further, boolean someLeftOut) {
    Map<String, DeclaredJob> declared = new TreeMap<>();
    for (Job job : builtIn) {
      if (declared.put(job.name(), declare(file, job)) != null) {
        throw new IllegalArgumentException("there are two jobs '" + job.name() + "'");
      }
    }
    List<Further> kept = kept(file, declared.keySet(), further);
    Map<String, TriggerEntry> triggers = new TreeMap<>();
    for (Further more : kept) {
      declared.put(more.job().name(), declare(file, more.job()));
      triggers.putAll(more.triggers());
    }
    triggers.putAll(file.triggers());
    if (someLeftOut || kept.size() < further.size()) {
      triggers.entrySet().removeIf(t -> isOfUnknown(t.getKey(), t.getValue(), declared.keySet()));
    } else {
      file.jobs().keySet().forEach(name -> requireJob("jobs." + name, name, declared.keySet()));
    }
    triggers.forEach((name, trigger) -> check("triggers." + name, trigger, declared));
    return new Declarations(declared, triggers);
  }

  private static DeclaredJob declare(JobsFile file, Job job) {
    JobEntry entry = file.jobs().getOrDefault(job.name(), JobEntry.DEFAULT);
    return inField("jobs." + job.name(), () -> DeclaredJob.of(job, entry));
  }

  /** Those further jobs with which nothing is wrong. */
  private static List<Further> kept(JobsFile file, Set<String> builtIn, List<Further> further) {
    List<Further> kept = new ArrayList<>(further);
    boolean isChanged = true;
    while (isChanged) {
      // One that is left out may be what another waits for.
      Set<String> known = new TreeSet<>(builtIn);
      kept.forEach(more -> known.add(more.job().name()));
      isChanged = kept.removeIf(more -> isWrong(file, builtIn, known, more));
    }
    return kept;
  }

  private static boolean isWrong(
      JobsFile file, Set<String> builtIn, Set<String> known, Further more) {
    String name = more.job().name();
    try {
      if (builtIn.contains(name)) {
        throw new IllegalArgumentException("there is such a job already");
      }
      var unused = declare(file, more.job());
      more.triggers().forEach((trigger, entry) -> requireJobs(trigger, entry, known));
      return false;
    } catch (IllegalArgumentException e) {
      log.error("job {} is left out: {}", name, e.getMessage());
      return true;
    }
  }

  private static boolean isOfUnknown(String name, TriggerEntry trigger, Set<String> known) {
    try {
      requireJobs("triggers." + name, trigger, known);
      return false;
    } catch (IllegalArgumentException e) {
      log.error("trigger {} is left out: {}", name, e.getMessage());
      return true;
    }
  }

  private static void requireJobs(String field, TriggerEntry trigger, Set<String> known) {
    requireJob(field + ".job", trigger.job(), known);
    trigger
        .condition()
        .ifPresent(c -> c.wanted().keySet().forEach(job -> requireJob(field, job, known)));
  }

  private static void check(String field, TriggerEntry trigger, Map<String, DeclaredJob> declared) {
    requireJobs(field, trigger, declared.keySet());
    DeclaredJob job = Objects.requireNonNull(declared.get(trigger.job()));
    inField(
        field + ".arguments",
        () -> Arguments.resolve(job.name(), job.arguments(), trigger.arguments()));
  }

  private static void requireJob(String field, String job, Set<String> known) {
    if (!known.contains(job)) {
      throw new IllegalArgumentException(
          field + ": there is no job '" + job + "', only " + new TreeSet<>(known));
    }
  }

  private static <T> T inField(String field, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }
}
