package io.rivulet.etl.resend;

import io.rivulet.event.EventJson;
import io.rivulet.event.project.Project;
import io.rivulet.event.resend.Door;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The collector, spoken to as the SDKs of a project do. */
final class CollectorDoor {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  /** How long one request is tried while the collector is away or has too much to do. */
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String address;
  private final Project project;

  /**
   * @param address where the collector listens
   */
  CollectorDoor(URI address, Project project) {
    this.address = address.toString().replaceFirst("/$", "");
    this.project = project;
  }

  /**
   * Sends events through a door, again until they are taken.
   *
   * @param events JSON objects
   * @throws IOException when the collector cannot be reached in time, or refuses the request itself
   */
  void send(Door door, List<byte[]> events, Outcome outcome)
      throws IOException, InterruptedException {
    HttpRequest request = request(door, events);
    long startedNanos = System.nanoTime();
    Duration wait = FIRST_WAIT;
    while (true) {
      @Nullable HttpResponse<byte[]> answer = answer(request);
      if (answer != null && answer.statusCode() != 429 && answer.statusCode() < 500) {
        read(door, events.size(), answer, outcome);
        return;
      }
      if (Duration.ofNanos(System.nanoTime() - startedNanos).plus(wait).compareTo(GIVE_UP_AFTER)
          > 0) {
        throw new IOException(
            "the collector at %s %s; what was sent so far is not counted twice when it is sent again"
                .formatted(
                    address,
                    answer == null ? "does not answer" : "answers " + answer.statusCode()));
      }
      Thread.sleep(wait.toMillis());
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }

  /** The answer; null where there was none. It may have stored the events all the same. */
  private @Nullable HttpResponse<byte[]> answer(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      return null;
    }
  }

  private HttpRequest request(Door door, List<byte[]> events) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path(door)))
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json")
            .header("Authorization", authorization(door))
            // else our own would stand in the events
            .header("User-Agent", headerText(Objects.requireNonNullElse(door.userAgent(), "")));
    if (door.ip() != null) {
      request.header("X-Forwarded-For", door.ip());
    }
    return request
        .POST(
            BodyPublishers.ofByteArray(
                door.isRevolt() ? joined("[", events, "]") : joined("{\"batch\":[", events, "]}")))
        .build();
  }

  /** Without what no header may have; lines written before it was cleaned may. */
  private static String headerText(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private String path(Door door) {
    return door.appInstanceId() == null
        ? "/v1/batch"
        : "/api/v1/%s/%s/events"
            .formatted(
                project.id(),
                URLEncoder.encode(door.appInstanceId(), StandardCharsets.UTF_8)
                    .replace("+", "%20"));
  }

  private String authorization(Door door) {
    String key =
        door.isRevolt()
            ? project.id() + ":" + project.revoltSecret()
            : project.writeKeys().get(0) + ":";
    return "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] joined(String head, List<byte[]> events, String tail) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < events.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(events.get(i));
    }
    body.writeBytes(tail.getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  private void read(Door door, int sent, HttpResponse<byte[]> answer, Outcome outcome)
      throws IOException {
    JsonNode body = json(answer.body());
    if (answer.statusCode() == 400) {
      for (int i = 0; i < sent; i++) {
        outcome.refused(body.path("code").asString("bad_request"));
      }
    } else if (answer.statusCode() != 200) {
      throw new IOException(
          "the collector at %s answers %d: %s"
              .formatted(address, answer.statusCode(), body.path("message").asString("")));
    } else if (door.isRevolt()) {
      requireAll(sent, body.path("eventsAccepted").asLong(-1));
      outcome.taken(sent);
    } else {
      requireAll(sent, body.path("accepted").asLong(-1) + body.path("rejected").size());
      outcome.accepted(body.path("accepted").asLong());
      for (JsonNode one : body.path("rejected")) {
        outcome.refused(one.path("reason").asString("unknown"));
      }
    }
  }

  private void requireAll(int sent, long answered) throws IOException {
    if (answered != sent) {
      throw new IOException(
          "%s answers for %d of %d events: is a Rivulet collector there?"
              .formatted(address, Math.max(0, answered), sent));
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return EventJson.mapper().readTree(body);
    } catch (JacksonException e) {
      return EventJson.mapper().nullNode();
    }
  }
}
