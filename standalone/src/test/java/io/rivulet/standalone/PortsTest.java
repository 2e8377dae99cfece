package io.rivulet.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.embedded.FreePort;
import io.rivulet.launcher.Part;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aTakenPortIsNamedWithItsPartAndVariable() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings = settings(Map.of("RIVULET_KAFKA_PORT", taken.getLocalPort()));

      assertThatThrownBy(() -> Ports.requireFree(settings))
          .isInstanceOf(StartRefused.class)
          .hasMessage(
              "Port %d for Kafka is in use or not allowed; free it or name another one with"
                      .formatted(taken.getLocalPort())
                  + " RIVULET_KAFKA_PORT.");
    }
  }

  @Test
  void twoPartsCannotHaveTheSamePort() throws Exception {
    int port = FreePort.find();
    var settings = settings(Map.of("RIVULET_INGEST_PORT", port, "RIVULET_KAFKA_PORT", port));

    assertThatThrownBy(() -> Ports.requireFree(settings))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("Port " + port + " for Kafka is in use");
  }

  /** Free ports for all parts but the given. */
  private static Settings settings(Map<String, Integer> given) throws Exception {
    var environment = new HashMap<String, String>();
    for (Part part : Part.values()) {
      environment.put(part.portVariable(), Integer.toString(FreePort.find()));
    }
    given.forEach((variable, port) -> environment.put(variable, Integer.toString(port)));
    return Settings.of(environment);
  }
}
