package io.rivulet.etl.erase;

import io.rivulet.etl.erase.Erasures.Receipt;
import io.rivulet.etl.lake.Lake;
import io.rivulet.event.ForgetRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Receipts of erasures, over the API. No id stands in them. */
@RestController
class ErasuresController {
  private static final int MOST = 1_000;

  /** Retention of the topics, unless their owner sets it otherwise. */
  private static final Duration KAFKA = Duration.ofDays(7);

  /**
   * The stream's memory: its copy in Kafka is cut by time after 15 days, its files by the week;
   * neither later than when a segment of 7 days has been closed.
   */
  private static final Duration STREAM = Duration.ofDays(22);

  private final Erasures erasures;
  private final Lake lake;

  ErasuresController(Erasures erasures, Lake lake) {
    this.erasures = erasures;
    this.lake = lake;
  }

  /** The latest, newest first. */
  @GetMapping("/api/erasures")
  List<Map<String, Object>> latest() {
    Set<String> asked = lake.keys(ForgetRequest.PREFIX);
    return erasures.latest(MOST).stream().map(r -> json(r, asked)).toList();
  }

  private static Map<String, Object> json(Receipt receipt, Set<String> asked) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", receipt.id());
    json.put("project", receipt.project());
    json.put("person", receipt.person());
    json.put("run", receipt.runId());
    json.put("requested_at", receipt.requestedAt());
    json.put("removed", receipt.counts());
    json.put("suppressed_ids", receipt.suppressedIds());
    receipt
        .doneAt()
        .ifPresent(
            at -> {
              json.put("done_at", at);
              json.put(
                  "stream_has_forgotten",
                  !asked.contains(ForgetRequest.key(receipt.project(), receipt.id())));
              json.put("expires", expires(at));
            });
    return json;
  }

  private static List<Map<String, Object>> expires(Instant doneAt) {
    return List.of(
        Map.of(
            "what",
            "Kafka topics events, events-sessionized and events-rejected",
            "by",
            doneAt.plus(KAFKA)),
        Map.of(
            "what",
            "what the sessionizer has overwritten, on its disk and in its changelog",
            "by",
            doneAt.plus(STREAM)));
  }
}
