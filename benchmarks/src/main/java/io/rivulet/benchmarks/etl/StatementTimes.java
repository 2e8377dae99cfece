package io.rivulet.benchmarks.etl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where DuckDB's time goes, from the log of an ETL that tells of every statement. */
final class StatementTimes {
  private static final int ROWS = 40;
  private static final Pattern LINE = Pattern.compile("(\\d+) ms: (.{1,60})");

  private StatementTimes() {}

  /** The statements that take longest, by their beginnings. */
  static String of(Path log) throws IOException {
    Map<String, long[]> byStatement = new TreeMap<>();
    try (Stream<String> lines = Files.lines(log)) {
      for (String line : (Iterable<String>) lines::iterator) {
        Matcher m = LINE.matcher(line);
        if (m.find()) {
          long[] sum = byStatement.computeIfAbsent(m.group(2), s -> new long[2]);
          sum[0] += Long.parseLong(m.group(1));
          sum[1]++;
        }
      }
    }
    var text = new StringBuilder();
    byStatement.entrySet().stream()
        .sorted(Comparator.comparingLong(s -> -s.getValue()[0]))
        .limit(ROWS)
        .forEach(
            s ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%8d ms %5d times  %s%n",
                        s.getValue()[0],
                        s.getValue()[1],
                        s.getKey())));
    return text.toString();
  }
}
