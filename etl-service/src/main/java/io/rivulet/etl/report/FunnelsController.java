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
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Funnels that are asked for and declared nowhere. */
@RestController
class FunnelsController {

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
   * The rows of a funnel by day of entry and step, as {@code bi.funnels} has those of declared
   * ones.
   *
   * @param from first day of the entries, in the project's time zone
   * @param to last day of the entries
   * @param windowSeconds in which all steps have to happen, counted from the entry
   * @param order {@code sequential} or {@code any}
   * @param parameters of the request: its {@code step}s are the names of events, pages or screens
   */
  @GetMapping("/api/funnel")
  JsonNode funnel(
      @RequestParam String project,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
      @RequestParam("window_seconds") long windowSeconds,
      @RequestParam(defaultValue = "sequential") String order,
      @RequestParam MultiValueMap<String, String> parameters)
      throws InterruptedException {
    AskedFunnel funnel = asked(from, to, windowSeconds, order, parameters);
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    return questions.ask(
        project,
        workbench ->
            funnel.rows(
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
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
      @RequestParam("window_seconds") long windowSeconds,
      @RequestParam(defaultValue = "sequential") String order,
      @RequestParam MultiValueMap<String, String> parameters) {
    return new Script(
        asked(from, to, windowSeconds, order, parameters).script(project, workbenches.projects()));
  }

  private static AskedFunnel asked(
      LocalDate from,
      LocalDate to,
      long windowSeconds,
      String order,
      MultiValueMap<String, String> parameters) {
    Funnel funnel = funnel(parameters.getOrDefault("step", List.of()), windowSeconds, order);
    if (to.isBefore(from)) {
      throw Refusal.badRequest("invalid_to", "the days end before they begin");
    }
    return new AskedFunnel(funnel, from, to);
  }

  private static Funnel funnel(List<String> steps, long windowSeconds, String order) {
    try {
      return new Funnel("asked", steps, Duration.ofSeconds(windowSeconds), order(order));
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
