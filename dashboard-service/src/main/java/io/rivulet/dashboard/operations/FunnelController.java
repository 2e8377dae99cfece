package io.rivulet.dashboard.operations;

import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Funnels that a reader builds, which no report has: the ETL computes them from the events. */
@RestController
class FunnelController {

  private final EtlApi etl;

  FunnelController(EtlApi etl) {
    this.etl = etl;
  }

  /** Which parameters there are, docs/etl.md says. */
  @GetMapping("/api/funnel")
  ResponseEntity<?> funnel(
      @RequestParam String project, @RequestParam MultiValueMap<String, String> parameters)
      throws InterruptedException {
    return etl.ask("/api/funnel", parameters);
  }
}
