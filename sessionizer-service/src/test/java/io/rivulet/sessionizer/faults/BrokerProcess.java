package io.rivulet.sessionizer.faults;

import io.rivulet.embedded.FreePort;
import io.rivulet.embedded.KafkaBroker;
import io.rivulet.sessionizer.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own, always on the same port, that can be killed and stopped. */
final class BrokerProcess {
  private final ProcessBuilder program;
  private final Path log;
  private final int port = FreePort.find();
  private Process process;

  BrokerProcess(Path directory, Path log) {
    this.program =
        JavaProcess.of(
            BrokerProcess.class,
            384,
            Map.of(),
            List.of(directory.toString(), Integer.toString(port)));
    this.log = log;
    this.process = JavaProcess.start(program, log);
  }

  public static void main(String[] args) throws InterruptedException {
    KafkaBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
    new CountDownLatch(1).await();
  }

  String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Kills it without warning; what it had taken is on its disk. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void start() {
    process = JavaProcess.start(program, log);
  }

  /** It keeps its connections and does not answer, until {@link #goOn}. */
  void freeze() throws Exception {
    JavaProcess.signal(process, "STOP");
  }

  void goOn() throws Exception {
    JavaProcess.signal(process, "CONT");
  }
}
