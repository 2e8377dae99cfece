package io.rivulet.etl;

import io.rivulet.etl.engine.Engine;
import io.rivulet.event.SessionRule;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What the projects file says, as the transforms read it. A project that is no longer in the file
 * keeps its reports, with the defaults.
 */
public final class ProjectSettings {
  /** More days than between 1970 and 2070, the longest calendar that a report draws. */
  private static final int NUMBERS = 40_000;

  private final ProjectsFile file;

  public ProjectSettings(ProjectsFile file) {
    this.file = file;
  }

  /** The zone in which the project's days begin. */
  public ZoneId timeZone(String project) {
    return file.current().byId(project).map(Project::timeZone).orElse(ZoneOffset.UTC);
  }

  /** What computations depend on, as a text that differs when one of it does. */
  public String describe(String projectId) {
    return file.current()
        .byId(projectId)
        .map(
            p ->
                p.sessionRule()
                    + " "
                    + p.timeZone()
                    + " "
                    + p.weekStart()
                    + " "
                    + p.bots()
                    + " "
                    + p.keyEvents())
        .orElse("defaults");
  }

  /** Makes the relations {@code params} (one row), {@code key_event} and {@code number}. */
  public void load(Engine engine, String projectId) {
    Optional<Project> project = file.current().byId(projectId);
    SessionRule rule = project.map(Project::sessionRule).orElse(SessionRule.DEFAULT);
    engine.tableOf(
        "params",
        "project string, gap_us bigint, max_us bigint, splits_at_midnight boolean,"
            + " splits_on_campaign boolean, time_zone string, week_starts_on integer,"
            + " includes_bots boolean",
        List.of(
            List.<Object>of(
                projectId,
                rule.inactivityGap().toNanos() / 1_000,
                rule.maxDuration().toNanos() / 1_000,
                rule.splitAtMidnightIn() != null,
                rule.splitsOnCampaign(),
                // "Z", which ZoneOffset.UTC is called, is no zone to DuckDB
                timeZone(projectId).equals(ZoneOffset.UTC) ? "UTC" : timeZone(projectId).getId(),
                project.map(Project::weekStart).orElse(DayOfWeek.MONDAY).getValue(),
                project.map(p -> p.bots() == Project.Bots.INCLUDE).orElse(false))));
    engine.tableOf(
        "key_event",
        "name string",
        project.map(Project::keyEvents).orElse(List.of()).stream()
            .distinct()
            .map(List::<Object>of)
            .toList());
    engine.tableOfNumbers("number", "n", NUMBERS);
  }
}
