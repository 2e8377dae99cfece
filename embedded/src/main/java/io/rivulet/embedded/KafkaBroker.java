package io.rivulet.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker with its controller, on the loopback address, sized for one machine: one replica
 * of everything, topics made on purpose only, records kept until their partition has grown to 1
 * GiB. No age ends them: a machine that is switched off for a month must not begin by deleting what
 * it has not read.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final String CLUSTER_ID = "rivulet";
  private static final int NODE_ID = 1;

  /** What a start and the first minutes write; less may end in the middle of a recovery. */
  private static final long LEAST_ROOM_MEGABYTES = 100;

  /** A free port may be taken by another program before the broker listens on it. */
  private static final int ATTEMPTS = 3;

  /** Kafka does not tell which broker of the JVM gives up; there is one outside of tests. */
  private static final Set<KafkaBroker> RUNNING = ConcurrentHashMap.newKeySet();

  private final KafkaRaftServer server;
  private final int port;
  private final CompletableFuture<String> failure = new CompletableFuture<>();

  private KafkaBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the broker on the logs of a folder, which is formatted when it is new.
   *
   * @param port 0 for a free one
   * @throws IllegalStateException when it cannot be started, e.g. because the port is taken or the
   *     disk nearly full
   */
  public static KafkaBroker start(Path dataDirectory, int port) {
    // Kafka ends the process on fatal errors; a broker inside a larger program must not.
    Exit.setExitProcedure(KafkaBroker::refuseToExit);
    Exit.setHaltProcedure(KafkaBroker::refuseToExit);
    if (!FreePort.isFree(port)) {
      throw new IllegalStateException("Kafka did not start: port " + port + " is taken");
    }
    format(dataDirectory);
    requireRoom(dataDirectory);
    IllegalStateException failure = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      int brokerPort = FreePort.orFree(port);
      try {
        var broker = new KafkaBroker(startServer(dataDirectory, brokerPort), brokerPort);
        RUNNING.add(broker);
        return broker;
      } catch (RuntimeException e) {
        failure = new IllegalStateException("Kafka did not start: " + e.getMessage(), e);
      }
    }
    throw failure;
  }

  public int port() {
    return port;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Completes with the reason when the broker has given up, as it does when the disk is full. */
  public CompletableFuture<String> failure() {
    return failure;
  }

  /** Stops cleanly, so that the next start need not recover the logs. */
  @Override
  public void close() {
    RUNNING.remove(this);
    server.shutdown();
    server.awaitShutdown();
  }

  /**
   * Kafka recovers its logs when it starts after it gave up. Without room it fails at that, and the
   * next attempt takes its metadata for corrupt and begins anew: all topics are gone then. Seen
   * with 4.2.
   */
  private static void requireRoom(Path dataDirectory) {
    try {
      long megabytes = Files.getFileStore(dataDirectory).getUsableSpace() >> 20;
      if (megabytes < LEAST_ROOM_MEGABYTES) {
        throw new IllegalStateException(
            "Kafka was not started: the disk of %s has %d MB of room and %d are needed, else it may lose its topics; make room and start again"
                .formatted(dataDirectory, megabytes, LEAST_ROOM_MEGABYTES));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void format(Path dataDirectory) {
    try {
      Files.createDirectories(dataDirectory);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(NODE_ID)
          .setClusterId(CLUSTER_ID)
          .addDirectory(dataDirectory.toAbsolutePath().toString())
          .setMetadataLogDirectory(dataDirectory.toAbsolutePath().toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(
          "Kafka's folder " + dataDirectory + " could not be formatted: " + e.getMessage(), e);
    }
  }

  private static KafkaRaftServer startServer(Path dataDirectory, int port) {
    int controllerPort = FreePort.orFree(0);
    var server =
        new KafkaRaftServer(configuration(dataDirectory, port, controllerPort), Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }

  private static KafkaConfig configuration(Path dataDirectory, int port, int controllerPort) {
    return new KafkaConfig(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE_ID)),
            Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
            Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("log.dirs", dataDirectory.toAbsolutePath().toString()),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("log.retention.ms", "-1"),
            Map.entry("log.retention.bytes", "1073741824"),
            // As long must the readers' places be known.
            Map.entry("offsets.retention.minutes", "525600"), // a year
            // One replica of everything.
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            // Small in memory, threads and open files.
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
            Map.entry("log.segment.bytes", "134217728"),
            Map.entry("log.index.size.max.bytes", "1048576"),
            // Nobody else will join: do not wait for more members or for a lost broker.
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("broker.heartbeat.interval.ms", "1000"),
            Map.entry("broker.session.timeout.ms", "4000")));
  }

  /** Tells it and ends the calling thread's work, which must not go on. */
  private static void refuseToExit(int status, @Nullable String message) {
    var reason = "Kafka gave up with status " + status + (message == null ? "" : ": " + message);
    RUNNING.forEach(broker -> broker.failure.complete(reason));
    throw new IllegalStateException(reason);
  }
}
