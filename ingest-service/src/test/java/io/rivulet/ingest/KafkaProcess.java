package io.rivulet.ingest;

import io.rivulet.embedded.FreePort;
import io.rivulet.embedded.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own, which can be stopped, killed and frozen. */
final class KafkaProcess implements AutoCloseable {
  private final Path directory;
  private final int port;
  private JavaProcess process;

  private KafkaProcess(Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    this.process = launch();
  }

  /** Starts it on a free port. */
  static KafkaProcess start(Path directory) throws IOException {
    return new KafkaProcess(directory, FreePort.find());
  }

  private JavaProcess launch() throws IOException {
    return JavaProcess.start(
        directory.resolveSibling("kafka.log"),
        Main.class,
        256,
        directory.toString(),
        Integer.toString(port));
  }

  String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  void freeze() {
    process.signal("STOP");
  }

  void thaw() {
    process.signal("CONT");
  }

  void kill() {
    process.kill();
  }

  /** Starts it again on the same port with the data that it had. */
  void startAgain() throws IOException {
    process = launch();
  }

  @Override
  public void close() {
    process.signal("CONT");
    process.kill();
  }

  /** What runs in the process. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      try (KafkaBroker broker =
          KafkaBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
        System.out.println(broker.failure().get());
      }
    }
  }
}
