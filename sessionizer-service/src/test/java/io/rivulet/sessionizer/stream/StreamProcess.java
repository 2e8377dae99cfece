package io.rivulet.sessionizer.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.event.Event;
import io.rivulet.event.SessionRule;
import io.rivulet.sessionizer.RealParts;
import io.rivulet.sessionizer.TestEvents;
import io.rivulet.sessionizer.enrich.Enrichment;
import io.rivulet.sessionizer.geoip.GeoDatabase;
import io.rivulet.sessionizer.kafka.KafkaTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.Topology;

/** The stream alone, in a process of its own, until that is destroyed. */
final class StreamProcess {
  private StreamProcess() {}

  static Process start(RealParts parts, Path state) throws IOException {
    return parts.run(StreamProcess.class, 128, List.of(parts.bootstrapServers(), state.toString()));
  }

  static Topology topology(Commits commits) {
    SessionizerTopology.Problems none =
        new SessionizerTopology.Problems() {
          @Override
          public void refused(String message) {}

          @Override
          public void stepFailed(String step, Event event, Throwable cause) {}
        };
    return SessionizerTopology.build(
        project -> SessionRule.DEFAULT,
        Enrichment.standard(() -> TestEvents.NO_RULES, new GeoDatabase(null), none),
        none,
        (event, beginsSession) -> {},
        commits);
  }

  public static void main(String[] args) {
    Map<String, Object> kafka = Map.of("bootstrap.servers", args[0]);
    SessionStream stream =
        new SessionStream(
            new KafkaTopics(kafka, 1),
            StreamProcess::topology,
            new StreamSettings(Path.of(args[1]), 1).kafkaStreams(kafka),
            new SimpleMeterRegistry());
    Runtime.getRuntime().addShutdownHook(new Thread(stream::close, "end"));
    stream.start();
  }
}
