package io.rivulet.ingest;

import io.rivulet.embedded.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A cluster of two brokers, each in a process of its own. The first is the controller too; the
 * second can be killed, and is noticed to be gone within 2 s.
 */
final class KafkaPair implements AutoCloseable {
  static final int SECOND = 2;

  private final Path directory;
  private final int[] ports = new int[2];
  private final int controllerPort;
  private final JavaProcess first;
  private JavaProcess second;

  private KafkaPair(Path directory) throws IOException {
    this.directory = directory;
    for (int i = 0; i < ports.length; i++) {
      ports[i] = FreePort.find();
    }
    this.controllerPort = FreePort.find();
    this.first = launch(1);
    this.second = launch(SECOND);
  }

  static KafkaPair start(Path directory) throws IOException {
    return new KafkaPair(directory);
  }

  private JavaProcess launch(int node) throws IOException {
    return JavaProcess.start(
        directory.resolve("kafka-" + node + ".log"),
        Main.class,
        256,
        directory.resolve("kafka-" + node).toString(),
        Integer.toString(node),
        Integer.toString(ports[node - 1]),
        Integer.toString(controllerPort));
  }

  String bootstrapServers() {
    return "127.0.0.1:" + ports[0] + ",127.0.0.1:" + ports[1];
  }

  void killSecond() {
    second.kill();
  }

  /** Starts it again with the data that it had. */
  void startSecond() throws IOException {
    second = launch(SECOND);
  }

  @Override
  public void close() {
    second.kill();
    first.kill();
  }

  /** What runs in each process. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      Path data = Path.of(arguments[0]).toAbsolutePath();
      int node = Integer.parseInt(arguments[1]);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(node)
          .setClusterId("pair")
          .addDirectory(data.toString())
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setIgnoreFormatted(true)
          .run();
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(configuration(data, node, arguments[2], arguments[3])), Time.SYSTEM);
      server.startup();
      server.awaitShutdown();
    }

    private static Map<String, String> configuration(
        Path data, int node, String port, String controllerPort) {
      Map<String, String> settings = new HashMap<>();
      String listener = "PLAINTEXT://127.0.0.1:" + port;
      boolean isController = node == 1;
      settings.put("process.roles", isController ? "broker,controller" : "broker");
      settings.put("node.id", Integer.toString(node));
      settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
      settings.put(
          "listeners",
          isController ? listener + ",CONTROLLER://127.0.0.1:" + controllerPort : listener);
      settings.put("advertised.listeners", listener);
      settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
      settings.put("controller.listener.names", "CONTROLLER");
      settings.put("log.dirs", data.toString());
      settings.put("auto.create.topics.enable", "false");
      settings.put("broker.heartbeat.interval.ms", "500");
      settings.put("broker.session.timeout.ms", "2000");
      settings.put("log.cleaner.dedupe.buffer.size", "8388608");
      settings.put("log.segment.bytes", "134217728");
      settings.put("log.index.size.max.bytes", "1048576");
      return settings;
    }
  }
}
