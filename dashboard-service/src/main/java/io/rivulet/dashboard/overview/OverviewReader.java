package io.rivulet.dashboard.overview;

import io.rivulet.dashboard.database.ReportingDatabase;
import io.rivulet.dashboard.overview.Overview.Balance;
import io.rivulet.dashboard.overview.Overview.Day;
import io.rivulet.dashboard.overview.Overview.DeviceCount;
import io.rivulet.dashboard.overview.Overview.EventCount;
import io.rivulet.dashboard.overview.Overview.Freshness;
import io.rivulet.dashboard.overview.Overview.Report;
import io.rivulet.dashboard.overview.Overview.Totals;
import io.rivulet.dashboard.project.Project;
import io.rivulet.dashboard.project.Projects;
import io.rivulet.dashboard.range.DateRange;
import io.rivulet.dashboard.range.RangeChoice;
import io.rivulet.dashboard.range.ReportedDays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Asks the views for the figures of the overview page. */
@Component
class OverviewReader {

  private static final int TOP_EVENTS = 12;
  private static final int DEVICE_VALUES = 8;

  private final ReportingDatabase database;
  private final Projects projects;

  OverviewReader(ReportingDatabase database, Projects projects) {
    this.database = database;
    this.projects = projects;
  }

  Overview read(String projectId, RangeChoice choice) {
    return database.snapshot(
        () -> {
          Project project = projects.get(projectId);
          return new Overview(
              project, report(project, choice), freshness(project), balance(project));
        });
  }

  private @Nullable Report report(Project project, RangeChoice choice) {
    ReportedDays days = project.days(choice);
    if (days == null) {
      return null;
    }
    DateRange range = days.range();
    return new Report(
        days,
        totals(project, range),
        days.hasPrevious() ? totals(project, range.previous()) : null,
        within("overview/days", project, range).query(Day.class).list(),
        within("overview/top_events", project, range)
            .param("names", TOP_EVENTS)
            .query(EventCount.class)
            .list(),
        devices(project, range));
  }

  private Totals totals(Project project, DateRange range) {
    return within("overview/totals", project, range).query(Totals.class).single();
  }

  private Map<String, List<DeviceCount>> devices(Project project, DateRange range) {
    return within("overview/devices", project, range)
        .param("values", DEVICE_VALUES)
        .query(DeviceCount.class)
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(DeviceCount::dimension, LinkedHashMap::new, Collectors.toList()));
  }

  private List<Freshness> freshness(Project project) {
    return database
        .query("overview/freshness")
        .param("project", project.id())
        .query(Freshness.class)
        .list();
  }

  private Balance balance(Project project) {
    return database
        .query("overview/balance")
        .param("project", project.id())
        .query(Balance.class)
        .single();
  }

  private StatementSpec within(String query, Project project, DateRange range) {
    return database
        .query(query)
        .param("project", project.id())
        .param("from", range.from())
        .param("to", range.to());
  }
}
