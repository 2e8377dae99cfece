package io.rivulet.etl.verify;

import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What verify found, over the API. */
@RestController
@RequestMapping("/api/verifications")
class VerificationsController {
  private static final int MOST_RUNS = 100;
  private static final int MOST_DIFFERENCES = 10_000;

  private final Verifications verifications;

  VerificationsController(Verifications verifications) {
    this.verifications = verifications;
  }

  @GetMapping
  List<Map<String, Object>> latest() {
    return verifications.latest(MOST_RUNS);
  }

  @GetMapping("/{runId}/differences")
  List<Map<String, Object>> differences(@PathVariable long runId) {
    return verifications.differences(runId, MOST_DIFFERENCES);
  }
}
