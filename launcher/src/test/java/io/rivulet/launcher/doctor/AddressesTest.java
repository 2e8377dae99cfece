package io.rivulet.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.launcher.Part;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressesTest {

  @Test
  void without_variables_the_parts_are_where_run_starts_them() {
    var addresses = new Addresses(Map.of());

    assertThat(addresses.of(Part.INGEST)).isEqualTo("http://127.0.0.1:8080");
    assertThat(addresses.of(Part.KAFKA)).isEqualTo("127.0.0.1:9092");
    assertThat(addresses.of(Part.POSTGRES)).isEqualTo("jdbc:postgresql://127.0.0.1:5433/analytics");
    assertThat(addresses.home()).isEmpty();
  }

  @Test
  void a_port_of_run_moves_its_part() {
    assertThat(new Addresses(Map.of("RIVULET_S3_PORT", "9900")).of(Part.S3))
        .isEqualTo("http://127.0.0.1:9900");
  }

  @Test
  void the_variables_of_the_services_tell_where_the_parts_are() {
    var addresses =
        new Addresses(
            Map.of(
                "RIVULET_SESSIONIZER_URL", "http://pipeline:8083",
                "RIVULET_KAFKA_BOOTSTRAP_SERVERS", "one:19092,two:19092",
                "RIVULET_ANALYTICS_URL", "jdbc:postgresql://postgres:5432/analytics",
                "RIVULET_ADMIN_TOKEN", "token"));

    assertThat(addresses.of(Part.SESSIONIZER)).isEqualTo("http://pipeline:8083");
    assertThat(addresses.listener(Part.SESSIONIZER)).isEqualTo(URI.create("http://pipeline:8083"));
    assertThat(addresses.listener(Part.KAFKA)).hasHost("one").hasPort(19092);
    assertThat(addresses.listener(Part.POSTGRES)).hasHost("postgres").hasPort(5432);
    assertThat(addresses.variable("RIVULET_ADMIN_TOKEN")).hasValue("token");
  }
}
