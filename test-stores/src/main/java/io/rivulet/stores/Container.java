package io.rivulet.stores;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A container of which one port is published. */
final class Container extends GenericContainer<Container> {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private Container(String image, int port, Map<String, String> environment) {
    super(image);
    withEnv(environment);
    withExposedPorts(port);
    waitingFor(Wait.forListeningPort().withStartupTimeout(START_LIMIT));
  }

  /** On a port of the engine's choice. */
  static Container of(String image, int port, Map<String, String> environment) {
    return new Container(image, port, environment);
  }

  /** On that port, for what must know it before it starts. */
  Container publishedAt(int port) {
    setPortBindings(List.of(port + ":" + getExposedPorts().get(0)));
    return this;
  }

  /** Ready when that command succeeds in it, not when somebody listens. */
  Container readyWhen(String command) {
    waitingFor(Wait.forSuccessfulCommand(command).withStartupTimeout(START_LIMIT));
    return this;
  }

  /** Host and port, as clients name them. */
  String address() {
    return getHost() + ":" + getFirstMappedPort();
  }
}
