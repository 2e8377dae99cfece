package io.rivulet.benchmarks;

import io.rivulet.benchmarks.load.LoadGenerator;
import io.rivulet.benchmarks.load.LoadOrder;
import io.rivulet.benchmarks.load.LoadResult;
import io.rivulet.benchmarks.reference.ReferenceServer;
import io.rivulet.ingest.IngestApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.json.JsonMapper;

/** Broker, reference, collector and load generator, each in a process of its own. */
final class TestBed implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BROKER_HEAP = "512m";
  private static final String SERVER_HEAP = "256m";
  private static final String LOAD_HEAP = "256m";

  /** The key is the load generator's. */
  private static final String PROJECTS =
      """
      projects:
        - id: benchmark
          write-keys: [benchmark-write-key]
          max-events-per-second: 10000000
      """;

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final Path work;
  private final Child broker;
  private final Child load;
  private final Topics topics;
  private final String bootstrapServers;

  /** One of the two that are measured. */
  static final class Server {
    private final String name;
    private final Child child;
    private final int port;
    private final String topic;
    private long acknowledged;

    Server(String name, Child child, int port, String topic) {
      this.name = name;
      this.child = child;
      this.port = port;
      this.topic = topic;
    }

    String name() {
      return name;
    }

    Child child() {
      return child;
    }

    int port() {
      return port;
    }
  }

  /**
   * What one run of the load cost.
   *
   * @param serverMicrosPerEvent processor time
   */
  record Run(LoadResult result, double serverMicrosPerEvent, BusyCores busy) {}

  /** Starts broker and load generator. */
  TestBed(Path work) throws InterruptedException, ExecutionException {
    this.work = work;
    broker =
        closing(
            Child.start(
                work,
                "broker",
                BROKER_HEAP,
                BrokerProcess.class,
                List.of(work.resolve("kafka").toString())));
    bootstrapServers = "127.0.0.1:" + broker.read();
    topics = closing(new Topics(bootstrapServers));
    topics.create();
    load = closing(Child.start(work, "load", LOAD_HEAP, LoadGenerator.class, List.of()));
  }

  /**
   * @param isKeyed whether its records have the anonymousId as key, as the collector's have
   */
  Server startReference(boolean isKeyed) {
    Path producer = work.resolve("producer.properties");
    CollectorProducer.writeSettings(producer, bootstrapServers);
    Child child =
        closing(
            Child.start(
                work,
                "reference",
                SERVER_HEAP,
                ReferenceServer.class,
                List.of(producer.toString(), Topics.REFERENCE, isKeyed ? "keyed" : "keyless")));
    return new Server(Results.REFERENCE, child, Integer.parseInt(child.read()), Topics.REFERENCE);
  }

  Server startCollector() throws IOException, InterruptedException {
    Path projects = Files.writeString(work.resolve("projects.yml"), PROJECTS);
    Service collector =
        Service.start(
            work,
            "collector",
            SERVER_HEAP,
            IngestApplication.class,
            List.of(
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--rivulet.projects=" + projects,
                "--rivulet.ingest.spool.directory=" + work.resolve("spool")),
            Map.of());
    closing(collector.child());
    collector.awaitReady();
    return new Server(
        Results.COLLECTOR, collector.child(), collector.port(), io.rivulet.event.Topics.EVENTS);
  }

  /** Has the load generator send that order. */
  Run load(Server server, LoadOrder order) {
    broker.requireAlive();
    server.child.requireAlive();
    long started = System.nanoTime();
    double systemCpu = BusyCores.systemSeconds();
    double serverCpu = server.child.cpuSeconds();
    double brokerCpu = broker.cpuSeconds();
    double loadCpu = load.cpuSeconds();
    LoadResult result = JSON.readValue(load.ask(JSON.writeValueAsString(order)), LoadResult.class);
    serverCpu = server.child.cpuSeconds() - serverCpu;
    brokerCpu = broker.cpuSeconds() - brokerCpu;
    loadCpu = load.cpuSeconds() - loadCpu;
    double others = BusyCores.systemSeconds() - systemCpu - serverCpu - brokerCpu - loadCpu;
    double seconds = (System.nanoTime() - started) / 1e9;
    server.acknowledged += result.acknowledgedEvents();
    return new Run(
        result,
        serverCpu * 1e6 / Math.max(1, result.acknowledgedEvents()),
        new BusyCores(
            serverCpu / seconds,
            brokerCpu / seconds,
            loadCpu / seconds,
            Math.max(0, others / seconds)));
  }

  /** Compares what the server acknowledged with what is in Kafka. */
  Results.Balance balance(Server server) throws InterruptedException, ExecutionException {
    return new Results.Balance(server.acknowledged, topics.records(server.topic));
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
