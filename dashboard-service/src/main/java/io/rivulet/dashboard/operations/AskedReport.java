package io.rivulet.dashboard.operations;

import io.rivulet.dashboard.range.InvalidChoiceException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A report that the ETL computes when it is asked for: its sections are queries of pages, over the
 * ETL's rows in place of a view of {@code bi}.
 *
 * @param word names it in addresses, of the ETL too
 * @param sections names of queries below {@code /sql} by what they are called in the answer
 * @param view whose place the rows take
 * @param constants SQL of further columns, which the queries need and the rows lack
 * @param columns of the rows, with PostgreSQL's types
 * @param defaults choices of the queries, with what stands where none is made
 */
record AskedReport(
    String word,
    Map<String, String> sections,
    String view,
    String constants,
    String columns,
    Map<String, String> defaults) {

  private static final List<AskedReport> ALL =
      List.of(
          new AskedReport(
              "funnels",
              Map.of("steps", "funnels/steps", "days", "funnels/days"),
              "bi.funnels",
              ", cast(:funnel as varchar) as funnel",
              "day date, step integer, steps integer, event_name varchar, window_seconds bigint,"
                  + " entered bigint, reached_previous bigint, converted bigint,"
                  + " median_seconds numeric, is_mature boolean",
              Map.of("funnel", "built")),
          new AskedReport(
              "paths",
              Map.of("transitions", "paths/transitions"),
              "bi.paths",
              // they are of all days together
              ", cast(:from as date) as day, cast(:kind as varchar) as kind",
              "step integer, \"from\" varchar, \"to\" varchar, transitions bigint",
              Map.of("kind", "view")),
          new AskedReport(
              "events",
              Map.of("events", "events/events", "days", "event_days/days"),
              "bi.events_daily",
              "",
              "day date, event_name varchar, type varchar, events bigint, users bigint,"
                  + " sessions bigint",
              Map.of("name", "", "type", "")),
          new AskedReport(
              "features",
              Map.of("features", "features/features", "days", "feature_days/days"),
              "bi.feature_adoption",
              "",
              "day date, feature varchar, users bigint, active_users bigint, users_28d bigint,"
                  + " active_users_28d bigint, new_adopters bigint, adopters bigint,"
                  + " seen_users bigint, events bigint",
              Map.of("feature", "")));

  static AskedReport of(String word) {
    return ALL.stream()
        .filter(report -> report.word.equals(word))
        .findFirst()
        .orElseThrow(
            () -> new InvalidChoiceException("bad_report", "there is no report of that name"));
  }

  /** The rows, JSON in parameter {@code rows}, as a relation with the view's columns. */
  String relation() {
    return "(select cast(:project as varchar) as project%s, r.* from json_to_recordset(cast(:rows as json)) as r(%s))"
        .formatted(constants, columns);
  }

  /** The choices that were made, completed by the defaults. */
  Map<String, String> choices(Map<String, String> given) {
    return defaults.keySet().stream()
        .collect(
            Collectors.toMap(name -> name, name -> given.getOrDefault(name, defaults.get(name))));
  }
}
