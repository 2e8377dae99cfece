package io.rivulet.standalone.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rivulet.event.EventJson;
import io.rivulet.event.project.Project;
import io.rivulet.standalone.Part;
import io.rivulet.standalone.doctor.Link.Broken;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** An event that is sent through the HTTP door and followed to the reports. */
record FollowedEvent(Reach reach) {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /**
   * Sends an event to the project and waits until the reports have it.
   *
   * @param wait how long that may take
   */
  String followed(Project project, Duration wait) throws Broken, InterruptedException {
    String id = "doctor-" + UUID.randomUUID();
    Instant sentAt = Instant.now();
    send(project, id);
    String whereabouts = "/api/events?project=%s&message_id=%s".formatted(project.id(), id);
    JsonNode found = EventJson.mapper().nullNode();
    while (Duration.between(sentAt, Instant.now()).compareTo(wait) < 0) {
      HttpResponse<String> answer = reach.askedForAnswer(whereabouts);
      if (answer.statusCode() == 200) { // it may be too busy for a question now and then
        found = EventJson.mapper().readTree(answer.body());
        if (found.hasNonNull("report")) {
          return "in the reports of %s %d s after it was sent to project %s"
              .formatted(
                  found.at("/report/day").asString(),
                  Duration.between(sentAt, Instant.now()).toSeconds(),
                  project.id());
        }
        if (!found.path("refusals").isEmpty()) {
          throw new Broken(
              "it was refused: " + found.at("/refusals/0/message").asString(),
              "Send what docs/ingest.md describes, or mend the tracking plan");
        }
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
    throw found.hasNonNull("archived")
        ? new Broken(
            "it is curated, and after %d s not in the reports".formatted(wait.toSeconds()),
            "See the runs of report on page Operations: is a rule of quality broken?")
        : new Broken(
            "it was acknowledged, and after %d s it is not curated".formatted(wait.toSeconds()),
            "See the sessionizer's health, and the runs of preprocess on page Operations");
  }

  private void send(Project project, String id) throws Broken, InterruptedException {
    String key = project.writeKeys().get(0);
    String event =
        """
        {"messageId": "%s", "anonymousId": "rivulet-doctor", "type": "track", "event": "Rivulet Doctor",
         "context": {"userAgent": "rivulet-doctor (bot)"}}
        """
            .formatted(id);
    HttpResponse<String> answer =
        reach.send(
            Part.INGEST,
            HttpRequest.newBuilder(reach.uri(Part.INGEST, "/v1/track"))
                .header("Content-Type", "application/json")
                .header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(event)));
    if (answer.statusCode() != 200 || !answer.body().contains("\"accepted\":1")) {
      throw new Broken(
          "the collector answers %d: %s".formatted(answer.statusCode(), answer.body()),
          "docs/ingest.md tells what that answer means");
    }
  }
}
