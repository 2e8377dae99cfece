package io.rivulet.dashboard.report;

import io.rivulet.dashboard.database.ReportingDatabase;
import io.rivulet.dashboard.project.Project;
import io.rivulet.dashboard.project.Projects;
import io.rivulet.dashboard.range.DateRange;
import io.rivulet.dashboard.range.InvalidChoiceException;
import io.rivulet.dashboard.range.RangeChoice;
import io.rivulet.dashboard.range.ReportedDays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ReportsController {

  private static final Pattern QUERY = Pattern.compile("[a-z_]{1,40}/[a-z_]{1,40}");

  private final ReportingDatabase database;
  private final Projects projects;

  ReportsController(ReportingDatabase database, Projects projects) {
    this.database = database;
    this.projects = projects;
  }

  /**
   * A report over some days.
   *
   * @param report its sections; null while the project has no event that counts
   */
  record Answer(Project project, @Nullable Sections report) {}

  /**
   * @param previous the compared sections over the days before; null when the data does not reach
   *     back over all of them
   */
  record Sections(
      ReportedDays range,
      Map<String, List<Map<String, @Nullable Object>>> sections,
      @Nullable Map<String, List<Map<String, @Nullable Object>>> previous) {}

  @GetMapping("/api/reports/{word}")
  Answer report(
      @PathVariable String word,
      @RequestParam String project,
      @RequestParam(required = false) @Nullable String range,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam Map<String, String> parameters) {
    Report report = Report.of(word);
    RangeChoice choice = RangeChoice.of(range, from, to);
    Map<String, Object> choices = report.choices(parameters);
    return database.snapshot(
        () -> {
          Project known = projects.get(project);
          ReportedDays days = known.days(choice);
          return new Answer(known, days == null ? null : sections(report, known, days, choices));
        });
  }

  private Sections sections(
      Report report, Project project, ReportedDays days, Map<String, Object> choices) {
    return new Sections(
        days,
        rows(report, report.sections(), project, days.range(), choices),
        days.hasPrevious()
            ? rows(
                report,
                report.sections().stream().filter(report.compared()::contains).toList(),
                project,
                days.range().previous(),
                choices)
            : null);
  }

  private Map<String, List<Map<String, @Nullable Object>>> rows(
      Report report,
      List<String> sections,
      Project project,
      DateRange range,
      Map<String, Object> choices) {
    Map<String, List<Map<String, @Nullable Object>>> rows = new LinkedHashMap<>();
    for (String section : sections) {
      rows.put(
          section,
          database
              .query(report.query(section))
              .param("project", project.id())
              .param("from", range.from())
              .param("to", range.to())
              .params(choices)
              .query(new Rows())
              .list());
    }
    return rows;
  }

  /** The text of a query, with its parameters as {@code :name}. */
  record Query(String sql) {}

  @GetMapping("/api/sql")
  Query sql(@RequestParam String query) {
    if (!QUERY.matcher(query).matches()) {
      throw noSuchQuery();
    }
    return new Query(database.text(query).orElseThrow(ReportsController::noSuchQuery));
  }

  private static InvalidChoiceException noSuchQuery() {
    return new InvalidChoiceException("bad_report", "there is no query of that name");
  }
}
