package io.rivulet.dashboard.operations;

import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Single events and their properties, which the reports do not have: the ETL does. */
@RestController
class FindController {

  private final EtlApi etl;

  FindController(EtlApi etl) {
    this.etl = etl;
  }

  @GetMapping("/api/find/event")
  ResponseEntity<?> event(
      @RequestParam String project, @RequestParam("message_id") String messageId)
      throws InterruptedException {
    return etl.ask("/api/events", Map.of("project", project, "message_id", messageId));
  }

  /**
   * The events of a session.
   *
   * @param day UTC date of its start
   */
  @GetMapping("/api/find/session")
  ResponseEntity<?> session(
      @RequestParam String project,
      @RequestParam("session_id") String sessionId,
      @RequestParam String day)
      throws InterruptedException {
    return etl.ask("/api/events", Map.of("project", project, "session_id", sessionId, "day", day));
  }

  /**
   * What the Data Catalog knows of an event's properties; page views and the like have a table a
   * type.
   */
  @GetMapping("/api/catalog/event")
  ResponseEntity<?> catalog(
      @RequestParam String project, @RequestParam String type, @RequestParam String name)
      throws InterruptedException {
    String table = type.equals("track") ? name : "event_" + type;
    return etl.ask(
        UriComponentsBuilder.fromUriString("/api/catalog/{project}/{table}")
            .encode()
            .buildAndExpand(project, table)
            .toUriString(),
        Map.of());
  }
}
