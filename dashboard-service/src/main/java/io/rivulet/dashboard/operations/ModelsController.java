package io.rivulet.dashboard.operations;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * How a project's models came to be and how good they are, as the ETL's API tells it: figures of
 * many persons, so for all readers of the project.
 */
@RestController
@RequestMapping("/api/models")
class ModelsController {

  private final EtlApi etl;

  ModelsController(EtlApi etl) {
    this.etl = etl;
  }

  @GetMapping
  ResponseEntity<?> versions(@RequestParam String project) throws InterruptedException {
    return etl.ask("/api/models", Map.of("project", project));
  }

  /**
   * The latest runs.
   *
   * @param kind train or score
   */
  @GetMapping("/runs")
  ResponseEntity<?> runs(@RequestParam String project, @RequestParam String kind)
      throws InterruptedException {
    return etl.ask("/api/models/runs", Map.of("project", project, "kind", kind));
  }

  @GetMapping("/{model}/runs/{run}/trials")
  ResponseEntity<?> trials(
      @PathVariable String model, @PathVariable long run, @RequestParam String project)
      throws InterruptedException {
    return etl.ask(
        target("/api/models/{model}/runs/{run}/trials", model, run), Map.of("project", project));
  }

  @GetMapping("/{model}/versions/{version}/card")
  ResponseEntity<?> card(
      @PathVariable String model, @PathVariable int version, @RequestParam String project)
      throws InterruptedException {
    return etl.ask(
        target("/api/models/{model}/versions/{version}/card", model, version),
        Map.of("project", project));
  }

  /** For people, in Markdown. */
  record CardText(String markdown) {}

  @GetMapping("/{model}/versions/{version}/readable-card")
  ResponseEntity<?> readableCard(
      @PathVariable String model, @PathVariable int version, @RequestParam String project)
      throws InterruptedException {
    ResponseEntity<?> answer =
        etl.ask(
            target("/api/models/{model}/versions/{version}/card.md", model, version),
            Map.of("project", project));
    return answer.getStatusCode() == HttpStatus.OK && answer.getBody() instanceof byte[] text
        ? ResponseEntity.ok(new CardText(new String(text, StandardCharsets.UTF_8)))
        : answer;
  }

  /** Whatever a name holds is one segment of the path. */
  private static String target(String template, Object... names) {
    return UriComponentsBuilder.fromUriString(template)
        .encode()
        .buildAndExpand(names)
        .toUriString();
  }
}
