package io.rivulet.etl.report;

import io.rivulet.etl.Questions;
import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.run.Refusal;
import io.rivulet.event.project.Funnel;
import io.rivulet.event.project.Funnel.Order;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Funnels that no report has: declared nowhere, or of a part of the people alone. */
@RestController
class FunnelsController {
  /** What its rows are called in the workbench. */
  private static final String ASKED = "asked";

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final Questions questions;

  FunnelsController(Lake lake, Warehouse warehouse, Workbenches workbenches, Questions questions) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.questions = questions;
  }

  /**
   * The funnel that is asked for: a declared one by its name, or steps, window and order.
   *
   * @param from first day of the entries, in the project's time zone
   * @param to last day of the entries
   * @param name of a declared one; then the three that follow are not looked at
   * @param windowSeconds in which all steps have to happen, counted from the entry
   * @param order {@code sequential} or {@code any}
   * @param platform of the event that begins an entry, as in {@code bi.sessions}; empty: any
   * @param country the same
   * @param appVersion the same
   * @param parameters of the request: its {@code step}s are the names of events, pages or screens
   */
  @ModelAttribute("asked")
  AskedFunnel asked(
      @RequestParam String project,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
      @RequestParam(name = "funnel", required = false) @Nullable String name,
      @RequestParam(name = "window_seconds", defaultValue = "0") long windowSeconds,
      @RequestParam(defaultValue = "sequential") String order,
      @RequestParam(defaultValue = "") String platform,
      @RequestParam(defaultValue = "") String country,
      @RequestParam(name = "app_version", defaultValue = "") String appVersion,
      @RequestParam MultiValueMap<String, String> parameters) {
    if (to.isBefore(from)) {
      throw Refusal.badRequest("invalid_to", "the days end before they begin");
    }
    Funnel funnel =
        name != null
            ? declared(project, name)
            : funnel(parameters.getOrDefault("step", List.of()), windowSeconds, order);
    return new AskedFunnel(funnel, from, to, new AskedFunnel.Part(platform, country, appVersion));
  }

  /** Its rows by day of entry and step, as {@code bi.funnels} has those of declared ones. */
  @GetMapping("/api/funnel")
  JsonNode funnel(
      @RequestParam String project,
      @ModelAttribute(name = "asked", binding = false) AskedFunnel asked)
      throws InterruptedException {
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    return questions.ask(
        project,
        workbench ->
            asked.rows(
                workbench,
                curated,
                workbenches.projects().timeZone(project),
                new PublishedRows(workbench, warehouse.tables())));
  }

  /** How such a funnel is computed, as a script for DuckDB. */
  record Script(String sql) {}

  /** The script of a funnel that is asked for in the same way. */
  @GetMapping("/api/funnel/sql")
  Script sql(
      @RequestParam String project,
      @ModelAttribute(name = "asked", binding = false) AskedFunnel asked) {
    return new Script(asked.script(project, workbenches.projects()));
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

  private static Funnel funnel(List<String> steps, long windowSeconds, String order) {
    try {
      return new Funnel(ASKED, steps, Duration.ofSeconds(windowSeconds), order(order));
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
}
