package io.rivulet.benchmarks;

import io.rivulet.embedded.KafkaBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The Kafka broker's process. */
public final class BrokerProcess {
  private BrokerProcess() {}

  /**
   * Prints the broker's port and runs until standard input ends.
   *
   * @param arguments the data folder
   */
  public static void main(String[] arguments) throws IOException {
    try (var broker = KafkaBroker.start(Path.of(arguments[0]), 0)) {
      System.out.println(broker.port());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
    System.exit(0);
  }
}
