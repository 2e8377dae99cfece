package io.rivulet.launcher.doctor;

import io.rivulet.event.EventJson;
import io.rivulet.event.project.Project;
import io.rivulet.event.resend.Answer;
import io.rivulet.event.resend.Collector;
import io.rivulet.event.resend.Door;
import io.rivulet.launcher.Part;
import io.rivulet.launcher.doctor.Link.Broken;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** An event that is sent through the HTTP door and followed to the reports. */
record FollowedEvent(Reach reach) {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

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
    throw stopped(found, wait);
  }

  /** How far it came, and who should have taken it further. */
  private static Broken stopped(JsonNode found, Duration waited) {
    if (found.hasNonNull("event")) {
      return new Broken(
          "it is curated, and after %d s not in the reports".formatted(waited.toSeconds()),
          "See the runs of report on page Operations: is a rule of quality broken?");
    }
    if (found.hasNonNull("archived")) {
      return new Broken(
          "it is in the lake, and after %d s not curated".formatted(waited.toSeconds()),
          "See the runs of preprocess on page Operations: is its trigger paused?");
    }
    return new Broken(
        "it was acknowledged, and after %d s it is not in the lake".formatted(waited.toSeconds()),
        "See the health of sessionizer and the lag of what it reads, and whether events wait in the"
            + " collector's spool");
  }

  private void send(Project project, String id) throws Broken, InterruptedException {
    String event =
        """
        {"messageId": "%s", "anonymousId": "rivulet-doctor", "type": "track", "event": "Rivulet Doctor",
         "context": {"userAgent": "rivulet-doctor (bot)"}}
        """
            .formatted(id);
    Answer answer =
        new Collector(reach.uri(Part.INGEST, ""), project.writeKeys().get(0))
            .post(Door.SEGMENT, List.of(event.getBytes(StandardCharsets.UTF_8)));
    if (!(answer instanceof Answer.Stored stored) || stored.accepted() != 1) {
      throw new Broken(
          "the collector does not take it: " + words(answer),
          "docs/ingest.md tells what that answer means");
    }
  }

  private static String words(Answer answer) {
    if (answer instanceof Answer.Hopeless hopeless) {
      return hopeless.why();
    } else if (answer instanceof Answer.TryAgain later) {
      return later.why();
    } else if (answer instanceof Answer.Refused refused) {
      return refused.reason() + ", " + refused.message();
    } else if (answer instanceof Answer.Stored stored) {
      return stored.rejected().stream()
          .map(rejection -> rejection.reason() + ", " + rejection.message())
          .collect(Collectors.joining("; "));
    }
    return String.valueOf(answer);
  }
}
