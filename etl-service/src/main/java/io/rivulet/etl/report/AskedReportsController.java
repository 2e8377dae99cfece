package io.rivulet.etl.report;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.Questions;
import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.report.AskedReport.Question;
import io.rivulet.etl.run.Refusal;
import io.rivulet.event.project.Feature;
import io.rivulet.event.project.Funnel;
import io.rivulet.event.project.Funnel.Order;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Reports that no table has: of a part of the people, or of a funnel that is declared nowhere. */
@RestController
class AskedReportsController {
  /** What the funnel is called in the workbench. */
  private static final String ASKED = "asked";

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final Questions questions;

  AskedReportsController(
      Lake lake, Warehouse warehouse, Workbenches workbenches, Questions questions) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.questions = questions;
  }

  /**
   * The report that is asked for.
   *
   * @param name {@code funnels}, {@code paths}, {@code events} or {@code features}
   * @param from first day, in the project's time zone; of funnels, of the entries
   * @param to last day
   * @param platform as in {@code bi.sessions}; empty: any
   * @param country the same
   * @param appVersion the same
   * @param parameters of the request, with those of the report
   */
  @ModelAttribute("asked")
  AskedReport asked(
      @PathVariable String name,
      @RequestParam String project,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
      @RequestParam(defaultValue = "") String platform,
      @RequestParam(defaultValue = "") String country,
      @RequestParam(name = "app_version", defaultValue = "") String appVersion,
      @RequestParam MultiValueMap<String, String> parameters) {
    if (to.isBefore(from)) {
      throw Refusal.badRequest("invalid_to", "the days end before they begin");
    }
    Question question =
        new Question(project, from, to, new AskedReport.Part(platform, country, appVersion));
    ProjectSettings projects = workbenches.projects();
    return switch (name) {
      case "funnels" -> AskedReports.funnel(question, funnel(project, parameters));
      case "paths" ->
          AskedReports.paths(question, isOfEvents(parameters), projects.sessionRule(project));
      case "events" -> AskedReports.events(question);
      case "features" -> AskedReports.features(question, features(project));
      default ->
          throw Refusal.notFound(
              "unknown_report", "funnels, paths, events and features can be asked for");
    };
  }

  /** Its rows, as its view in {@code bi} has those of everybody. */
  @GetMapping("/api/asked/{name}")
  JsonNode rows(
      @RequestParam String project,
      @ModelAttribute(name = "asked", binding = false) AskedReport asked)
      throws InterruptedException {
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    return questions.ask(
        project,
        workbench ->
            asked.rows(
                workbench,
                curated,
                workbenches.projects(),
                new PublishedRows(workbench, warehouse.tables())));
  }

  /** How such a report is computed, as a script for DuckDB. */
  record Script(String sql) {}

  /** The script of a report that is asked for in the same way. */
  @GetMapping("/api/asked/{name}/sql")
  Script sql(@ModelAttribute(name = "asked", binding = false) AskedReport asked) {
    return new Script(asked.script(workbenches.projects()));
  }

  /** A declared one by its name, or {@code step}s, {@code window_seconds} and {@code order}. */
  private Funnel funnel(String project, MultiValueMap<String, String> parameters) {
    String name = parameters.getFirst("funnel");
    return name != null
        ? declared(project, name)
        : built(
            parameters.getOrDefault("step", List.of()),
            parameters.getFirst("window_seconds"),
            Objects.requireNonNullElse(parameters.getFirst("order"), "sequential"));
  }

  private Funnel declared(String project, String name) {
    return workbenches.projects().funnels(project).stream()
        .filter(funnel -> funnel.name().equals(name))
        .map(funnel -> new Funnel(ASKED, funnel.steps(), funnel.window(), funnel.order()))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "unknown_funnel", "no funnel of that name is declared for " + project));
  }

  private static Funnel built(List<String> steps, @Nullable String windowSeconds, String order) {
    try {
      Duration window =
          Duration.ofSeconds(windowSeconds == null ? 0 : Long.parseLong(windowSeconds));
      return new Funnel(ASKED, steps, window, order(order));
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("invalid_funnel", String.valueOf(e.getMessage()));
    }
  }

  private static Order order(String word) {
    return switch (word) {
      case "sequential" -> Order.SEQUENTIAL;
      case "any" -> Order.ANY;
      default -> throw new IllegalArgumentException("order is sequential or any, not " + word);
    };
  }

  private static boolean isOfEvents(MultiValueMap<String, String> parameters) {
    return switch (Objects.requireNonNullElse(parameters.getFirst("kind"), "view")) {
      case "view" -> false;
      case "event" -> true;
      default -> throw Refusal.badRequest("invalid_kind", "kind is view or event");
    };
  }

  private List<Feature> features(String project) {
    List<Feature> features = workbenches.projects().features(project);
    if (features.isEmpty()) {
      throw Refusal.notFound("unknown_feature", "no feature is declared for " + project);
    }
    return features;
  }
}
