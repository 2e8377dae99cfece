package io.rivulet.dashboard.operations;

import io.rivulet.dashboard.database.ReportingDatabase;
import io.rivulet.dashboard.report.Rows;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Funnels that a reader builds, which no report has: the ETL computes them from the events. */
@RestController
class FunnelController {

  /** The ETL's rows in place of the view of those that are declared. */
  private static final String BUILT =
      "(select :project::varchar as project, :funnel::varchar as funnel, r.*"
          + " from json_to_recordset(:rows::json) as r(day date, step integer, steps integer,"
          + " event_name varchar, window_seconds bigint, entered bigint, reached_previous bigint,"
          + " converted bigint, median_seconds numeric, is_mature boolean))";

  private final EtlApi etl;
  private final ReportingDatabase database;

  FunnelController(EtlApi etl, ReportingDatabase database) {
    this.etl = etl;
    this.database = database;
  }

  /** Steps and days as page Funnels has those of a declared funnel. */
  record Sections(
      List<Map<String, @Nullable Object>> steps, List<Map<String, @Nullable Object>> days) {}

  /**
   * @param before over as many days before; null where none are asked for
   */
  record Built(Sections shown, @Nullable Sections before) {}

  /** Which parameters there are, docs/etl.md says. */
  @GetMapping("/api/funnel")
  ResponseEntity<?> funnel(
      @RequestParam String project, @RequestParam MultiValueMap<String, String> parameters)
      throws InterruptedException {
    return etl.ask("/api/funnel", parameters);
  }

  /** How the ETL computes it, as a script. */
  @GetMapping("/api/funnel/sql")
  ResponseEntity<?> sql(
      @RequestParam String project, @RequestParam MultiValueMap<String, String> parameters)
      throws InterruptedException {
    return etl.ask("/api/funnel/sql", parameters);
  }

  /**
   * The same, summed by the queries of declared funnels. The days before are asked for with the
   * others: the ETL looks through all of them in any case.
   *
   * @param previousFrom first of as many days before, for a comparison
   */
  @GetMapping("/api/funnel/report")
  ResponseEntity<?> report(
      @RequestParam String project,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
      @RequestParam(name = "previous_from", required = false)
          @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate previousFrom,
      @RequestParam MultiValueMap<String, String> parameters)
      throws InterruptedException {
    MultiValueMap<String, String> asked = new LinkedMultiValueMap<>(parameters);
    asked.remove("previous_from");
    asked.set("from", (previousFrom == null ? from : previousFrom).toString());
    ResponseEntity<?> answer = etl.ask("/api/funnel", asked);
    if (answer.getStatusCode() != HttpStatus.OK || !(answer.getBody() instanceof byte[] json)) {
      return answer;
    }
    String rows = new String(json, StandardCharsets.UTF_8);
    return ResponseEntity.ok(
        new Built(
            sections(project, from, to, rows),
            previousFrom == null
                ? null
                : sections(project, previousFrom, from.minusDays(1), rows)));
  }

  private Sections sections(String project, LocalDate from, LocalDate to, String rows) {
    return new Sections(
        rows("funnels/steps", project, from, to, rows),
        rows("funnels/days", project, from, to, rows));
  }

  private List<Map<String, @Nullable Object>> rows(
      String query, String project, LocalDate from, LocalDate to, String rows) {
    return database
        .queryOver(query, "bi.funnels", BUILT)
        .param("project", project)
        .param("from", from)
        .param("to", to)
        .param("funnel", "built")
        .param("rows", rows)
        .query(new Rows())
        .list();
  }
}
