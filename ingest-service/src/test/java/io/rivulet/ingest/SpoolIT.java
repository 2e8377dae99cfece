package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rivulet.embedded.FreePort;
import io.rivulet.event.Topics;
import io.rivulet.stores.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector in a process of its own with a small heap, and a Kafka that goes away. */
class SpoolIT {
  private static final int ACTORS = 8;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final Path directory;
  private KafkaProcess kafka;
  private JavaProcess collector;
  private int port;

  SpoolIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.kafka = KafkaProcess.start(directory.resolve("kafka"));
    startCollector("1GB");
  }

  @BeforeEach
  void awaitDirect() {
    awaitMetric("rivulet_ingest_spool_active", 0);
  }

  @AfterEach
  void stop() {
    collector.kill();
    kafka.close();
  }

  @Test
  void nobody_notices_a_frozen_kafka() {
    try (Load load = new Load(port, ACTORS)) {
      awaitMore(load, 1000);
      kafka.freeze();
      awaitMore(load, 5000);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> get("/actuator/health").body().contains("\"kafka\":{\"status\":\"DOWN\"}"));
      assertThat(readiness()).isEqualTo(200);
      load.takeTime();
      kafka.thaw();
      awaitMetric("rivulet_ingest_spool_active", 0);
      awaitMore(load, 1000);

      load.stop();
      assertThat(load.statuses()).containsOnlyKeys(200);
      assertThat(load.longestAnswer()).isLessThan(Duration.ofSeconds(6));
      assertArrived("frozen", load);
    }
  }

  @Test
  void nobody_notices_a_killed_kafka() throws IOException {
    try (Load load = new Load(port, ACTORS)) {
      awaitMore(load, 1000);
      kafka.kill();
      awaitMore(load, 5000);
      assertThat(readiness()).isEqualTo(200);
      load.takeTime();
      kafka.startAgain();
      awaitMetric("rivulet_ingest_spool_active", 0);
      awaitMore(load, 1000);

      load.stop();
      assertThat(load.statuses()).containsOnlyKeys(200);
      assertThat(load.longestAnswer()).isLessThan(Duration.ofSeconds(6));
      assertArrived("killed", load);
    }
  }

  @Test
  void events_without_a_place_in_kafka_wait_until_there_is_one() throws Exception {
    deleteTopic();
    try (Load load = new Load(port, ACTORS)) {
      awaitMore(load, 500);
      load.takeTime();
      awaitMetric("rivulet_ingest_spool_active", 0);
      awaitMore(load, 500);

      load.stop();
      assertThat(load.statuses()).containsOnlyKeys(200);
      assertThat(load.longestAnswer()).isLessThan(Duration.ofSeconds(6));
      assertArrived("topic deleted", load);
    }
  }

  @Test
  void a_killed_collector_sends_what_it_had_spooled_after_its_restart() throws IOException {
    try (Load load = new Load(port, ACTORS)) {
      awaitMore(load, 500);
      kafka.freeze();
      awaitMore(load, 3000);
      load.takeTime();
      collector.kill();
      startCollector("1GB");
      load.moveTo(port);
      awaitMore(load, 2000);
      kafka.thaw();
      awaitMore(load, 500);
      collector.kill(); // amid draining
      startCollector("1GB");
      load.moveTo(port);
      awaitMore(load, 500);
      awaitMetric("rivulet_ingest_spool_active", 0);

      load.stop();
      assertThat(load.statuses().keySet()).isSubsetOf(0, 200, 503);
      assertArrived("collector killed", load);
    }
  }

  @Test
  void a_stopped_collector_finishes_what_it_has_accepted() throws IOException {
    try (Load load = new Load(port, ACTORS)) {
      awaitMore(load, 500);
      kafka.freeze();
      awaitMore(load, 100);
      load.takeTime();
      collector.terminate();
      kafka.thaw();
      startCollector("1GB");
      load.moveTo(port);
      awaitMore(load, 500);
      collector.terminate();
      startCollector("1GB");
      load.moveTo(port);
      awaitMetric("rivulet_ingest_spool_active", 0);

      load.stop();
      assertArrived("collector stopped", load);
    }
  }

  @Test
  void a_full_spool_means_503_in_bounded_memory_and_200_again_after_draining() throws IOException {
    collector.terminate();
    startCollector("4MB");
    awaitDirect();
    try (Load load = new Load(port, ACTORS)) {
      awaitMore(load, 500);
      kafka.freeze();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> load.statuses().getOrDefault(503, 0) > 300);
      assertThat(readiness()).isEqualTo(503);
      assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(metric("rivulet_ingest_spool_bytes")).isLessThanOrEqualTo(4 << 20);
      assertThat(metric("rivulet_ingest_spool_refused_total")).isPositive();
      load.takeTime();
      kafka.thaw();
      awaitMetric("rivulet_ingest_spool_active", 0);
      assertThat(readiness()).isEqualTo(200);
      awaitMore(load, 1000);

      load.stop();
      assertThat(collector.isAlive()).isTrue(); // it ends when its heap does not suffice
      assertArrived("full", load);
    }
  }

  @Test
  void a_full_disk_means_503_and_200_again_when_there_is_room() throws Exception {
    collector.terminate();
    SmallDisk disk = new SmallDisk(JavaProcess.spool(directory, "collector"), 32);
    assumeTrue(disk.isPossible(), "a user of this system cannot mount a disk");
    port = FreePort.find();
    collector =
        JavaProcess.startCollector(
            disk,
            directory,
            "collector",
            port,
            kafka.bootstrapServers(),
            "--rivulet.ingest.spool.max-size=16MB");
    awaitReady();
    awaitDirect();
    try (Load load = new Load(port, ACTORS)) {
      awaitMore(load, 500);
      disk.fill(collector.pid());
      awaitMore(load, 500); // Kafka takes them
      kafka.freeze();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> load.statuses().getOrDefault(503, 0) > 100);
      assertThat(readiness()).isEqualTo(503);
      assertThat(collector.state()).contains("no more than 90 % of its disk may be filled");
      disk.makeRoom(collector.pid());
      awaitReady();
      awaitMore(load, 1000); // the disk takes them
      disk.fill(collector.pid()); // beside what waits
      kafka.thaw();
      awaitMetric("rivulet_ingest_spool_active", 0);
      awaitMore(load, 500);

      load.stop();
      assertThat(load.statuses()).containsOnlyKeys(200, 503);
      assertArrived("disk full", load);
    }
  }

  private void startCollector(String maxSize) throws IOException {
    port = FreePort.find();
    collector =
        JavaProcess.startCollector(
            directory,
            "collector",
            port,
            kafka.bootstrapServers(),
            "--rivulet.ingest.spool.max-size=" + maxSize);
    awaitReady();
  }

  private void awaitReady() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(readiness()).as(collector::state).isEqualTo(200));
  }

  private void assertArrived(String what, Load load) {
    double copies = load.assertAllArrived(kafka.bootstrapServers(), Duration.ofSeconds(60));
    System.out.printf(
        "%s: %d events answered with 200, all in Kafka in order, %.2f copies of each, answers %s,"
            + " the longest after %d ms%n",
        what, load.acknowledged(), copies, load.statuses(), load.longestAnswer().toMillis());
  }

  private static void awaitMore(Load load, int events) {
    int until = load.acknowledged() + events;
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> load.acknowledged() >= until);
  }

  private void deleteTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.deleteTopics(List.of(Topics.EVENTS)).all().get();
    }
  }

  private void awaitMetric(String name, double value) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> metric(name) == value);
  }

  private double metric(String name) {
    Matcher matcher =
        Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (.+)$")
            .matcher(get("/actuator/prometheus").body());
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }

  private int readiness() {
    try {
      return get("/actuator/health/readiness").statusCode();
    } catch (UncheckedIOException e) {
      return 0; // it does not listen yet
    }
  }

  private HttpResponse<String> get(String path) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(ANSWER_WITHIN)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw new IllegalStateException("no answer to " + path + "; " + collector.state(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
