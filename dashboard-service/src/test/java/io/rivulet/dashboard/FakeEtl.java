package io.rivulet.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * The ETL's API, the collector's stream and a sessionizer's metrics, with answers that show every
 * state at once; it notes what it is asked. StandaloneIT has the same pages before the real
 * services.
 */
final class FakeEtl implements AutoCloseable {

  static final String TOKEN = "the-token";

  /** What is asked with any of it takes longer than a reader waits. */
  private static final List<String> TOO_LONG = List.of("window_seconds=2592000", "app_version=99");

  private static final Map<String, String> ANSWERS =
      Map.of(
          "/api/catalog/orchard/Track Played",
          """
          {"table_name": "event_track_played", "columns": [
            {"path": "properties.album", "type": "string", "types": {"string": 812}, "filled": 812, "nulls": 3, "null_share": 0.04, "examples": ["Blue", "Kind of Blue", "Graceland"], "first_seen_at": "2026-04-20T08:00:00Z", "last_seen_at": "2026-11-05T21:00:00Z", "is_vanished": false},
            {"path": "properties.seconds", "type": "bigint", "types": {"bigint": 840}, "filled": 840, "nulls": 0, "null_share": 0, "examples": [181, 204], "first_seen_at": "2026-04-20T08:00:00Z", "last_seen_at": "2026-11-05T21:00:00Z", "is_vanished": false}]}
          """,
          "/api/catalog/shop/Product Viewed",
          """
          {"table_name": "event_product_viewed", "columns": []}
          """,
          "/api/events",
          """
          {"project": "shop", "message_id": "m-17",
           "event": {"message_id": "m-17", "type": "track", "name": "Order Completed", "instance_id": "i-4", "user_id": "ann", "occurred_at": "2024-03-06T10:00:00.120Z", "received_at": "2024-03-06T10:00:31.500Z", "clock_correction_ms": null, "protocol": "segment", "library": "analytics.js", "is_bot": false, "session_id": "s10", "session_start": "2024-03-06T09:58:00.000Z", "session_index": 4, "page_path": "/checkout", "report_day": "2024-03-06", "properties": {"amount": 49.9, "items": [{"sku": "A"}]}, "traits": null},
           "archived": {"object": "raw/project=shop/received_date=2024-03-06/received_hour=10/events-sessionized-3-00000000000000004711.json.gz", "topic": "events-sessionized", "partition": 3, "first_offset": 4711, "curated_by_run": 8, "curated_at": "2024-03-06T10:05:12Z"},
           "report": {"day": "2024-03-06", "run": 9, "published_at": "2024-03-06T10:06:01Z"},
           "refusals": [{"received_at": "2024-03-06T09:00:00Z", "reason": "missing_name", "message": "the track has no event name", "object": "quarantine/project=shop/received_date=2024-03-06/received_hour=09/events-rejected-0-00000000000000000012.json.gz"}]}
          """,
          "/api/jobs",
          """
          [{"job": "preprocess", "description": "Reads new raw objects, finds copies and sessions, writes curated files.", "arguments": [], "max_concurrent_runs": 1, "timeout_seconds": 86400, "is_paused": false, "retries": 0},
           {"job": "report", "description": "Computes the tables behind the bi views.", "arguments": [], "max_concurrent_runs": 1, "timeout_seconds": 86400, "late_since": "2026-11-05T20:00:00Z", "is_paused": false, "retries": 2},
           {"job": "rebuild", "description": "Computes a project anew from its raw objects.", "arguments": [], "max_concurrent_runs": 1, "timeout_seconds": 86400, "is_paused": true, "retries": 0}]
          """,
          "/api/triggers",
          """
          [{"trigger": "preprocess-on-schedule", "job": "preprocess", "kind": "SCHEDULED", "is_paused": false, "arguments": {}, "schedule": "every PT5M", "next_fire_at": "2026-11-05T21:20:00Z", "last_fired_at": "2026-11-05T21:15:00Z"},
           {"trigger": "report-after-preprocess", "job": "report", "kind": "CONDITIONAL", "is_paused": true, "arguments": {}, "watches": "preprocess FAILED, preprocess SUCCEEDED"}]
          """,
          "/api/runs",
          """
          [{"id": 12, "job": "preprocess", "state": "RUNNING", "attempt": 1, "arguments": {}, "created_at": "2026-11-05T21:15:00Z", "started_at": "2026-11-05T21:15:01Z"},
           {"id": 11, "job": "report", "state": "FAILED", "attempt": 1, "arguments": {"project": "shop"}, "project": "shop", "created_at": "2026-11-05T21:10:00Z", "started_at": "2026-11-05T21:10:01Z", "ended_at": "2026-11-05T21:10:44Z", "rows_in": 0, "message": "project shop: quality rules failed, nothing is published: bi.daily_activity: Sum \\"events\\" > avg(last(10)) * 0.6 has value 5120, threshold > avg(last(10)) * 0.6 = 60211"},
           {"id": 10, "job": "report", "state": "SUCCEEDED", "attempt": 1, "arguments": {}, "created_at": "2026-11-05T21:05:00Z", "started_at": "2026-11-05T21:05:01Z", "ended_at": "2026-11-05T21:07:12Z", "rows_in": 611204, "rows_out": 8123, "message": "orchard: 3 days"},
           {"id": 9, "job": "replay-quarantine", "state": "SUCCEEDED", "attempt": 1, "arguments": {"project": "shop", "reason": "plan_violation"}, "project": "shop", "created_at": "2026-11-05T20:05:00Z", "started_at": "2026-11-05T20:05:01Z", "ended_at": "2026-11-05T20:05:03Z", "rows_in": 3, "rows_out": 2, "message": "2 accepted, 1 not sent (only its beginning was kept: 1)"}]
          """,
          "/api/balance",
          """
          [{"project": "orchard", "day": "2026-11-05", "received": 611204, "accepted": 611204, "quarantined": 0, "curated": 609998, "duplicates": 1200, "erased": 6, "expired": 0, "difference": 0},
           {"project": "shop", "day": "2026-11-04", "received": 112, "accepted": 108, "quarantined": 4, "curated": 104, "duplicates": 3, "erased": 0, "expired": 0, "difference": 1}]
          """,
          "/api/quality",
          """
          [{"evaluated_at": "2026-11-05T21:10:40Z", "run_id": 11, "job": "report", "project": "shop", "dataset": "bi.daily_activity", "rule": "Sum \\"events\\" > avg(last(10)) * 0.6", "is_part": false, "level": "error", "outcome": "failed", "value": 5120, "threshold": "> 60211", "message": "5120"}]
          """);

