package io.rivulet.etl;

import io.rivulet.etl.engine.Engine;
import io.rivulet.event.SessionRule;
import io.rivulet.event.Sha256;
import io.rivulet.event.project.Feature;
import io.rivulet.event.project.Funnel;
import io.rivulet.event.project.ItemProperty;
import io.rivulet.event.project.Money;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the projects file says, as the transforms read it. A project that is no longer in the file
 * keeps its reports, with the defaults.
 */
public final class ProjectSettings {
  /** More days than between 1970 and 2070, the longest calendar that a report draws. */
  private static final int NUMBERS = 40_000;

  /** Another number has all days reported anew: after an update that adds to what reports tell. */
  private static final int REPORTS_VERSION = 2;

  private final ProjectsFile file;

  public ProjectSettings(ProjectsFile file) {
    this.file = file;
  }

  /** The zone in which the project's days begin. */
  public ZoneId timeZone(String project) {
    return file.current().byId(project).map(Project::timeZone).orElse(ZoneOffset.UTC);
  }

  /** The same as SQL names it. */
  public String zoneName(String project) {
    ZoneId zone = timeZone(project);
    // "Z", which ZoneOffset.UTC is called, is no zone to DuckDB
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** Whether reports count the traffic of known robots. */
  public boolean includesBots(String project) {
    return file.current().byId(project).map(p -> p.bots() == Project.Bots.INCLUDE).orElse(false);
  }

  /** By which the project's events are sessions. */
  public SessionRule sessionRule(String project) {
    return file.current().byId(project).map(Project::sessionRule).orElse(SessionRule.DEFAULT);
  }

  /** Where it stands what the project's persons pay. */
  public Money money(String project) {
    return file.current().byId(project).map(Project::money).orElse(Money.DEFAULT);
  }

  /** What of the project's events is recommended. */
  public List<ItemProperty> items(String projectId) {
    return file.current().byId(projectId).map(Project::items).orElse(List.of());
  }

  /** The funnels that are declared. */
  public List<Funnel> funnels(String projectId) {
    return file.current().byId(projectId).map(Project::funnels).orElse(List.of());
  }

  /** The features that are declared. */
  public List<Feature> features(String projectId) {
    return file.current().byId(projectId).map(Project::features).orElse(List.of());
  }

  /** What computations depend on, as a text that differs when one of it does. */
  public String describe(String projectId) {
    return ofCuratedData(projectId) + " " + ofReports(projectId);
  }

  /**
   * A digest of what curated data depend on: after a change they have to be computed anew from the
   * raw objects.
   */
  public String curationDigest(String projectId) {
    return Sha256.hex(ofCuratedData(projectId));
  }

  /** A digest of what reports depend on: after a change all days have to be reported anew. */
  public String reportsDigest(String projectId) {
    return Sha256.hex(REPORTS_VERSION + " " + ofReports(projectId));
  }

  private String ofCuratedData(String projectId) {
    return file.current()
        .byId(projectId)
        .map(p -> p.sessionRule() + " " + p.timeZone() + " " + p.keyEvents())
        .orElse("defaults");
  }

  private String ofReports(String projectId) {
    return file.current()
        .byId(projectId)
        .map(
            p ->
                Stream.of(p.weekStart(), p.bots(), p.funnels(), p.features(), p.properties())
                    .map(Object::toString)
                    .collect(Collectors.joining(" ")))
        .orElse("defaults");
  }

  /**
   * Makes the relations {@code params} (one row), {@code key_event} and {@code number}, and of what
   * is declared for reports {@code funnel}, {@code funnel_step}, {@code feature_event} and {@code
   * chosen_property}.
   */
  public void load(Engine engine, String projectId) {
    Optional<Project> project = file.current().byId(projectId);
    SessionRule rule = sessionRule(projectId);
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
                zoneName(projectId),
                project.map(Project::weekStart).orElse(DayOfWeek.MONDAY).getValue(),
                includesBots(projectId))));
    engine.tableOf(
        "key_event",
        "name string",
        project.map(Project::keyEvents).orElse(List.of()).stream()
            .distinct()
            .map(List::<Object>of)
            .toList());
    engine.tableOfNumbers("number", "n", NUMBERS);
    loadFunnels(engine, funnels(projectId));
    engine.tableOf(
        "feature_event",
        "feature string, event_name string",
        features(projectId).stream()
            .flatMap(f -> f.events().stream().distinct().map(e -> List.<Object>of(f.name(), e)))
            .toList());
    engine.tableOf(
        "chosen_property",
        "event_name string, property string",
        project.map(Project::properties).orElse(List.of()).stream()
            .flatMap(p -> p.names().stream().map(name -> List.<Object>of(p.event(), name)))
            .toList());
  }

  private static void loadFunnels(Engine engine, List<Funnel> funnels) {
    engine.tableOf(
        "funnel",
        "funnel string, steps integer, window_us bigint, is_sequential boolean",
        funnels.stream()
            .map(
                f ->
                    List.<Object>of(
                        f.name(),
                        f.steps().size(),
                        f.window().toNanos() / 1_000,
                        f.order() == Funnel.Order.SEQUENTIAL))
            .toList());
    engine.tableOf(
        "funnel_step",
        "funnel string, step integer, event_name string",
        funnels.stream()
            .flatMap(
                f ->
                    IntStream.range(0, f.steps().size())
                        .mapToObj(i -> List.<Object>of(f.name(), i + 1, f.steps().get(i))))
            .toList());
  }
}
