package io.rivulet.benchmarks.sessionizer;

import io.rivulet.benchmarks.BrokerProcess;
import io.rivulet.benchmarks.BusyCores;
import io.rivulet.benchmarks.Child;
import io.rivulet.benchmarks.CollectorProducer;
import io.rivulet.benchmarks.Service;
import io.rivulet.benchmarks.Topics;
import io.rivulet.embedded.S3Server;
import io.rivulet.sessionizer.SessionizerApplication;
import io.rivulet.sessionizer.archive.ArchiveSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;

/** Broker, store, filler, sessionizer and limit, each in a process of its own. */
final class SessionizerBed implements AutoCloseable {
  static final String PROJECT = "benchmark";

  private static final String ROTATE_AFTER = "15s";
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BROKER_HEAP = "512m";
  private static final String STORE_HEAP = "256m";
  private static final String FILLER_HEAP = "512m";
  private static final String MEASURED_HEAP = "512m";
  private static final String PROJECTS =
      "projects: [{id: %s, write-keys: [benchmark-write-key]}]".formatted(PROJECT);

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final Path work;
  private final Path projects;
  private final Child broker;
  private final Child store;
  private final Child filler;
  private final String bootstrapServers;
  private final Map<String, String> storeAccess;
  private final Lake lake;
  private final StreamProgress progress;

  /** Processor time that each part has used, in seconds. */
  record Cpu(double measured, double broker, double store, double system) {}

  /** Starts broker, store and filler. */
  SessionizerBed(Path work, int actors)
      throws IOException, InterruptedException, ExecutionException {
    this.work = work;
    this.projects = Files.writeString(work.resolve("projects.yml"), PROJECTS);
    broker =
        closing(
            Child.start(
                work,
                "broker",
                BROKER_HEAP,
                BrokerProcess.class,
                List.of(work.resolve("kafka").toString())));
    bootstrapServers = "127.0.0.1:" + broker.read();
    try (var topics = new Topics(bootstrapServers)) {
      topics.create();
    }
    store =
        closing(
            Child.start(
                work,
                "store",
                STORE_HEAP,
                StoreProcess.class,
                List.of(work.resolve("s3").toString())));
    String endpoint = store.read();
    storeAccess =
        Map.of(
            "AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY", S3Server.SECRET_ACCESS_KEY,
            "AWS_REGION", S3Server.REGION,
            "AWS_ENDPOINT_URL_S3", endpoint);
    lake =
        closing(
            new Lake(
                URI.create(endpoint),
                S3Server.ACCESS_KEY_ID,
                S3Server.SECRET_ACCESS_KEY,
                S3Server.REGION));
    progress = closing(new StreamProgress(bootstrapServers));
    Path producer = work.resolve("producer.properties");
    CollectorProducer.writeSettings(producer, bootstrapServers);
    filler =
        closing(
            Child.start(
                work,
                "filler",
                FILLER_HEAP,
                EventFiller.class,
                List.of(producer.toString(), projects.toString(), Integer.toString(actors))));
  }

  /**
   * Starts the sessionizer with its own settings, but that lines wait for {@value #ROTATE_AFTER}
   * instead of a minute: under load objects end by their size before, and the end of a round need
   * not be waited for so long.
   *
   * @param name of its logs
   */
  Service startSessionizer(String name) throws IOException {
    Service sessionizer =
        Service.start(
            work,
            name,
            MEASURED_HEAP,
            SessionizerApplication.class,
            List.of(
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--rivulet.projects=" + projects,
                "--rivulet.sessionizer.state-directory=" + state(),
                "--rivulet.archive.spool-directory=" + work.resolve("spool"),
                "--rivulet.archive.rotate-after=" + ROTATE_AFTER),
            storeAccess);
    closing(sessionizer.child());
    return sessionizer;
  }

  /** Starts the limit, which writes objects of the size that the sessionizer's settings name. */
  Child startLimit() {
    return closing(
        Child.start(
            work,
            "limit",
            MEASURED_HEAP,
            PlainArchiver.class,
            List.of(
                bootstrapServers,
                work.resolve("limit").toString(),
                Long.toString(archiveSettings().rotateSize().toBytes())),
            storeAccess));
  }

  EventFiller.Filled fill(EventFiller.Order order) {
    return JSON.readValue(filler.ask(JSON.writeValueAsString(order)), EventFiller.Filled.class);
  }

  PlainArchiver.Done archive(Child limit, PlainArchiver.Order order) {
    return JSON.readValue(limit.ask(JSON.writeValueAsString(order)), PlainArchiver.Done.class);
  }

  Lake lake() {
    return lake;
  }

  StreamProgress progress() {
    return progress;
  }

  Cpu cpu(Child measured) {
    broker.requireAlive();
    store.requireAlive();
    measured.requireAlive();
    return new Cpu(
        measured.cpuSeconds(), broker.cpuSeconds(), store.cpuSeconds(), BusyCores.systemSeconds());
  }

  /** What is kept of the actors. */
  SessionizerResults.State stateSize() throws IOException {
    long changelog = 0;
    try (Stream<Path> partitions = Files.list(work.resolve("kafka"))) {
      for (Path partition : partitions.filter(p -> p.toString().contains("-changelog-")).toList()) {
        changelog += bytes(partition);
      }
    }
    return new SessionizerResults.State(bytes(state()), changelog);
  }

  private Path state() {
    return work.resolve("state");
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      // One may be deleted meanwhile.
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  private static ArchiveSettings archiveSettings() {
    try {
      var environment = new StandardEnvironment();
      new YamlPropertySourceLoader()
          .load("sessionizer", new ClassPathResource("sessionizer.yml"))
          .forEach(environment.getPropertySources()::addLast);
      return Binder.get(environment).bind("rivulet.archive", ArchiveSettings.class).get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    toClose.add(0, part);
    return part;
  }

  /** In reverse order of the start, the broker last. */
  @Override
  public void close() {
    for (AutoCloseable part : toClose) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println("benchmark: " + e);
      }
    }
  }
}
