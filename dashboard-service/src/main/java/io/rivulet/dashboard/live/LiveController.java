package io.rivulet.dashboard.live;

import io.rivulet.dashboard.http.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hands on the collector's stream {@code /live} (docs/ingest.md). Its write key stays on this side.
 * Each stream takes a thread, so there are few.
 */
@RestController
class LiveController {

  private static final Logger log = LoggerFactory.getLogger(LiveController.class);

  static final int MAX_STREAMS = 8;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final WriteKeys keys;
  private final URI address;
  private final Semaphore places = new Semaphore(MAX_STREAMS);
  private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

  LiveController(WriteKeys keys, @Value("${rivulet.ingest.url}") URI address) {
    this.keys = keys;
    this.address = address;
  }

  /** Answers with the stream until either side ends it, which is null, or with a refusal. */
  @GetMapping("/api/live")
  @Nullable ResponseEntity<Problem> live(@RequestParam String project, HttpServletResponse response)
      throws InterruptedException {
    Optional<String> key = keys.ofProject(project);
    if (key.isEmpty()) {
      return refusal(
          HttpStatus.SERVICE_UNAVAILABLE,
          "live_not_set_up",
          "The dashboard finds no write key of the project: RIVULET_PROJECTS names the file.");
    }
    if (!places.tryAcquire()) {
      return refusal(
          HttpStatus.TOO_MANY_REQUESTS,
          "too_many_streams",
          "%d readers are watching already, which is the limit.".formatted(MAX_STREAMS));
    }
    try {
      return stream(key.get(), response);
    } finally {
      places.release();
    }
  }

  private @Nullable ResponseEntity<Problem> stream(String key, HttpServletResponse response)
      throws InterruptedException {
    HttpResponse<InputStream> events;
    try {
      events =
          client.send(
              HttpRequest.newBuilder(address.resolve("/live")).header("X-Write-Key", key).build(),
              BodyHandlers.ofInputStream());
    } catch (IOException e) {
      log.warn("the collector does not answer: {}", e.toString());
      return refusal(
          HttpStatus.SERVICE_UNAVAILABLE,
          "collector_unavailable",
          "The collector does not answer.");
    }
    try (InputStream body = events.body()) {
      if (events.statusCode() != HttpStatus.OK.value()) {
        return refusal(
            HttpStatus.SERVICE_UNAVAILABLE,
            "collector_refuses",
            "The collector answers with status %d.".formatted(events.statusCode()));
      }
      open.add(body);
      handOn(body, response);
    } catch (IOException e) {
      log.debug("a live stream ended: {}", e.toString());
    } finally {
      open.remove(events.body());
    }
    return null;
  }

  private static void handOn(InputStream events, HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.flushBuffer();
    OutputStream reader = response.getOutputStream();
    byte[] buffer = new byte[8_192];
    for (int length = events.read(buffer); length >= 0; length = events.read(buffer)) {
      reader.write(buffer, 0, length);
      reader.flush();
    }
  }

  /** A stream would hold up the end of the service, which waits for requests. */
  @EventListener(ContextClosedEvent.class)
  void endStreams() throws IOException {
    for (InputStream stream : open) {
      stream.close();
    }
  }

  private static ResponseEntity<Problem> refusal(HttpStatus status, String code, String message) {
    return ResponseEntity.status(status).body(new Problem(code, message));
  }
}