  /** Reports on a part of shop's people. */
  private static final Map<String, String> ASKED =
      Map.of(
          "/api/asked/funnels",
          """
          [{"day": "2024-03-02", "step": 1, "steps": 2, "event_name": "Product Viewed", "window_seconds": 3600, "entered": 4, "reached_previous": 4, "converted": 4, "median_seconds": 0, "is_mature": true},
           {"day": "2024-03-02", "step": 2, "steps": 2, "event_name": "Order Completed", "window_seconds": 3600, "entered": 4, "reached_previous": 4, "converted": 1, "median_seconds": 240, "is_mature": true},
           {"day": "2024-03-06", "step": 1, "steps": 2, "event_name": "Product Viewed", "window_seconds": 3600, "entered": 10, "reached_previous": 10, "converted": 10, "median_seconds": 0, "is_mature": true},
           {"day": "2024-03-06", "step": 2, "steps": 2, "event_name": "Order Completed", "window_seconds": 3600, "entered": 10, "reached_previous": 10, "converted": 6, "median_seconds": 30, "is_mature": true},
           {"day": "2024-03-09", "step": 1, "steps": 2, "event_name": "Product Viewed", "window_seconds": 3600, "entered": 6, "reached_previous": 6, "converted": 6, "median_seconds": 0, "is_mature": false},
           {"day": "2024-03-09", "step": 2, "steps": 2, "event_name": "Order Completed", "window_seconds": 3600, "entered": 6, "reached_previous": 6, "converted": 2, "median_seconds": 90.5, "is_mature": false}]
          """,
          "/api/asked/paths",
          """
          [{"step": 1, "from": "(start)", "to": "/", "transitions": 3},
           {"step": 2, "from": "/", "to": "/product", "transitions": 2},
           {"step": 2, "from": "/", "to": "(end)", "transitions": 1},
           {"step": 3, "from": "/product", "to": "(end)", "transitions": 2}]
          """,
          "/api/asked/events",
          """
          [{"day": "2024-03-04", "event_name": "Product Viewed", "type": "track", "events": 2, "users": 1, "sessions": 1},
           {"day": "2024-03-06", "event_name": "Product Viewed", "type": "track", "events": 4, "users": 2, "sessions": 2},
           {"day": "2024-03-07", "event_name": "Product Viewed", "type": "track", "events": 2, "users": 1, "sessions": 1},
           {"day": "2024-03-07", "event_name": "Order Completed", "type": "track", "events": 2, "users": 1, "sessions": 1}]
          """,
          "/api/asked/features",
          """
          [{"day": "2024-03-05", "feature": "Search", "users": 1, "active_users": 1, "users_28d": 1, "active_users_28d": 4, "new_adopters": 1, "adopters": 1, "seen_users": 5, "events": 1},
           {"day": "2024-03-05", "feature": "Wishlist", "users": 0, "active_users": 1, "users_28d": 0, "active_users_28d": 4, "new_adopters": 0, "adopters": 0, "seen_users": 5, "events": 0},
           {"day": "2024-03-10", "feature": "Search", "users": 2, "active_users": 3, "users_28d": 2, "active_users_28d": 4, "new_adopters": 1, "adopters": 2, "seen_users": 5, "events": 6},
           {"day": "2024-03-10", "feature": "Wishlist", "users": 1, "active_users": 3, "users_28d": 1, "active_users_28d": 4, "new_adopters": 1, "adopters": 1, "seen_users": 5, "events": 1}]
          """);

