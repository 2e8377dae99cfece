package io.rivulet.benchmarks;

import io.rivulet.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of Rivulet's services as a child, with the settings it comes with.
 *
 * @param port of its HTTP door on the loopback address
 */
public record Service(Child child, int port) {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /**
   * Starts one; it is not ready yet.
   *
   * @param name of its logs
   * @param heap as -Xmx takes it
   * @param environment variables beside those of this process
   */
  public static Service start(
      Path work,
      String name,
      String heap,
      Class<?> main,
      List<String> arguments,
      Map<String, String> environment)
      throws IOException {
    int port = FreePort.find();
    List<String> all = new ArrayList<>();
    all.add("--server.port=" + port);
    all.add("--server.address=127.0.0.1");
    all.addAll(arguments);
    return new Service(Child.startSilent(work, name, heap, main, all, environment), port);
  }

  /**
   * Waits until it says that it is ready.
   *
   * @throws IllegalStateException when it has ended, or takes a minute
   */
  public void awaitReady() throws InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
            .build();
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (System.nanoTime() < deadline) {
      child.requireAlive();
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
    throw new IllegalStateException(
        "a service was not ready within " + LONGEST_START.toSeconds() + " s");
  }
}
