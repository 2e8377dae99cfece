package io.rivulet.dashboard.operations;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What admins may ask and do of the ETL's API (docs/jobs.md), with its own answers. A closed list:
 * whatever that API learns one day is not reached through here by itself.
 */
@RestController
@RequestMapping("/api/operations")
class OperationsController {

  private final EtlApi etl;

  OperationsController(EtlApi etl) {
    this.etl = etl;
  }

  @GetMapping("/{list:jobs|runs|triggers|balance|quality}")
  ResponseEntity<?> look(@PathVariable String list, @RequestParam Map<String, String> filters)
      throws InterruptedException {
    return etl.ask("/api/" + list, filters);
  }

  @PostMapping("/jobs/{job}/runs")
  ResponseEntity<?> start(
      @PathVariable String job, @RequestBody(required = false) @Nullable String arguments)
      throws InterruptedException {
    return etl.tell(target("/api/jobs/{job}/runs", job), arguments == null ? "{}" : arguments);
  }

  @PostMapping("/jobs/{job}/{action:pause|resume}")
  ResponseEntity<?> pauseJob(@PathVariable String job, @PathVariable String action)
      throws InterruptedException {
    return etl.tell(target("/api/jobs/{job}/{action}", job, action), null);
  }

  @PostMapping("/runs/{run}/stop")
  ResponseEntity<?> stop(@PathVariable long run) throws InterruptedException {
    return etl.tell(target("/api/runs/{run}/stop", run), null);
  }

  @PostMapping("/triggers/{trigger}/{action:pause|resume}")
  ResponseEntity<?> pauseTrigger(@PathVariable String trigger, @PathVariable String action)
      throws InterruptedException {
    return etl.tell(target("/api/triggers/{trigger}/{action}", trigger, action), null);
  }

  /** Whatever a name holds is one segment of the path. */
  private static String target(String template, Object... names) {
    return UriComponentsBuilder.fromUriString(template)
        .encode()
        .buildAndExpand(names)
        .toUriString();
  }
}
