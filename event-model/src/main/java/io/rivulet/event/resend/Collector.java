package io.rivulet.event.resend;

import io.rivulet.event.EventJson;
import io.rivulet.event.project.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A collector at an address, spoken to with one write key. For several threads. */
public final class Collector {
  private static final Duration TIME_OUT = Duration.ofSeconds(30);
  private static final String HEAD = "{\"batch\":[";
  private static final String TAIL = "]}";

  /** Bytes of a body beside its events, and beside the comma that each event brings. */
  public static final int FRAME_BYTES = HEAD.length() + TAIL.length();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String baseUrl;
  private final URI batchUri;
  private final String authorization;
  private final @Nullable Project project;

  /**
   * @param baseUrl where the collector listens, such as {@code http://localhost:8080}
   */
  public Collector(URI baseUrl, String writeKey) {
    this(baseUrl, writeKey, null);
  }

  /** Spoken to as the project, through the door of its Revolt SDKs too. */
  public Collector(URI baseUrl, Project project) {
    this(baseUrl, project.writeKeys().get(0), project);
  }

  private Collector(URI baseUrl, String writeKey, @Nullable Project project) {
    String base = baseUrl.toString();
    this.baseUrl = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.batchUri = URI.create(this.baseUrl + "/v1/batch");
    this.authorization = basic(writeKey, "");
    this.project = project;
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Posts events once, in one request.
   *
   * @param events JSON objects as they are to arrive, with every digit of every number. There is no
   *     {@code sentAt}: a history that is sent again is not to be moved by the difference of clocks
   */
  public Answer post(Door door, List<byte[]> events) throws InterruptedException {
    HttpRequest request = request(door, body(door, events));
    try {
      return read(
          door, events.size(), client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      // The collector may have stored the batch before the connection broke. Sending it again is
      // harmless: events with the same messageId count once.
      return new Answer.TryAgain(Optional.empty(), "no answer from " + batchUri + " (" + e + ")");
    }
  }

  private static byte[] body(Door door, List<byte[]> events) {
    ByteArrayOutputStream body =
        new ByteArrayOutputStream(
            FRAME_BYTES + events.stream().mapToInt(event -> event.length + 1).sum());
    body.writeBytes((door.isRevolt() ? "[" : HEAD).getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < events.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(events.get(i));
    }
    body.writeBytes((door.isRevolt() ? "]" : TAIL).getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  private HttpRequest request(Door door, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(door.isRevolt() ? revoltUri(door) : batchUri)
            .timeout(TIME_OUT)
            .header("Authorization", door.isRevolt() ? revoltAuthorization() : authorization)
            .header("Content-Type", "application/json");
    if (project != null) {
      // Else our own would stand in the events.
      request.header("User-Agent", headerText(Objects.requireNonNullElse(door.userAgent(), "")));
    }
    if (door.ip() != null) {
      request.header("X-Forwarded-For", door.ip());
    }
    return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
  }

  /** Without what no header may have; lines written before it was cleaned may. */
  private static String headerText(String text) {
    return text.replaceAll("[^\\x20-\\x7e\\x80-\\xff]", "?");
  }

  private URI revoltUri(Door door) {
    String instance =
        URLEncoder.encode(Objects.requireNonNull(door.appInstanceId()), StandardCharsets.UTF_8);
    return URI.create(
        baseUrl
            + "/api/v1/"
            + Objects.requireNonNull(project).id()
            + "/"
            + instance.replace("+", "%20")
            + "/events");
  }

  private String revoltAuthorization() {
    Project known = Objects.requireNonNull(project);
    return basic(known.id(), Objects.requireNonNull(known.revoltSecret()));
  }

  private Answer read(Door door, int events, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 200) {
      return door.isRevolt()
          ? revoltStored(events, response.body())
          : stored(events, response.body());
    }
    if (status == 400) {
      JsonNode body = json(response.body());
      return new Answer.Refused(
          body.path("code").asString("bad_request"), body.path("message").asString(""));
    }
    if (status == 429 || status >= 500) {
      return new Answer.TryAgain(
          response.headers().firstValue("Retry-After").flatMap(Collector::seconds),
          "status " + status);
    }
    String message = json(response.body()).path("message").asString("");
    return new Answer.Hopeless(
        batchUri + " answers " + status + (message.isEmpty() ? "" : ": " + message));
  }

  private Answer stored(int events, byte[] bytes) {
    JsonNode body = json(bytes);
    int accepted = body.path("accepted").asInt(-1);
    List<Answer.Rejection> rejected = new ArrayList<>();
    for (JsonNode one : body.path("rejected")) {
      rejected.add(
          new Answer.Rejection(
              one.path("index").asInt(-1),
              one.path("reason").asString("unknown"),
              one.path("message").asString("")));
    }
    boolean indicesFit = rejected.stream().allMatch(r -> r.index() >= 0 && r.index() < events);
    if (accepted < 0 || accepted + rejected.size() != events || !indicesFit) {
      return new Answer.Hopeless(
          String.format(
              Locale.ROOT,
              "%s answered 200, but its body does not account for the %d events sent",
              batchUri,
              events));
    }
    return new Answer.Stored(accepted, rejected);
  }

  /** Revolt's answer says how many events came, and nothing about which are refused. */
  private Answer revoltStored(int events, byte[] bytes) {
    return json(bytes).path("eventsAccepted").asInt(-1) == events
        ? new Answer.Taken(events)
        : new Answer.Hopeless(baseUrl + " answered 200, but does not account for the events sent");
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode node = EventJson.mapper().readTree(body);
      return node == null ? EventJson.mapper().nullNode() : node;
    } catch (JacksonException e) {
      return EventJson.mapper().nullNode();
    }
  }

  private static Optional<Duration> seconds(String header) {
    try {
      return Optional.of(Duration.ofSeconds(Math.min(Math.max(Long.parseLong(header), 0), 300)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
