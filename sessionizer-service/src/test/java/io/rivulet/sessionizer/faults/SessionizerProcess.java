package io.rivulet.sessionizer.faults;

import io.rivulet.embedded.FreePort;
import io.rivulet.embedded.S3Server;
import io.rivulet.sessionizer.JavaProcess;
import io.rivulet.sessionizer.SessionizerApplication;
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
import java.util.stream.Stream;

/** The real sessionizer in a process of its own, with folders and a port of its own. */
final class SessionizerProcess {
  private final Path directory;
  private final ProcessBuilder program;
  private final Path log;
  private final int port = FreePort.find();
  private Process process;

  SessionizerProcess(
      Path directory, Path log, String bootstrapServers, URI s3, List<String> moreArguments)
      throws IOException {
    this.directory = directory;
    this.log = log;
    Files.createDirectories(directory);
    Path projects =
        Files.writeString(
            directory.resolve("projects.yml"),
            "projects: [{id: demo, write-keys: [demo-key]}, {id: other, write-keys: [other-key]}]");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                // As short as the broker allows: a killed process is missed that long.
                "--spring.kafka.consumer.properties.session.timeout.ms=6000",
                "--spring.kafka.streams.properties.main.consumer.session.timeout.ms=6000",
                "--rivulet.projects=" + projects,
                "--rivulet.sessionizer.state-directory=" + directory.resolve("state"),
                "--rivulet.archive.spool-directory=" + directory.resolve("spool"),
                "--rivulet.archive.rotate-after=1s"));
    arguments.addAll(moreArguments);
    this.program =
        JavaProcess.of(
            SessionizerApplication.class,
            256,
            Map.of(
                "aws.accessKeyId", S3Server.ACCESS_KEY_ID,
                "aws.secretAccessKey", S3Server.SECRET_ACCESS_KEY,
                "aws.region", S3Server.REGION,
                "aws.endpointUrlS3", s3.toString()),
            arguments);
    this.process = JavaProcess.start(program, log);
  }

  void start() {
    process = JavaProcess.start(program, log);
  }

  /** Kills it without warning. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops it in good order. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the sessionizer did not stop");
    }
  }

  boolean isReady() {
    return get("/actuator/health/readiness").contains("\"status\":\"UP\"}");
  }

  /** What it says of itself; empty while it does not answer. */
  String get(String path) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Files that are left in the spool folder, but its lock. */
  List<Path> spooled() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("spool"))) {
      return all.filter(Files::isRegularFile).filter(p -> !p.endsWith(".lock")).toList();
    }
  }
}
