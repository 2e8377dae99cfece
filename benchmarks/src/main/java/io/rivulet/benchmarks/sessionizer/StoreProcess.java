package io.rivulet.benchmarks.sessionizer;

import io.rivulet.embedded.S3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The S3 server's process. */
public final class StoreProcess {
  private StoreProcess() {}

  /**
   * Prints the server's address and runs until standard input ends.
   *
   * @param arguments the data folder
   */
  public static void main(String[] arguments) throws IOException {
    try (var store = S3Server.start(Path.of(arguments[0]), 0)) {
      System.out.println(store.endpoint());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
    System.exit(0);
  }
}
