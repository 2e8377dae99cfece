package io.rivulet.etl.job;

import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a folder of an owner's files, one a file.
 *
 * @param <F> what a valid file says
 */
public final class JobFolder<F> implements FurtherJobs {
  private static final Logger log = LoggerFactory.getLogger(JobFolder.class);

  /** Most files that are read, in the order of their names. */
  private static final int MOST_FILES = 200;

  /** Bytes of the longest file; of a longer one nothing is read. */
  private static final long LONGEST_FILE = 256 << 10;

  /** Reads files of one kind. */
  public interface Reader<F> {
    /**
     * What the text says.
     *
     * @param source the file's path
     * @throws InvalidYamlException naming source, line and reason
     */
    F parse(String source, String text) throws InvalidYamlException;

    /** What no other file of the folder may have too, such as "job top_pages". */
    List<String> claims(F file);

    /** The job that the file declares. */
    Further job(F file);
  }

  private final Path folder;
  private final String ending;
  private final Reader<F> kind;

  /** By file; of one that is there but no longer valid this stays in force. */
  private final Map<String, F> lastValid = new HashMap<>();

  /**
   * @param folder need not exist
   * @param ending of the files' names, such as {@code .sql}
   */
  public JobFolder(Path folder, String ending, Reader<F> kind) {
    this.folder = folder;
    this.ending = ending;
    this.kind = kind;
  }

  @Override
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return texts;
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
      for (Path file : files.subList(0, Math.min(MOST_FILES, files.size()))) {
        read(file).ifPresent(text -> texts.put(file.toString(), text));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the jobs in " + folder, e);
    }
    return texts;
  }

  /** The text, none of which is left when it cannot be one; empty when there is no file. */
  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.size(file) > LONGEST_FILE ? "" : Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // Not UTF-8, or not to be read by us; it is said where the text turns out invalid.
      return Optional.of("");
    }
  }

  @Override
  public synchronized List<Further> jobs(Map<String, String> texts) {
    List<Further> jobs = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    Map<String, String> own = new TreeMap<>(texts);
    own.keySet().removeIf(source -> !isOwn(Path.of(source)));
    lastValid.keySet().retainAll(own.keySet());
    own.forEach(
        (source, text) -> {
          F file = valid(source, text);
          if (file != null) {
            if (kind.claims(file).stream().allMatch(taken::add)) {
              jobs.add(kind.job(file));
            } else {
              log.error("{} is left out: another file has one of {}", source, kind.claims(file));
            }
          }
        });
    return jobs;
  }

  private boolean isOwn(Path file) {
    return folder.equals(file.getParent()) && file.toString().endsWith(ending);
  }

  /** The file, else what it was when it was valid; null when it never was. */
  private @Nullable F valid(String source, String text) {
    try {
      lastValid.put(source, kind.parse(source, text));
    } catch (InvalidYamlException e) {
      log.error(
          "{}; {}",
          e.getMessage(),
          lastValid.containsKey(source) ? "its job stays as it was" : "its job is left out");
    }
    return lastValid.get(source);
  }
}
