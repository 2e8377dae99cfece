package io.rivulet.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has models learn from the demo once, as soon as the reports have it: who starts it on a Tuesday
 * need not wait for Monday to see the pages of models filled.
 */
public final class DemoModels {
  /** One after the other. */
  private static final List<String> JOBS =
      List.of("train-churn", "train-segments", "train-recommendations");

  private static final Duration LOOK = Duration.ofSeconds(2);

  /** What is waited for the reports, and then for the models. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private static final List<String> FINAL = List.of("SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT");

  private final URI etl;
  private final String token;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * @param etl where its API is
   * @param token of the API
   */
  public DemoModels(URI etl, String token) {
    this.etl = etl;
    this.token = token;
  }

  /**
   * Waits until the reports have these events, and has every kind of model learn from them; what
   * learned before is left alone.
   *
   * @param events of the demo that were sent
   * @return whether something was learned or refused; false where models were there already, or it
   *     took too long
   */
  public boolean learn(long events) throws IOException, InterruptedException {
    if (!get("/api/models/runs?project=" + Demo.PROJECT).isEmpty()) {
      return false;
    }
    if (!comes("/api/balance", balance -> counted(balance) >= events)) {
      return false;
    }
    Instant counted = Instant.now();
    if (!comes(
        "/api/runs?job=report&state=succeeded&limit=1", runs -> isBegunAfter(runs, counted))) {
      return false;
    }
    for (String job : JOBS) {
      long run =
          post("/api/jobs/" + job + "/runs", Map.of("project", Demo.PROJECT)).path("id").asLong();
      if (!comes("/api/runs/" + run, one -> FINAL.contains(one.path("state").asString("")))) {
        return false;
      }
    }
    return true;
  }

  /** Events of the demo that the reports know of, copies too. */
  private static long counted(JsonNode balance) {
    return StreamSupport.stream(balance.spliterator(), false)
        .filter(day -> day.path("project").asString("").equals(Demo.PROJECT))
        .mapToLong(day -> day.path("curated").asLong() + day.path("duplicates").asLong())
        .sum();
  }

  private static boolean isBegunAfter(JsonNode runs, Instant instant) {
    String begun = runs.path(0).path("started_at").asString("");
    return !begun.isEmpty() && Instant.parse(begun).isAfter(instant);
  }

  private boolean comes(String path, Predicate<JsonNode> awaited)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!awaited.test(get(path))) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(LOOK.toMillis());
    }
    return true;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return answer(request(path).GET().build());
  }

  private JsonNode post(String path, Map<String, String> body)
      throws IOException, InterruptedException {
    return answer(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(etl.resolve(path))
        .timeout(ANSWER_LIMIT)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "the ETL answers " + request.uri().getPath() + " with " + response.statusCode());
    }
    return JsonMapper.shared().readTree(response.body());
  }
}
