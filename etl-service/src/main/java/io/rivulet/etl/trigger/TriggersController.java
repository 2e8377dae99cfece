package io.rivulet.etl.trigger;

import io.rivulet.etl.run.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API of triggers. */
@RestController
@RequestMapping("/api/triggers")
class TriggersController {
  private final TriggerTable triggers;
  private final TriggerClock clock;

  TriggersController(TriggerTable triggers, TriggerClock clock) {
    this.triggers = triggers;
    this.clock = clock;
  }

  @GetMapping
  List<Map<String, Object>> all() {
    return triggers.all();
  }

  @PostMapping("/{trigger}/pause")
  Map<String, Object> pause(@PathVariable String trigger) {
    return pause(trigger, true);
  }

  @PostMapping("/{trigger}/resume")
  Map<String, Object> resume(@PathVariable String trigger) {
    return pause(trigger, false);
  }

  private Map<String, Object> pause(String trigger, boolean paused) {
    if (!triggers.exists(trigger)) {
      throw Refusal.notFound("unknown_trigger", "there is no trigger '" + trigger + "'");
    }
    clock.pause(trigger, paused, Instant.now());
    return triggers.all().stream()
        .filter(t -> trigger.equals(t.get("trigger")))
        .findFirst()
        .orElseThrow();
  }
}
