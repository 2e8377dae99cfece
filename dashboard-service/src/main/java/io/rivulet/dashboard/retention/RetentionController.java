package io.rivulet.dashboard.retention;

import io.rivulet.dashboard.database.ReportingDatabase;
import io.rivulet.dashboard.project.Project;
import io.rivulet.dashboard.project.Projects;
import io.rivulet.dashboard.range.RangeChoice;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RetentionController {

  private final Projects projects;
  private final ReportingDatabase database;

  RetentionController(Projects projects, ReportingDatabase database) {
    this.projects = projects;
    this.database = database;
  }

  /** A part of the people, by how they began; an empty value is any. */
  private static final List<String> PART = List.of("platform", "country", "app_version");

  /** The latest cohorts that start on or before day {@code to}, without it the latest of all. */
  record RetentionReport(String project, String period, RetentionTable retention) {}

  @GetMapping("/api/retention")
  RetentionReport retention(
      @RequestParam String project,
      @RequestParam(defaultValue = "week") String period,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam Map<String, String> parameters) {
    Map<String, String> part = new LinkedHashMap<>();
    PART.forEach(name -> part.put(name, parameters.getOrDefault(name, "")));
    RetentionPeriod steps = RetentionPeriod.of(period);
    @Nullable LocalDate until = to == null ? null : RangeChoice.day("to", to);
    return database.snapshot(
        () -> {
          Project known = projects.get(project);
          LocalDate end = until == null ? known.lastDay() : until;
          List<RetentionCell> cells = end == null ? List.of() : cells(known.id(), steps, end, part);
          return new RetentionReport(known.id(), steps.word(), RetentionTable.of(cells));
        });
  }

  private List<RetentionCell> cells(
      String project, RetentionPeriod period, LocalDate until, Map<String, String> part) {
    boolean isNarrowed = part.values().stream().anyMatch(value -> !value.isEmpty());
    return database
        .query(isNarrowed ? "retention/part_cohorts" : "retention/cohorts")
        .params(part)
        .param("project", project)
        .param("period", period.word())
        .param("until", until)
        .param("cohorts", period.cohorts)
        .param("steps", period.steps)
        .query(RetentionCell.class)
        .list();
  }
}
