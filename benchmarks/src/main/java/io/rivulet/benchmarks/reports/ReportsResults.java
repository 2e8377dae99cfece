package io.rivulet.benchmarks.reports;

import io.rivulet.benchmarks.Median;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a run.
 *
 * @param startedAt RFC 3339, UTC
 * @param machine processors, JVM and system
 * @param setting sessions, days and rounds in one phrase
 * @param limit reading the rows of all sessions once, by their index of days
 * @param views a question of a BI tool each
 * @param pages a request of the dashboard's pages each
 */
record ReportsResults(
    String startedAt,
    String machine,
    String setting,
    Figure limit,
    List<Figure> views,
    List<Figure> pages) {
  /** Most that a view may take, in milliseconds. */
  static final double VIEW_GOAL = 200;

  /** Most that a page's slowest request may take, in milliseconds. */
  static final double PAGE_GOAL = 1_000;

  /**
   * The time of one question.
   *
   * @param name view or page, and what is asked
   * @param days the days asked for
   * @param rounds milliseconds in each
   */
  record Figure(String name, String days, List<Double> rounds) {
    Figure {
      rounds = List.copyOf(rounds);
    }

    double milliseconds() {
      return Median.of(rounds.stream().mapToDouble(Double::doubleValue));
    }
  }

  /** Whether every view and every page is within its goal. */
  boolean isWithinGoals() {
    return views.stream().allMatch(f -> f.milliseconds() < VIEW_GOAL)
        && pages.stream().allMatch(f -> f.milliseconds() < PAGE_GOAL);
  }

  /** A table for people. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%n%s, %s; %s. The limit, %s, takes %.0f ms.%n%n",
            startedAt, machine, setting, limit.name(), limit.milliseconds()));
    text.append(
        "| view | days | ms (goal %.0f) | limits |%n|---|---|---|---|%n".formatted(VIEW_GOAL));
    views.forEach(figure -> text.append(row(figure, VIEW_GOAL)));
    text.append(
        "%n| page | days | ms (goal %.0f) | limits |%n|---|---|---|---|%n".formatted(PAGE_GOAL));
    pages.forEach(figure -> text.append(row(figure, PAGE_GOAL)));
    text.append(
        isWithinGoals()
            ? format("%nAll are within the goals.%n")
            : format("%n**NOT all are within the goals.**%n"));
    return text.toString();
  }

  private String row(Figure figure, double goal) {
    return format(
        "| %s | %s | %s | %.2f |%n",
        figure.name(),
        figure.days(),
        format(figure.milliseconds() < goal ? "%.0f" : "**%.0f**", figure.milliseconds()),
        figure.milliseconds() / limit.milliseconds());
  }

  private static String format(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
