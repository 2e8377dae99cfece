package io.rivulet.standalone.compare;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of what each source says of each metric. */
final class Comparison {
  private static final int MOST_DIFFERENCES_SHOWN = 10;
  private static final int WIDEST_FIGURE = 26;

  /** Where a figure comes from. */
  enum Source {
    TRUTH,
    COMPUTED,
    RIVULET;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<String, Map<Source, Figure>> metrics = new LinkedHashMap<>();

  void put(String metric, Source source, Figure figure) {
    metrics.computeIfAbsent(metric, m -> new EnumMap<>(Source.class)).put(source, figure);
  }

  /** Whether all sources that say something of a metric say the same, for every metric. */
  boolean allEqual() {
    return metrics.values().stream().allMatch(Comparison::equal);
  }

  /** How many metrics are known from two sources at least. */
  long compared() {
    return metrics.values().stream().filter(figures -> figures.size() > 1).count();
  }

  /** Metrics on which the sources differ. */
  List<String> unequal() {
    return metrics.entrySet().stream()
        .filter(e -> !equal(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Prints the table, then the first differences of each metric that has any. */
  void print(PrintWriter out) {
    int width = metrics.keySet().stream().mapToInt(String::length).max().orElse(6);
    String format = "%-" + width + "s  %-26s  %-26s  %-26s  %s%n";
    out.printf(Locale.ROOT, format, "metric", "truth", "computed", "rivulet", "equal");
    metrics.forEach(
        (metric, figures) -> {
          if (figures.size() > 1) {
            out.printf(
                Locale.ROOT,
                format,
                metric,
                show(figures, Source.TRUTH),
                show(figures, Source.COMPUTED),
                show(figures, Source.RIVULET),
                equal(figures) ? "yes" : "NO");
          }
        });
    metrics.forEach(
        (metric, figures) ->
            differences(figures)
                .forEach(difference -> out.println(metric + " differs: " + difference)));
    out.flush();
  }

  private static List<String> differences(Map<Source, Figure> figures) {
    List<String> lines = new ArrayList<>();
    for (Source source : List.of(Source.TRUTH, Source.RIVULET)) {
      if (figures.get(Source.COMPUTED) instanceof Figure.PerKey computed
          && figures.get(source) instanceof Figure.PerKey other) {
        lines.addAll(
            Figure.PerKey.differences(
                computed, Source.COMPUTED.label(), other, source.label(), MOST_DIFFERENCES_SHOWN));
      }
    }
    return lines;
  }

  private static boolean equal(Map<Source, Figure> figures) {
    return figures.values().stream().distinct().count() <= 1;
  }

  private static String show(Map<Source, Figure> figures, Source source) {
    Figure figure = figures.get(source);
    String text = figure == null ? "-" : figure.show();
    return text.length() <= WIDEST_FIGURE ? text : text.substring(0, WIDEST_FIGURE - 3) + "...";
  }
}
