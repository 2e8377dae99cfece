package io.rivulet.etl.report;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.run.Refusal;
import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A report that no table has: of a part of the people, or of a funnel that nobody declared. It is
 * made of the curated events when it is asked for, by the SQL of the reports and with the persons
 * as they are published, so of everybody it has the rows of its view in {@code bi}.
 *
 * @param name of its last relation, {@code sql/asked/<name>.sql}
 * @param hasHistory whether it depends on the events of all days before; else on those of the days
 *     asked for alone
 * @param reach how long after the last day events belong to it
 * @param given statements that make what it is computed from, but for the curated files
 * @param relations the files below {@code sql} that it is computed by, each from those before it
 * @param values what stands in the statements for each {@code {{name}}}
 */
record AskedReport(
    Question question,
    String name,
    boolean hasHistory,
    Duration reach,
    List<String> given,
    List<String> relations,
    Map<String, String> values) {

  /** More are no answer for a page. */
  static final int MOST_ROWS = 200_000;

  /** Their rows are narrowed further where they are read, and kept nowhere. */
  private static final Set<String> VIEWS =
      Set.of("event", "session", "path_event", "reported_event");

  private static final Pattern VALUE = Pattern.compile("\\{\\{([a-z_]+)}}");

  /**
   * What is asked of every report.
   *
   * @param firstDay in the project's time zone
   * @param lastDay not before {@code firstDay}
   */
  record Question(String project, LocalDate firstDay, LocalDate lastDay, Part part) {}

  /**
   * A part of the people. An empty text is any.
   *
   * @param platform as in {@code bi.sessions}
   */
  record Part(String platform, String country, String appVersion) {
    boolean isEverybody() {
      return platform.isEmpty() && country.isEmpty() && appVersion.isEmpty();
    }
  }

  /**
   * Its rows.
   *
   * @throws Refusal when they are more than {@link #MOST_ROWS}
   */
  JsonNode rows(
      Workbench workbench, CuratedData curated, ProjectSettings projects, PublishedRows published)
      throws SQLException, IOException {
    ZoneId zone = projects.timeZone(question.project());
    NavigableSet<LocalDate> dates = dates(curated, zone);
    curated.view(workbench, "curated_event", Dataset.EVENTS, dates);
    curated.view(workbench, "curated_session", Dataset.SESSIONS, hasHistory ? List.of() : dates);
    workbench.tableOfDates("event_day", "day", ReportDays.ofUtcDates(dates, zone));
    published.load("daily_activity", "true", "reported_day", List.of("day"));
    published.load("identity", "true", "identity", List.of("identity_key", "person_id"));
    published.load("data_freshness", "dataset = 'reports'", "freshness", List.of("complete_until"));
    statements(projects).forEach(workbench::execute);
    if (workbench.number("select count(*) from " + name) > MOST_ROWS) {
      throw Refusal.badRequest(
          "report_too_large",
          "the answer has over %,d rows; ask for fewer days".formatted(MOST_ROWS));
    }
    return JsonMapper.shared()
        .readTree(
            Objects.requireNonNull(
                workbench.text(
                    "select cast(coalesce(to_json(list(r order by r)), '[]') as varchar) from "
                        + name
                        + " r")));
  }

  private NavigableSet<LocalDate> dates(CuratedData curated, ZoneId zone) {
    LocalDate last =
        ReportDays.reached(ReportDays.utcDatesOf(List.of(question.lastDay()), zone), reach).last();
    NavigableSet<LocalDate> until = curated.dates(Dataset.EVENTS).headSet(last, true);
    return hasHistory
        ? until
        : until.tailSet(ReportDays.utcDatesOf(List.of(question.firstDay()), zone).first(), true);
  }

  /**
   * The same as a script for DuckDB, for whoever wants to see how it is computed. Its head says
   * what it takes from where.
   */
  String script(ProjectSettings projects) {
    return Stream.of(
            Stream.of(
                ReportingSql.read("functions"),
                ReportingSql.read("definitions"),
                filled(ReportingSql.read("asked/lake"), projects)),
            statements(projects).stream(),
            Stream.of("select * from " + name + " order by all;\n"))
        .flatMap(parts -> parts)
        .collect(Collectors.joining("\n"));
  }

  private List<String> statements(ProjectSettings projects) {
    return Stream.of(
            Stream.concat(Stream.of("given"), given.stream())
                .map(file -> ReportingSql.read("asked/" + file)),
            Stream.concat(relations.stream(), Stream.of("asked/" + name))
                .map(AskedReport::relation))
        .flatMap(texts -> texts)
        .map(text -> filled(text, projects))
        .toList();
  }

  private static String relation(String file) {
    String name = file.substring(file.indexOf('/') + 1);
    String kind = VIEWS.contains(name) ? "view" : "table";
    return "create or replace %s %s as\n%s;".formatted(kind, name, ReportingSql.read(file).strip());
  }

  /** At once, since a value may have braces. */
  private String filled(String text, ProjectSettings projects) {
    Map<String, String> all = new HashMap<>(values);
    String project = question.project();
    all.put("events", files("events"));
    all.put("sessions", files("sessions"));
    all.put("project", Engine.literal(project));
    all.put("time_zone", Engine.literal(projects.zoneName(project)));
    all.put("includes_bots", Boolean.toString(projects.includesBots(project)));
    all.put("first_day", question.firstDay().toString());
    all.put("last_day", question.lastDay().toString());
    all.put("platform", Engine.literal(question.part().platform()));
    all.put("country", Engine.literal(question.part().country()));
    all.put("app_version", Engine.literal(question.part().appVersion()));
    return VALUE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(all.get(found.group(1))));
  }

  private String files(String dataset) {
    return Engine.literal(
        "curated/%s/project=%s/*/*.parquet".formatted(dataset, question.project()));
  }
}
