package io.rivulet.etl.quality;

import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rules in force: for each dataset the owner's file {@code <dataset>.dqdl} where there is one,
 * else the rules that are shipped. Files are read each time, so a change holds from the next run.
 */
final class RuleFiles {
  private static final List<String> SHIPPED =
      List.of(
          "balance",
          "events",
          "sessions",
          "daily",
          "bi.sessions",
          "bi.daily_activity",
          "bi.users",
          "bi.data_freshness");

  private static final String SUFFIX = ".dqdl";

  /** A file larger than this is not read. */
  private static final long MOST_BYTES = 256L << 10;

  private final Path folder;

  /**
   * @param folder of the owner's files; it need not exist
   */
  RuleFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * The rules of a dataset; none where nobody wrote any.
   *
   * @throws InvalidRulesException when the owner's file cannot be used
   */
  Rules of(String dataset) {
    if (!isName(dataset)) {
      throw new IllegalArgumentException(
          "a dataset is named by 1 to 64 of a-z, 0-9, '.', '_' and '-', not '" + dataset + "'");
    }
    Path file = folder.resolve(dataset + SUFFIX);
    if (Files.exists(file)) {
      return Rules.parse(dataset, file.toString(), read(file));
    }
    return ReportingSql.qualityRules(dataset)
        .map(text -> Rules.parse(dataset, "shipped with Rivulet for " + dataset, text))
        .orElseGet(() -> new Rules(dataset, "none", "", List.of()));
  }

  /** Names of the datasets that have rules, in alphabetical order. */
  List<String> datasets() {
    TreeSet<String> datasets = new TreeSet<>(SHIPPED);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(f -> f.getFileName().toString())
            .filter(n -> n.endsWith(SUFFIX))
            .map(n -> n.substring(0, n.length() - SUFFIX.length()))
            .filter(RuleFiles::isName)
            .forEach(datasets::add);
      } catch (IOException e) {
        throw new InvalidRulesException(folder.toString(), "the folder cannot be read: " + e);
      }
    }
    return List.copyOf(datasets);
  }

  private static boolean isName(String dataset) {
    return dataset.matches("[a-z0-9][a-z0-9._-]{0,63}");
  }

  private static String read(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        throw new InvalidRulesException(
            file.toString(), "it has " + bytes + " bytes; " + MOST_BYTES + " is the most");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new InvalidRulesException(file.toString(), "it cannot be read: " + e);
    }
  }
}
