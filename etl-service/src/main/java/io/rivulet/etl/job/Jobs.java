package io.rivulet.etl.job;

import io.rivulet.etl.job.FurtherJobs.Further;
import io.rivulet.etl.run.Job;
import io.rivulet.event.project.SettledContent;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The jobs that this instance can carry out. The jobs file and the files of further jobs are read
 * at the start and again when they changed; what they say is written to database {@code ops}, where
 * the instance that read last is right. An invalid change is refused with file, line and reason,
 * and the last good one stays.
 */
public final class Jobs {
  private static final Logger log = LoggerFactory.getLogger(Jobs.class);

  /** The files say something that cannot be. */
  public static final class InvalidJobsException extends Exception {
    InvalidJobsException(String message, Exception cause) {
      super(message, cause);
    }
  }

  private final List<Job> builtIn;
  private final List<FurtherJobs> further;
  private final Resource file;
  private final UnaryOperator<String> placeholders;
  private final JobTables tables;
  private final TransactionTemplate transaction;
  private final SettledContent settled = new SettledContent();
  private volatile Map<String, Job> jobs = Map.of();

  /** What was read but could not be written yet, because the database was away. */
  private @Nullable Parsed unwritten;

  /**
   * @param file the jobs file
   * @param placeholders fills in what the file takes from the settings
   */
  Jobs(
      List<Job> builtIn,
      List<FurtherJobs> further,
      Resource file,
      UnaryOperator<String> placeholders,
      JobTables tables,
      TransactionTemplate transaction) {
    this.builtIn = List.copyOf(builtIn);
    this.further = List.copyOf(further);
    this.file = file;
    this.placeholders = placeholders;
    this.tables = tables;
    this.transaction = transaction;
  }

  /** The job of that name, when this instance has it. */
  public Optional<Job> find(String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  /**
   * Reads the files if they changed.
   *
   * @return whether they did
   * @throws InvalidJobsException when they are invalid, once for each such content
   */
  public synchronized boolean reloadIfChanged() throws InvalidJobsException {
    String text = read();
    Map<String, String> texts = new TreeMap<>();
    further.forEach(folder -> texts.putAll(folder.texts()));
    if (settled.isNew((text + texts).getBytes(StandardCharsets.UTF_8))) {
      unwritten = parse(text, texts);
    }
    Parsed parsed = unwritten;
    if (parsed == null) {
      return false;
    }
    transaction.executeWithoutResult(status -> tables.write(parsed.declared(), Instant.now()));
    unwritten = null;
    jobs = parsed.jobs();
    log.info(
        "{} jobs, {} triggers from {}",
        jobs.size(),
        parsed.declared().triggers().size(),
        file.getDescription());
    return true;
  }

  private record Parsed(Map<String, Job> jobs, Declarations declared) {}

  private Parsed parse(String text, Map<String, String> texts) throws InvalidJobsException {
    try {
      JobsFile parsed = JobsFile.parse(file.getDescription(), placeholders.apply(text));
      List<Further> more = further.stream().flatMap(folder -> folder.jobs(texts).stream()).toList();
      Declarations declared =
          Declarations.of(parsed, builtIn, more, /* someLeftOut= */ more.size() < texts.size());
      // One built in has its name before a further one, which is then not declared.
      Map<String, Job> all =
          Stream.concat(builtIn.stream(), more.stream().map(Further::job))
              .filter(job -> declared.jobs().containsKey(job.name()))
              .collect(Collectors.toMap(Job::name, Function.identity(), (first, next) -> first));
      return new Parsed(all, declared);
    } catch (InvalidYamlException e) {
      throw new InvalidJobsException(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new InvalidJobsException(
          "invalid jobs file " + file.getDescription() + ": " + e.getMessage(), e);
    }
  }

  private String read() throws InvalidJobsException {
    try {
      return file.getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InvalidJobsException("cannot read jobs file " + file.getDescription(), e);
    }
  }
}
