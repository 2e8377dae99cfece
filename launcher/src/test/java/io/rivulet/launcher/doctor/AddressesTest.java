package io.rivulet.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.launcher.Part;
import java.net.InetSocketAddress;
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
    assertThat(addresses.listener(Part.SESSIONIZER)).isEqualTo(at("pipeline", 8083));
    assertThat(addresses.listener(Part.KAFKA)).isEqualTo(at("one", 19092));
    assertThat(addresses.listener(Part.POSTGRES)).isEqualTo(at("postgres", 5432));
    assertThat(addresses.variable("RIVULET_ADMIN_TOKEN")).hasValue("token");
  }

  @Test
  void a_part_that_a_variable_names_is_known_by_it_and_one_that_run_has_is_not() {
    var addresses =
        new Addresses(Map.of("RIVULET_ETL_URL", "http://etl", "RIVULET_S3_PORT", "9900"));

    assertThat(addresses.isNamed(Part.ETL)).isTrue();
    assertThat(addresses.variableOf(Part.ETL)).isEqualTo("RIVULET_ETL_URL");
    assertThat(addresses.isNamed(Part.S3)).isFalse();
  }

  @Test
  void an_address_without_a_port_means_the_usual_one() {
    var addresses =
        new Addresses(
            Map.of(
                "AWS_ENDPOINT_URL_S3", "https://s3.eu-central-1.amazonaws.com",
                "RIVULET_INGEST_URL", "http://events.example.com",
                "RIVULET_ANALYTICS_URL", "jdbc:postgresql://db/analytics"));

    assertThat(addresses.listener(Part.S3)).isEqualTo(at("s3.eu-central-1.amazonaws.com", 443));
    assertThat(addresses.listener(Part.INGEST)).isEqualTo(at("events.example.com", 80));
    assertThat(addresses.listener(Part.POSTGRES)).isEqualTo(at("db", 5432));
  }

  private static InetSocketAddress at(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }
}
