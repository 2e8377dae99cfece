package io.rivulet.dashboard.operations;

import io.rivulet.dashboard.database.ReportingDatabase;
import io.rivulet.dashboard.report.Rows;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reports that no table has: of a part of the people, or of a funnel that a reader builds. The ETL
 * computes them from the events.
 */
@RestController
class AskedReportsController {

  private final EtlApi etl;
  private final ReportingDatabase database;

  AskedReportsController(EtlApi etl, ReportingDatabase database) {
    this.etl = etl;
    this.database = database;
  }

  /**
   * Sections as the page has those of a report that there is, each with its rows.
   *
   * @param before over as many days before; null where none are asked for
   */
  record Answer(
      Map<String, List<Map<String, @Nullable Object>>> shown,
      @Nullable Map<String, List<Map<String, @Nullable Object>>> before) {}

  /** The ETL's rows; which parameters there are, docs/etl.md says. */
  @GetMapping("/api/asked/{word}/rows")
  ResponseEntity<?> rows(
      @PathVariable String word,
      @RequestParam String project,
      @RequestParam MultiValueMap<String, String> parameters)
      throws InterruptedException {
    return etl.ask("/api/asked/" + AskedReport.of(word).word(), parameters);
  }

  /** How the ETL computes it, as a script. */
  @GetMapping("/api/asked/{word}/sql")
  ResponseEntity<?> sql(
      @PathVariable String word,
      @RequestParam String project,
      @RequestParam MultiValueMap<String, String> parameters)
      throws InterruptedException {
    return etl.ask("/api/asked/" + AskedReport.of(word).word() + "/sql", parameters);
  }

  /**
   * The same, summed by the page's queries. The days before are asked for with the others: that is
   * one reading of the events instead of two.
   *
   * @param previousFrom first of as many days before, for a comparison
   */
  @GetMapping("/api/asked/{word}")
  ResponseEntity<?> report(
      @PathVariable String word,
      @RequestParam String project,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
      @RequestParam(name = "previous_from", required = false)
          @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate previousFrom,
      @RequestParam MultiValueMap<String, String> parameters)
      throws InterruptedException {
    AskedReport report = AskedReport.of(word);
    MultiValueMap<String, String> asked = new LinkedMultiValueMap<>(parameters);
    asked.remove("previous_from");
    asked.set("from", (previousFrom == null ? from : previousFrom).toString());
    ResponseEntity<?> answer = etl.ask("/api/asked/" + report.word(), asked);
    if (answer.getStatusCode() != HttpStatus.OK || !(answer.getBody() instanceof byte[] json)) {
      return answer;
    }
    Map<String, Object> choices = new HashMap<>(report.choices(parameters.toSingleValueMap()));
    choices.put("project", project);
    choices.put("rows", new String(json, StandardCharsets.UTF_8));
    return ResponseEntity.ok(
        new Answer(
            sections(report, choices, from, to),
            previousFrom == null
                ? null
                : sections(report, choices, previousFrom, from.minusDays(1))));
  }

  private Map<String, List<Map<String, @Nullable Object>>> sections(
      AskedReport report, Map<String, Object> choices, LocalDate from, LocalDate to) {
    Map<String, List<Map<String, @Nullable Object>>> sections = new HashMap<>();
    report
        .sections()
        .forEach(
            (name, query) ->
                sections.put(
                    name,
                    database
                        .queryOver(query, report.view(), report.relation())
                        .params(choices)
                        .param("from", from)
                        .param("to", to)
                        .query(new Rows())
                        .list()));
    return sections;
  }
}
