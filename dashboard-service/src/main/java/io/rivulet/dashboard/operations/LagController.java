package io.rivulet.dashboard.operations;

import io.rivulet.dashboard.http.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What waits in Kafka, as the sessionizer measures it. */
@RestController
class LagController {

  private static final Logger log = LoggerFactory.getLogger(LagController.class);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final URI address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

  LagController(@Value("${rivulet.sessionizer.url}") URI address) {
    this.address = address;
  }

  /** Of each reader and topic; or why it is not known. */
  @GetMapping("/api/operations/lag")
  ResponseEntity<?> lag() throws InterruptedException {
    HttpResponse<String> metrics;
    try {
      metrics =
          client.send(
              HttpRequest.newBuilder(address.resolve("/actuator/prometheus"))
                  .timeout(ANSWER_LIMIT)
                  .build(),
              BodyHandlers.ofString());
    } catch (IOException e) {
      log.warn("the sessionizer does not answer: {}", e.toString());
      return problem(
          "sessionizer_unavailable",
          "The sessionizer does not answer. RIVULET_SESSIONIZER_URL says where the dashboard looks"
              + " for it.");
    }
    Optional<List<KafkaLag>> lags = KafkaLag.of(metrics.body());
    return lags.isPresent()
        ? ResponseEntity.ok(lags.get())
        : problem(
            "lag_unknown",
            "The sessionizer does not know it: it has just started, or Kafka does not answer it.");
  }

  private static ResponseEntity<Problem> problem(String code, String message) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Problem(code, message));
  }
}
