package io.rivulet.sessionizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.session.ReferenceSessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service in a process of its own, which is killed while it works. */
class KilledSessionizerIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  private Path directory;
  private RealParts parts;
  private Process service;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    parts = new RealParts(directory);
    parts.createTopics(3);
    Files.writeString(
        directory.resolve("projects.yml"), "projects: [{id: demo, write-keys: [demo-write-key]}]");
    startService();
  }

  @AfterEach
  void stop() throws InterruptedException {
    service.destroyForcibly().waitFor();
    parts.close();
  }

  private void startService() throws IOException {
    service =
        parts.run(
            SessionizerApplication.class,
            256,
            List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.kafka.bootstrap-servers=" + parts.bootstrapServers(),
                "--rivulet.projects=" + directory.resolve("projects.yml"),
                "--rivulet.sessionizer.state-directory=" + directory.resolve("state"),
                "--rivulet.archive.spool-directory=" + directory.resolve("spool"),
                "--rivulet.archive.rotate-after=500ms"));
  }

  private void awaitMoreLinesThan(int lines) {
    await().atMost(SOON).until(() -> parts.lines(Area.RAW).size() > lines);
  }

  @Test
  void every_event_is_in_the_lake_once_and_in_its_session() throws Exception {
    List<Event> events = TestEvents.history(50, 100);
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of("acks", "all"))) {
      send(producer, events.subList(0, 1_000));
      awaitMoreLinesThan(0);
      for (int sent = 1_000; sent < 5_000; sent += 2_000) {
        send(producer, events.subList(sent, sent + 2_000));
        service.destroyForcibly().waitFor();
        int archived = parts.lines(Area.RAW).size();
        assertThat(archived).as("lines when it was killed").isLessThan(sent + 2_000);
        startService();
        awaitMoreLinesThan(archived);
      }
    }
    awaitMoreLinesThan(events.size() - 1);
    service.destroy(); // in good order: it uploads whatever else it has
    assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();

    List<Event> archived =
        parts.lines(Area.RAW).stream()
            .map(line -> EventJson.readEvent(line.getBytes(StandardCharsets.UTF_8)))
            .toList();
    assertThat(archived)
        .extracting(Event::eventId)
        .containsExactlyInAnyOrderElementsOf(events.stream().map(Event::eventId).toList());
    ReferenceSessions.assertThatEachIsIn(archived);
    assertThat(parts.lines(Area.QUARANTINE)).isEmpty();
  }

  private static void send(KafkaProducer<String, byte[]> producer, List<Event> events) {
    for (Event event : events) {
      Future<?> unused =
          producer.send(
              new ProducerRecord<>(
                  Topics.EVENTS, event.actor().recordKey(), EventJson.write(event)));
    }
    producer.flush();
  }
}
