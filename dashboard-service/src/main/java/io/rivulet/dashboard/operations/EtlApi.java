package io.rivulet.dashboard.operations;

import io.rivulet.dashboard.http.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * The API of the etl-service, whose answers are passed on as they are. Its token stays on this
 * side: no browser ever has it.
 */
@Component
class EtlApi {

  private static final Logger log = LoggerFactory.getLogger(EtlApi.class);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  /** Looking for an event reads a column of every curated file. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final URI address;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  EtlApi(@Value("${rivulet.etl.url}") URI address, @Value("${rivulet.admin-token}") String token) {
    this.address = address;
    this.token = token.strip();
  }

  /**
   * Asks.
   *
   * @param path encoded
   */
  ResponseEntity<?> ask(String path, Map<String, String> parameters) throws InterruptedException {
    String query =
        parameters.entrySet().stream()
            .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
    return pass("GET", query.isEmpty() ? path : path + "?" + query, null);
  }

  /**
   * Tells it to do something.
   *
   * @param path encoded
   * @param json the body, null for none
   */
  ResponseEntity<?> tell(String path, @Nullable String json) throws InterruptedException {
    return pass("POST", path, json);
  }

  private ResponseEntity<?> pass(String method, String target, @Nullable String json)
      throws InterruptedException {
    if (token.isEmpty()) {
      return problem(
          "operations_not_set_up",
          "The dashboard has no token of the ETL's API: set RIVULET_ADMIN_TOKEN for both.");
    }
    try {
      HttpResponse<byte[]> answer = send(method, target, json);
      if (answer.statusCode() == HttpStatus.UNAUTHORIZED.value()) {
        // 401 would tell the page that its reader has to sign in
        return problem(
            "etl_refuses_token",
            "The ETL refuses the dashboard's token: RIVULET_ADMIN_TOKEN is not the same for both.");
      }
      return ResponseEntity.status(answer.statusCode())
          .contentType(MediaType.APPLICATION_JSON)
          .body(answer.body());
    } catch (IOException e) {
      log.warn("the ETL's API does not answer: {}", e.toString());
      return problem(
          "etl_unavailable", "The ETL does not answer. Reports stay as they are until it does.");
    }
  }

  private static ResponseEntity<Problem> problem(String code, String message) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Problem(code, message));
  }

  private HttpResponse<byte[]> send(String method, String target, @Nullable String json)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(target))
            .timeout(ANSWER_LIMIT)
            .header("Authorization", "Bearer " + token)
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String encoded(String text) {
    return UriUtils.encode(text, StandardCharsets.UTF_8);
  }
}