  private static final String LIVE =
      """
      : hello

      event: accepted
      data: {"event_id":"m-1","type":"track","name":"Signed Up","user_id":"u-1","protocol":"segment","occurred_at":"2026-03-01T12:00:00.000Z","received_at":"2026-03-01T12:00:00.412Z"}

      event: rejected
      data: {"reason":"missing_name","message":"the track has no event name","event_id":"m-3","index":1,"raw":"{\\"type\\":\\"track\\"}"}

      event: skipped
      data: {"events":381}

      """;

  static final String METRICS =
      """
      # HELP rivulet_archive_lag Records that wait, whichever process has their partitions
      # TYPE rivulet_archive_lag gauge
      rivulet_archive_lag{topic="events-rejected"} 0.0
      rivulet_archive_lag{topic="events-sessionized"} 12831.0
      rivulet_archive_lag_seconds{topic="events-rejected"} 0.0
      rivulet_archive_lag_seconds{topic="events-sessionized"} 41.25
      rivulet_archive_retention_used{topic="events-rejected"} 0.0
      rivulet_archive_retention_used{topic="events-sessionized"} 0.62
      rivulet_sessionizer_input_lag{topic="events"} 310.0
      rivulet_sessionizer_input_lag_seconds{topic="events"} 1.5
      rivulet_sessionizer_input_retention_used{topic="events"} 2.5E-6
      rivulet_sessionizer_lag_events 290.0
      """;

  private final HttpServer server;
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private FakeEtl(HttpServer server) {
    this.server = server;
  }

  static FakeEtl start() throws IOException {
    FakeEtl etl =
        new FakeEtl(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    etl.server.setExecutor(Executors.newCachedThreadPool());
    etl.server.createContext("/", etl::answer);
    etl.server.createContext("/live", etl::stream);
    etl.server.createContext("/actuator/prometheus", FakeEtl::tell);
    etl.server.start();
    return etl;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Waits for a request: its method, target and body. */
  void await(String request) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> org.assertj.core.api.Assertions.assertThat(requests).contains(request));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
      boolean known =
          ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      boolean slow = TOO_LONG.stream().anyMatch(query::contains);
      String path = exchange.getRequestURI().getPath();
      byte[] answer =
          (slow
                  ? "{\"code\": \"report_too_slow\", \"message\": \"it took too long\"}"
                  : path.startsWith("/api/models")
                      ? ofModels(path, query)
                      : path.startsWith("/api/asked")
                          ? asked(path)
                          : ANSWERS.getOrDefault(path, "{}"))
              .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(known ? slow ? 503 : 200 : 401, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static void tell(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, METRICS.length());
      exchange.getResponseBody().write(METRICS.getBytes(UTF_8));
    }
  }

  private static String asked(String path) {
    return path.endsWith("/sql")
        ? "{\"sql\": \"select * from curated_event order by all;\"}"
        : Objects.requireNonNull(ASKED.get(path));
  }

  /** Of models, the files of the project; it has none where there is no file. */
  private static String ofModels(String path, String query) throws IOException {
    Map<String, String> parameters =
        Arrays.stream(query.split("&"))
            .map(one -> one.split("=", 2))
            .collect(Collectors.toMap(one -> one[0], one -> one[1]));
    String kind = parameters.containsKey("kind") ? "_" + parameters.get("kind") : "";
    Path file =
        Path.of(
            "src/test/resources/etl",
            parameters.get("project"),
            path + kind + (path.endsWith(".md") ? "" : ".json"));
    return Files.exists(file) ? Files.readString(file) : "[]";
  }

  /** The collector's stream: two events at once, and then it stays open. */
  private void stream(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean known = "shop-key".equals(exchange.getRequestHeaders().getFirst("X-Write-Key"));
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(known ? 200 : 401, 0);
      exchange.getResponseBody().write(LIVE.getBytes(UTF_8));
      exchange.getResponseBody().flush();
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }
}
