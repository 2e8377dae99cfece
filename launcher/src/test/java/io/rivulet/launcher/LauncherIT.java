package io.rivulet.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.embedded.FreePort;
import io.rivulet.embedded.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as the image runs it. */
@SuppressWarnings("NullAway.Init") // set before each test, and by each
class LauncherIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int ingest = FreePort.find();
  private final int etl = FreePort.find();
  private final int postgres = FreePort.find();

  @TempDir Path folder;
  private Process process;

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      // what it still writes would be in the way of who removes the folder
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void
      a_service_whose_database_is_away_keeps_none_beside_it_from_its_work_and_runs_when_it_is_back()
          throws Exception {
    start("ingest", "etl");

    await().atMost(SOON).until(() -> isReady(ingest));
    await().atMost(SOON).until(() -> log().contains("etl did not start, the others go on"));
    assertThat(isReady(ingest)).isTrue();
    assertThat(isReady(etl)).isFalse();

    try (var server = PostgresServer.start(folder.resolve("postgresql"), postgres)) {
      await().atMost(SOON).until(() -> isReady(etl));
      assertThat(status(etl, "/api/jobs")).as("with the token of the secret's file").isEqualTo(200);
      assertThat(server.failure()).isNotDone();
      assertThat(isReady(ingest)).isTrue();

      process.destroy();
      assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_service_alone_whose_database_is_away_ends_the_process() throws Exception {
    start("etl");

    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
  }

  @Test
  void what_is_no_service_is_refused_with_those_that_are() throws Exception {
    start("ingest", "warehouse");

    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(log())
        .isEqualTo("usage: SERVICE...   each once, of ingest sessionizer etl dashboard\n");
  }

  private void start(String... services) throws IOException {
    Path projects =
        Files.writeString(
            folder.resolve("projects.yml"), "projects: [{id: shop, write-keys: [shop-key]}]");
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("RIVULET_ADMIN_TOKEN"), "a-token-in-a-file\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar"));
    try (var jars = Files.newDirectoryStream(Path.of("target"), "launcher-*-exec.jar")) {
      command.add(jars.iterator().next().toString());
    }
    command.addAll(List.of(services));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    // What is set on this machine is no part of the test; a JVM tells of its variables on stderr.
    builder.environment().keySet().removeIf(name -> name.matches("RIVULET_.*|.*JAVA.*OPTIONS"));
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("AWS_REGION", "us-east-1"),
                Map.entry("SPRING_CONFIG_IMPORT", "optional:configtree:" + secrets + "/"),
                Map.entry("RIVULET_PROJECTS", projects.toString()),
                Map.entry("RIVULET_BIND_ADDRESS", "127.0.0.1"),
                Map.entry("RIVULET_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"),
                Map.entry("RIVULET_INGEST_PORT", Integer.toString(ingest)),
                Map.entry("RIVULET_INGEST_SPOOL_DIRECTORY", folder.resolve("spool").toString()),
                Map.entry("RIVULET_ETL_PORT", Integer.toString(etl)),
                Map.entry("RIVULET_ETL_WORK_DIRECTORY", folder.resolve("work").toString()),
                Map.entry("RIVULET_ANALYTICS_URL", database("analytics")),
                Map.entry("RIVULET_OPS_URL", database("ops"))));
    process = builder.start();
  }

  private String database(String name) {
    return "jdbc:postgresql://127.0.0.1:" + postgres + "/" + name;
  }

  private boolean isReady(int port) throws InterruptedException {
    try {
      return status(port, "/actuator/health/readiness") == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private int status(int port, String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer a-token-in-a-file")
                .timeout(Duration.ofSeconds(5))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"), UTF_8);
  }
}
