package io.rivulet.dashboard.retention;

import io.rivulet.dashboard.database.ReportingDatabase;
import io.rivulet.dashboard.project.Project;
import io.rivulet.dashboard.project.Projects;
import io.rivulet.dashboard.range.RangeChoice;
import java.time.LocalDate;
import java.util.List;
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

  /** The latest cohorts that start on or before day {@code to}, without it the latest of all. */
  record RetentionReport(String project, String period, RetentionTable retention) {}

  @GetMapping("/api/retention")
  RetentionReport retention(
      @RequestParam String project,
      @RequestParam(defaultValue = "week") String period,
      @RequestParam(required = false) @Nullable String to) {
    RetentionPeriod steps = RetentionPeriod.of(period);
    @Nullable LocalDate until = to == null ? null : RangeChoice.day("to", to);
    return database.snapshot(
        () -> {
          Project known = projects.get(project);
          LocalDate end = until == null ? known.lastDay() : until;
          List<RetentionCell> cells = end == null ? List.of() : cells(known.id(), steps, end);
          return new RetentionReport(known.id(), steps.word(), RetentionTable.of(cells));
        });
  }

  private List<RetentionCell> cells(String project, RetentionPeriod period, LocalDate until) {
    return database
        .query("retention/cohorts")
        .param("project", project)
        .param("period", period.word())
        .param("until", until)
        .param("cohorts", period.cohorts)
        .param("steps", period.steps)
        .query(RetentionCell.class)
        .list();
  }
}
