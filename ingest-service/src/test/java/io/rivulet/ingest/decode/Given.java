package io.rivulet.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.Project.IpPolicy;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.PacketReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What the tests of decoding start from. */
final class Given {
  static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00Z");
  static final Project PROJECT = project(IpPolicy.TRUNCATED, false);
  static final RequestFacts FACTS =
      new RequestFacts(RECEIVED, "203.0.113.77", "curl/8.0", null, false, null, "r-1");
  static final PacketReader READER = new PacketReader(Limits.DEFAULT);

  private Given() {}

  static Project project(IpPolicy ipPolicy, boolean trustedClock) {
    String yaml =
        """
        projects:
          - id: demo
            write-keys: [k]
            ip-policy: %s
            trusted-clock: %s
        """;
    try {
      return ProjectsFile.parse("test", yaml.formatted(ipPolicy, trustedClock)).projects().get(0);
    } catch (ProjectsFile.InvalidProjectsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static RequestFacts sentAt(String sentAt, boolean isRetry) {
    return new RequestFacts(RECEIVED, null, null, sentAt, isRetry, null, null);
  }

  static List<Verdict> segment(String body) {
    return segment(body, FACTS, PROJECT);
  }

  static List<Verdict> segment(String body, RequestFacts facts, Project project) {
    return new SegmentDecoder(Limits.DEFAULT, Given::fail)
        .decode(packet(body, Packet.Shape.BATCH), facts, project, null, SegmentDecoder.PROTOCOL);
  }

  /** One event posted to the route of that type. */
  static Verdict single(String event, EventType type) {
    return new SegmentDecoder(Limits.DEFAULT, Given::fail)
        .decode(packet(event, Packet.Shape.SINGLE), FACTS, PROJECT, type, SegmentDecoder.PROTOCOL)
        .get(0);
  }

  static List<Verdict> revolt(String body) {
    return new RevoltDecoder(Limits.DEFAULT, Given::fail)
        .decode(packet(body, Packet.Shape.ARRAY), FACTS, PROJECT);
  }

  static Packet.Batch packet(String body, Packet.Shape shape) {
    Packet packet = READER.read(body.getBytes(StandardCharsets.UTF_8), shape);
    assertThat(packet).isInstanceOf(Packet.Batch.class);
    return (Packet.Batch) packet;
  }

  static Event accepted(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return ((Verdict.Accepted) verdict).event();
  }

  static RejectedEvent rejected(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    return ((Verdict.Rejected) verdict).rejected();
  }

  /** No input that a test thinks of may bring a fault of the decoder to light. */
  static void fail(RuntimeException fault) {
    throw new AssertionError("the decoder failed", fault);
  }

  static String line(Event event) {
    return new String(EventJson.write(event), StandardCharsets.UTF_8);
  }
}
